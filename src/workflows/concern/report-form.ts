import type { Choice, Condition, Form, Question } from '../../domain/form.ts';
import type { School } from '../../domain/school.ts';
import { roleLabel, roleTelephone } from '../../domain/school.ts';

/** What kind of incident it is (R036), the most frequent first. `source` names the policy section. */
export const kinds = [
  { value: 'bullying-pupil', label: 'Online bullying of a pupil' },
  { value: 'sexual-harassment', label: 'Harmful sexual behaviour or sexual harassment online' },
  { value: 'self-harm', label: 'Self-harm, suicide or eating disorder online' },
  { value: 'accidental-access', label: 'Something unsuitable came up by accident' },
  { value: 'deliberate-access', label: 'A pupil looked for something unsuitable' },
  { value: 'contact-by-adult', label: 'Contact by an adult, grooming' },
  { value: 'phone-misuse', label: 'Misuse of a phone or smartwatch' },
  { value: 'extremism', label: 'Extremism or radicalisation' },
  { value: 'filter-bypass', label: 'Getting round the filter' },
  { value: 'data-breach', label: 'An account, device or data breach' },
  { value: 'fraud', label: 'Fraud, scams, buying and selling' },
  { value: 'ai-misuse', label: 'Misuse of AI' },
  { value: 'bullying-staff', label: 'Online bullying of a member of staff' },
  { value: 'staff-misuse', label: 'Misuse by a member of staff' },
  { value: 'parent-conduct', label: 'Conduct of a parent' },
  { value: 'other', label: 'Something else' },
] as const satisfies readonly Choice[];

/** Whom it is about; decides who may hear of it. */
export const abouts = [
  { value: 'pupil', label: 'One or more pupils' },
  { value: 'staff', label: 'A member of staff, a volunteer or a contractor' },
  { value: 'head', label: 'The head teacher' },
  { value: 'adult', label: 'A parent or another adult' },
] as const satisfies readonly Choice[];

export const capacities = [
  { value: 'victim', label: 'Victim: it happened to them' },
  { value: 'instigator', label: 'Instigator: they did it' },
  { value: 'witness', label: 'Witness: they saw it' },
  { value: 'not-known', label: 'Not known' },
] as const satisfies readonly Choice[];

const sources: readonly Choice[] = [
  { value: 'saw', label: 'I saw or heard it myself' },
  { value: 'pupil', label: 'A pupil told me' },
  { value: 'parent', label: 'A parent or carer told me' },
  { value: 'other', label: 'Somebody else told me' },
];

const yesNoUnknown: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'not-known', label: 'Not known' },
];

/** The four categories of risk (R035). One school says culture where national guidance says conduct. */
export const risks: readonly Choice[] = [
  { value: 'content', label: 'Content: what they saw' },
  { value: 'contact', label: 'Contact: who reached them' },
  { value: 'conduct', label: 'Conduct (culture): what they did' },
  { value: 'commerce', label: 'Commerce: money, scams, advertising' },
];

const platforms: readonly Choice[] = [
  { value: 'social', label: 'Social media' },
  { value: 'messaging', label: 'Messages, chat or email' },
  { value: 'gaming', label: 'Gaming' },
  { value: 'other', label: 'Somewhere else' },
];

const bullyingForms: readonly Choice[] = [
  { value: 'repeated', label: 'It happened more than once' },
  { value: 'intentional', label: 'It was meant to hurt' },
  { value: 'power', label: 'There is an imbalance of power' },
  { value: 'messages', label: 'By messages' },
  { value: 'posts', label: 'By posts or comments' },
  { value: 'sites', label: 'By a site or account made for it' },
  { value: 'images', label: 'By images' },
];

const harassments: readonly Choice[] = [
  { value: 'image-no-consent', label: 'Nude or semi-nude image shared without consent' },
  { value: 'image-consent', label: 'Nude or semi-nude image shared with consent' },
  { value: 'comments', label: 'Unwanted sexual comments or messages' },
  { value: 'bullying', label: 'Sexualised bullying' },
  { value: 'upskirting', label: 'Upskirting' },
  { value: 'coercion', label: 'Exploitation, coercion or threats' },
  { value: 'coercing-others', label: 'Coercing others to take part' },
];

