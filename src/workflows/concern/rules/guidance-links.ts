/** National guidance that a step points to. */
export interface GuidanceLink {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  /** The day on which the address was put in; the guidance may have moved or changed since. */
  readonly since: string;
}

/** The guidance behind the steps, shown as text: nothing of a case is sent there. */
export const guidanceLinks: readonly GuidanceLink[] = [
  {
    id: 'keeping-children-safe',
    title: 'Keeping children safe in education (DfE)',
    address: 'https://www.gov.uk/government/publications/keeping-children-safe-in-education--2',
    since: '2026-11-22',
  },
  {
    id: 'searching',
    title: 'Searching, screening and confiscation at school (DfE)',
    address: 'https://www.gov.uk/government/publications/searching-screening-and-confiscation',
    since: '2026-11-22',
  },
  {
    id: 'nudes',
    title: 'Sharing nudes and semi-nudes: advice for education settings (UKCIS)',
    address:
      'https://www.gov.uk/government/publications/sharing-nudes-and-semi-nudes-advice-for-education-settings-working-with-children-and-young-people',
    since: '2026-11-22',
  },
  {
    id: 'child-on-child',
    title: 'Child-on-child abuse: part five of Keeping children safe in education (DfE)',
    address: 'https://www.gov.uk/government/publications/keeping-children-safe-in-education--2',
    since: '2026-11-22',
  },
  {
    id: 'prevent',
    title: 'Prevent duty guidance (Home Office)',
    address: 'https://www.gov.uk/government/publications/prevent-duty-guidance',
    since: '2026-11-22',
  },
  {
    id: 'channel',
    title: 'Channel duty guidance (Home Office)',
    address: 'https://www.gov.uk/government/publications/channel-and-prevent-multi-agency-panel-pmap-guidance',
    since: '2026-11-22',
  },
];

/** The guidance with that id. */
export function guidanceLink(id: string): GuidanceLink | undefined {
  return guidanceLinks.find((link) => link.id === id);
}
