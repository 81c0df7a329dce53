/** What an outside agency is to a case (R206). Who it is, and its number, are the school's own data. */
export const agencyKinds = [
  'police',
  'social-care',
  'lado',
  'online-safety-officer',
  'child-protection-liaison',
  'prevent',
  'channel',
  'ceop',
  'hr',
  'anti-bullying',
  'online-safety-adviser',
  'it-support',
  'complaints',
  'other',
] as const;
export type AgencyKind = (typeof agencyKinds)[number];

/** What each is called where the school file names none; a local authority may call it otherwise. */
export const agencyWords: Record<AgencyKind, string> = {
  police: 'Police',
  'social-care': 'Children’s social care (MASH)',
  lado: 'LADO (local authority designated officer)',
  'online-safety-officer': 'Local authority online-safety officer',
  'child-protection-liaison': 'Child-protection liaison officer',
  prevent: 'Prevent education manager',
  channel: 'Channel panel',
  ceop: 'CEOP',
  hr: 'Schools HR',
  'anti-bullying': 'Anti-bullying adviser',
  'online-safety-adviser': 'Online-safety adviser of the county or authority',
  'it-support': 'IT support',
  complaints: 'Complaints',
  other: 'Another agency',
};

/** Ids that school files used before agencies had a kind. */
const byId: Readonly<Record<string, AgencyKind>> = {
  mash: 'social-care',
  'local-authority-online-safety': 'online-safety-officer',
};

/** What an agency is: as the school file says, else what its id says, else what its name does. */
export function agencyKindOf(agency: {
  readonly id: string;
  readonly name: string;
  readonly kind?: AgencyKind | undefined;
}): AgencyKind {
  const named = agencyKinds.find((kind) => kind === agency.id);
  return agency.kind ?? named ?? byId[agency.id] ?? kindByName(agency.name);
}

const namesOf: readonly (readonly [AgencyKind, RegExp])[] = [
  ['lado', /\blado\b|designated officer/i],
  ['ceop', /\bceop\b/i],
  ['police', /\bpolice\b/i],
  ['social-care', /\bmash\b|social (care|services)/i],
  ['prevent', /\bprevent\b/i],
  ['channel', /\bchannel\b/i],
  ['online-safety-officer', /online.safety officer/i],
];

/** What an agency is by its name alone: school files and records of the first version have no more. */
export function kindByName(name: string): AgencyKind {
  return namesOf.find(([, words]) => words.test(name))?.[0] ?? 'other';
}