const onKinds = (...is: (typeof kinds)[number]['value'][]): Condition => ({ question: 'kind', is });
const aboutPupils: Condition = { question: 'about', is: ['pupil'] };
const bullying = onKinds('bullying-pupil', 'bullying-staff');
const withWebsite = onKinds('accidental-access', 'deliberate-access', 'extremism', 'self-harm', 'filter-bypass');
const withPlatform = onKinds(
  'bullying-pupil',
  'bullying-staff',
  'sexual-harassment',
  'contact-by-adult',
  'fraud',
  'extremism',
  'parent-conduct',
);
const toldByPupil: Condition = { question: 'source', is: ['pupil'] };

/** The questions that come once it is known what it is and whom it is about. */
const detailQuestions: readonly Question[] = [
  {
    kind: 'names',
    id: 'names',
    label: 'Which pupils? One name a line',
    required: true,
    when: aboutPupils,
    source: '003 appendix 3',
  },
  {
    kind: 'names',
    id: 'adultNames',
    label: 'Who is it? Name and job, or how they are known',
    required: true,
    when: { question: 'about', is: ['staff', 'adult'] },
    source: '003 appendix 3',
  },
  {
    kind: 'long-text',
    id: 'narrative',
    label: 'What happened?',
    help: 'What you saw or heard, in their words where you can.',
    required: true,
    source: '003 appendix 3',
  },
  {
    kind: 'date',
    id: 'date',
    label: 'Day it happened',
    initially: 'today',
    notInFuture: true,
    source: '003 appendix 3',
  },
  { kind: 'time', id: 'time', label: 'Time it happened', initially: 'now', notInFuture: true, source: '003 appendix 3' },
  {
    kind: 'choice',
    id: 'source',
    label: 'How do you know?',
    choices: sources,
    initially: 'saw',
    source: '000 section 2.5; 003 section 3.11',
  },
  {
    kind: 'web-address',
    id: 'website',
    label: 'Web address, if you have it. Do not open it again',
    when: withWebsite,
    source: '000 sections 4.2 and 4.3',
  },
  {
    kind: 'choice',
    id: 'platform',
    label: 'Where online?',
    choices: platforms,
    when: withPlatform,
    source: '003 section 3.31',
  },
  {
    kind: 'choice',
    id: 'audience',
    label: 'Who could see it?',
    choices: [
      { value: 'public', label: 'Anybody' },
      { value: 'private', label: 'Only some people' },
    ],
    when: { question: 'platform', is: platforms.map((choice) => choice.value), also: withPlatform },
    source: '003 section 3.31',
  },
  {
    kind: 'choices',
    id: 'bullying',
    label: 'Which of these fit?',
    choices: bullyingForms,
    when: bullying,
    source: '003 section 3.10; 000 section 4.5.1',
  },
  {
    kind: 'choices',
    id: 'harassment',
    label: 'Which of these fit?',
    choices: harassments,
    when: onKinds('sexual-harassment'),
    source: '000 section 4.6; 003 section 3.31',
  },
  {
    kind: 'choice',
    id: 'capacity',
    label: 'The pupils named above are',
    choices: [...capacities, { value: 'mixed', label: 'Different for each: I say so above' }],
    when: aboutPupils,
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'names',
    id: 'others',
    label: 'Other pupils involved, one a line',
    help: 'Say for each whether victim, instigator or witness.',
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'choice',
    id: 'toldAs',
    label: 'The pupil who told you is',
    choices: [
      { value: 'victim', label: 'The one it happened to' },
      { value: 'witness', label: 'A witness' },
    ],
    when: toldByPupil,
    more: true,
    source: '003 section 3.11',
  },
  { kind: 'text', id: 'room', label: 'Room', more: true, source: '003 appendix 3' },
  { kind: 'text', id: 'device', label: 'Computer or device number', more: true, source: '003 appendix 3' },
  {
    kind: 'choice',
    id: 'intent',
    label: 'Accidental or deliberate?',
    choices: [
      { value: 'accidental', label: 'Accidental' },
      { value: 'deliberate', label: 'Deliberate' },
      { value: 'not-known', label: 'Not known' },
    ],
    when: onKinds(...kinds.map((kind) => kind.value).filter((kind) => kind !== 'accidental-access' && kind !== 'deliberate-access')),
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'choice',
    id: 'inSchool',
    label: 'In or out of school?',
    choices: [
      { value: 'in', label: 'In school' },
      { value: 'out', label: 'Out of school' },
      { value: 'both', label: 'Both' },
    ],
    more: true,
    source: '000 section 4.5.2',
  },
  {
    kind: 'choice',
    id: 'schoolEquipment',
    label: 'Was school equipment or the school network used?',
    choices: yesNoUnknown,
    more: true,
    source: '000 section 4.7',
  },
  { kind: 'choices', id: 'risks', label: 'Kinds of risk', choices: risks, more: true, source: '000 sections 1.2.1 to 1.2.4' },
  {
    kind: 'choice',
    id: 'under13',
    label: 'Is a child under 13 involved?',
    choices: yesNoUnknown,
    more: true,
    source: '003 section 3.32',
  },
  {
    kind: 'choice',
    id: 'send',
    label: 'Does a child involved have special educational needs or mental-health needs?',
    choices: yesNoUnknown,
    more: true,
    source: '000 sections 2.3.7, 2.4 and 3.4.1',
  },
  {
    kind: 'choice',
    id: 'knownVulnerable',
    label: 'Is a child involved known to social care or the police as vulnerable?',
    choices: yesNoUnknown,
    more: true,
    source: '003 section 3.32',
  },
  {
    kind: 'choices',
    id: 'outsideHarm',
    label: 'Signs of harm from outside the family',
    choices: [
      { value: 'criminal', label: 'Criminal exploitation' },
      { value: 'sexual', label: 'Sexual exploitation' },
      { value: 'gang', label: 'A link to a gang' },
    ],
    more: true,
    source: '000 section 4.6',
  },
  {
    kind: 'long-text',
    id: 'evidence',
    label: 'Evidence: what is it?',
    help: 'Describe it. Never send, copy or keep the thing itself.',
    atMost: 1_000,
    more: true,
    source: '000 section 4.5.2; 003 appendix 4',
  },
  { kind: 'text', id: 'evidenceHolder', label: 'Evidence: who holds it?', more: true, source: '003 appendix 4' },
  { kind: 'text', id: 'evidencePlace', label: 'Evidence: where is it kept?', more: true, source: '003 appendix 4' },
  {
    kind: 'long-text',
    id: 'done',
    label: 'What have you done so far, and why?',
    atMost: 2_000,
    more: true,
    source: '003 appendix 3',
  },
];

