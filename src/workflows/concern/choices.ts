import type { Choice } from '../../domain/form.ts';

/** What kind of incident it is (R036), the most frequent first. */
export const kinds = [
  { value: 'bullying-pupil', label: 'Online bullying of a pupil' },
  { value: 'sexual-harassment', label: 'Harmful sexual behaviour or sexual harassment online' },
  { value: 'self-harm', label: 'Self-harm, suicide or eating disorder online' },
  { value: 'accidental-access', label: 'Something unsuitable came up by accident' },
  { value: 'deliberate-access', label: 'A pupil looked for something unsuitable' },
  { value: 'contact-by-adult', label: 'Contact by an adult, or grooming' },
  { value: 'phone-misuse', label: 'Misuse of a phone or smartwatch' },
  { value: 'device-content', label: 'Unsuitable content on a pupil’s device' },
  { value: 'extremism', label: 'Extremism or radicalisation' },
  { value: 'filter-bypass', label: 'Getting round the filter, or trying to' },
  { value: 'data-breach', label: 'An account, device or data breach' },
  { value: 'fraud', label: 'Fraud, scams, buying or selling' },
  { value: 'ai-misuse', label: 'Misuse of AI' },
  { value: 'bullying-staff', label: 'Online bullying of a member of staff' },
  { value: 'offensive-message', label: 'An offensive email or message to a member of staff' },
  { value: 'staff-misuse', label: 'Misuse of IT by a member of staff' },
  { value: 'parent-conduct', label: 'Conduct of a parent' },
  { value: 'other', label: 'Something else' },
] as const satisfies readonly Choice[];

export type Kind = (typeof kinds)[number]['value'];

/** Whom it is about; decides who may hear of it. */
export const abouts = [
  { value: 'pupil', label: 'One or more pupils' },
  { value: 'staff', label: 'A member of staff, a volunteer or a contractor' },
  { value: 'head', label: 'The head teacher' },
  { value: 'adult', label: 'A parent or another adult' },
] as const satisfies readonly Choice[];

/** What part somebody had; kept for each person apart (R037, R039). */
export const capacities = [
  { value: 'victim', label: 'Victim: it happened to them' },
  { value: 'instigator', label: 'Instigator: they did it' },
  { value: 'witness', label: 'Witness: they saw or heard it' },
  { value: 'not-known', label: 'Not known' },
] as const satisfies readonly Choice[];

/** Who somebody is that a handler adds to a case. */
export const personKinds = [
  { value: 'pupil', label: 'Pupil' },
  { value: 'staff', label: 'Member of staff' },
  { value: 'adult', label: 'Another adult' },
] as const satisfies readonly Choice[];

/** Whose parents or carers, where pupils were on both sides. */
export const whoseParents = [
  { value: 'victim', label: 'Of the pupil whom it happened to' },
  { value: 'instigator', label: 'Of whoever did it' },
  { value: 'all', label: 'Of all of them' },
] as const satisfies readonly Choice[];

/** How an agency or a parent was told. */
export const methods = [
  { value: 'telephone', label: 'Telephone' },
  { value: 'in-person', label: 'In person' },
  { value: 'secure-email', label: 'Secure email' },
  { value: 'online-form', label: 'Their online form' },
  { value: 'letter', label: 'Letter' },
] as const satisfies readonly Choice[];

/** How a concern may end. */
export const outcomes = [
  { value: 'supported', label: 'Supported in school' },
  { value: 'resolved', label: 'Resolved with those involved' },
  { value: 'referred', label: 'Handed to an outside agency' },
  { value: 'behaviour', label: 'Dealt with under the behaviour policy' },
  { value: 'staff-procedure', label: 'Dealt with under a staff procedure' },
  { value: 'linked', label: 'Part of another concern' },
  { value: 'no-further-action', label: 'No further action' },
] as const satisfies readonly Choice[];

/** How the reporter knows (R022, R023); what IT finds in an audit goes its own way (R136). */
export const sources: readonly Choice[] = [
  { value: 'saw', label: 'I saw or heard it myself' },
  { value: 'pupil', label: 'A pupil told me' },
  { value: 'parent', label: 'A parent or carer told me' },
  { value: 'it-audit', label: 'I found it in an IT check or audit' },
  { value: 'other', label: 'Somebody else told me' },
];

