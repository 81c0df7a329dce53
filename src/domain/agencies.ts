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
  'complaints',
  'other',
] as const;
export type AgencyKind = (typeof agencyKinds)[number];

/** Ids that school files used before agencies had a kind. */
const byId: Readonly<Record<string, AgencyKind>> = {
  mash: 'social-care',
  'local-authority-online-safety': 'online-safety-officer',
};

/** What an agency is: as the school file says, else what its id says, else some other one. */
export function agencyKindOf(agency: { readonly id: string; readonly kind?: AgencyKind | undefined }): AgencyKind {
  const named = agencyKinds.find((kind) => kind === agency.id);
  return agency.kind ?? named ?? byId[agency.id] ?? 'other';
}