/** The questions of a report in the order in which a case shows the answers. */
export const reportQuestions: readonly Question[] = [
  {
    kind: 'press',
    id: 'danger',
    label: 'Is a child in immediate danger?',
    required: true,
    choices: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ],
    source: '000 section 4.7',
  },
  { kind: 'choice', id: 'kind', label: 'What is it?', required: true, choices: kinds, source: '000 sections 4.2 to 4.9' },
  { kind: 'choice', id: 'about', label: 'Whom is it about?', required: true, choices: abouts, source: '003 appendix 4' },
  ...detailQuestions,
];

/** The form that a concern is reported with. At most five of its questions are required. */
export function reportForm(school: School): Form {
  const [danger, kind, about] = reportQuestions;
  const dsl = roleLabel(school, 'dsl');
  return {
    title: 'Report a concern',
    intro: 'About a minute. Your answers go to the people who handle it and to nobody else.',
    send: 'Send',
    steps: [
      { id: 'danger', items: [danger as Question] },
      {
        id: 'what',
        items: [
          {
            kind: 'note',
            tone: 'danger',
            text: `Ring 999 now. Then tell the ${dsl} in person or on ${roleTelephone(school, 'dsl')}. The school's number is ${school.telephone}. You can finish this form afterwards; it keeps what you type.`,
            when: { question: 'danger', is: ['yes'] },
          },
          kind as Question,
          about as Question,
        ],
      },
      {
        id: 'details',
        items: [
          {
            kind: 'note',
            tone: 'danger',
            text: `Ring 999 now if you have not. Then tell the ${dsl} in person or on ${roleTelephone(school, 'dsl')}.`,
            when: { question: 'danger', is: ['yes'] },
          },
          {
            kind: 'note',
            tone: 'plain',
            text: 'With the pupils: close or minimise it calmly, reassure them, blame nobody, and use it as a lesson.',
            when: onKinds('accidental-access'),
          },
          {
            kind: 'note',
            tone: 'warning',
            text: 'Write what you saw or heard, in their words where you can. Do not ask leading questions. Avoid viewing any image; do not look for, download, keep, copy or send one.',
          },
          ...detailQuestions,
        ],
      },
    ],
  };
}