/** Who does it to a member of staff (003 appendix 4). */
export const instigators: readonly Choice[] = [
  { value: 'pupil', label: 'A pupil' },
  { value: 'parent', label: 'A parent or carer' },
  { value: 'colleague', label: 'A colleague' },
  { value: 'not-known', label: 'Not known' },
];

/** An answer that everybody can give. */
export const yesNo: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

/** An answer that a reporter may not have. */
export const yesNoUnknown: readonly Choice[] = [...yesNo, { value: 'not-known', label: 'Not known' }];

/** The four categories of risk (R035). One school says culture where national guidance says conduct. */
export const risks: readonly Choice[] = [
  { value: 'content', label: 'Content: what they saw' },
  { value: 'contact', label: 'Contact: who reached them' },
  { value: 'conduct', label: 'Conduct (culture): what they did' },
  { value: 'commerce', label: 'Commerce: money, scams, advertising' },
];

/** Where it happened online (R042). */
export const platforms: readonly Choice[] = [
  { value: 'social', label: 'Social media' },
  { value: 'messaging', label: 'Messages, chat or email' },
  { value: 'gaming', label: 'Gaming' },
  { value: 'other', label: 'Somewhere else' },
];

/** Public or private (R042). */
export const audiences: readonly Choice[] = [
  { value: 'public', label: 'Anybody' },
  { value: 'private', label: 'Only some people' },
];

/** What makes it bullying, and the form it took (R048). */
export const bullyingForms: readonly Choice[] = [
  { value: 'repeated', label: 'It happened more than once' },
  { value: 'intentional', label: 'It was meant to hurt' },
  { value: 'power', label: 'There is an imbalance of power' },
  { value: 'messages', label: 'By messages' },
  { value: 'posts', label: 'By posts or comments' },
  { value: 'sites', label: 'By a site or account made for it' },
  { value: 'images', label: 'By images' },
];

/** The behaviours of sexual harassment (R049). */
export const harassments: readonly Choice[] = [
  { value: 'image-no-consent', label: 'Nude or semi-nude image shared without consent' },
  { value: 'image-consent', label: 'Nude or semi-nude image shared with consent' },
  { value: 'comments', label: 'Unwanted sexual comments or messages' },
  { value: 'bullying', label: 'Sexualised bullying' },
  { value: 'upskirting', label: 'Upskirting' },
  { value: 'coercion', label: 'Exploitation, coercion or threats' },
  { value: 'coercing-others', label: 'Coercing others to take part' },
];

/** What may call for the police, as far as a reporter knows (R064 to R070, R087, R091). */
export const signs: readonly Choice[] = [
  { value: 'coercion', label: 'Coercion, blackmail or exploitation' },
  { value: 'violent', label: 'Extreme or violent' },
  { value: 'crime-recorded', label: 'Images or a recording of a crime' },
  { value: 'sexual-image', label: 'There may be a sexual image of a child' },
  { value: 'illegal-material', label: 'Material that may be illegal' },
  { value: 'spreading', label: 'Harmful material is going round' },
  { value: 'threat-to-life', label: 'A threat to somebody’s life' },
];

/** How a phone or watch was misused (R058). */
export const phoneMisuses: readonly Choice[] = [
  { value: 'used', label: 'It was seen or heard in the school day' },
  { value: 'photo', label: 'A photo or video of somebody without their consent' },
  { value: 'exam', label: 'In an examination room' },
];

/** Accidental or deliberate (R038). */
export const intents: readonly Choice[] = [
  { value: 'accidental', label: 'Accidental' },
  { value: 'deliberate', label: 'Deliberate' },
  { value: 'not-known', label: 'Not known' },
];

/** In school or out of school (R040). */
export const places: readonly Choice[] = [
  { value: 'in', label: 'In school' },
  { value: 'out', label: 'Out of school' },
  { value: 'both', label: 'Both' },
];

/** Signs of harm from outside the family (R047). */
export const outsideHarms: readonly Choice[] = [
  { value: 'criminal', label: 'Criminal exploitation' },
  { value: 'sexual', label: 'Sexual exploitation' },
  { value: 'gang', label: 'A link to a gang' },
];
