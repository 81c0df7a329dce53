import type { Role } from './people.ts';

// What filtering work has in common: who has which part in it, and the words that a school file uses for it.

/** Who has which part, with where that stands. */
interface PartRule {
  readonly roles: readonly Role[];
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

/** Who has which part in changing the filter. The same rows offer a button and refuse a press. */
export const filteringParts = {
  /** Agrees to a site, or says no; looks whether the filter is right. */
  decides: {
    roles: ['online-safety-coordinator', 'dsl', 'deputy-dsl'],
    source: '000 sections 3.6.1 and 4.2; 003 section 3.13',
    since: '2026-11-22',
  },
  /** May be the second to agree, where two must. */
  agreesToo: {
    roles: ['online-safety-coordinator', 'dsl', 'deputy-dsl', 'head'],
    source: '003 section 3.23',
    since: '2026-11-22',
  },
  /** Opens and blocks. Never sees why. */
  carriesOut: {
    roles: ['network-manager'],
    source: '000 sections 2.3.4 and 3.6.1; 003 sections 1.1 and 3.4',
    since: '2026-11-22',
  },
  /** Is told each school morning of what should be blocked again and is not. */
  watches: {
    roles: ['online-safety-coordinator', 'head'],
    source: 'derived from 003 section 1.1',
    since: '2026-11-22',
  },
  /** Reads the filtering change log. */
  readsLog: {
    roles: ['online-safety-coordinator', 'head', 'online-safety-governor', 'dsl', 'deputy-dsl'],
    source: '003 section 3.1',
    since: '2026-11-22',
  },
} as const satisfies Record<string, PartRule>;

/** Who hears that IT has not done a job, beside IT: at first nobody, later more. The last row repeats. */
export const jobEscalation: readonly (readonly Role[])[] = [
  [],
  ['online-safety-coordinator'],
  ['online-safety-coordinator', 'head'],
];

/** What kind of site it is; rules say how each may be opened. */
export const siteCategories = [
  'education',
  'news',
  'video',
  'social-media',
  'messaging',
  'publishing',
  'ai',
  'games',
  'shopping',
  'sensitive-topic',
  'adult',
  'gambling',
  'violence',
  'drugs',
  'filter-bypass',
  'unlawful',
  'other',
] as const;
export type SiteCategory = (typeof siteCategories)[number];

/** How a site may be opened: when one agrees, when two do, or never. */
export const siteOpenings = ['one-approval', 'two-approvals', 'never'] as const;
export type SiteOpening = (typeof siteOpenings)[number];

/** The checks that come again and again. */
export const checkKinds = ['filtering-review', 'filtering-standards', 'security-check'] as const;
export type CheckKind = (typeof checkKinds)[number];
