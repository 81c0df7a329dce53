import { dayAfter } from './calendar-day.ts';
import type { PersonId, PersonKind, Role } from './people.ts';
import { freeHolders, holds, type School } from './school.ts';
import type { LocalDate } from './school-time.ts';
import type { DocumentKind } from './wording.ts';

// What the work with policies and agreements has in common: who has which part in it, and when a school year begins.

/** When people are asked to read something: once the school is open, or as soon as it is published. */
export const asksWhen = ['in-school-hours', 'now'] as const;
export type AsksWhen = (typeof asksWhen)[number];

/** Who has which part, with where that stands. */
interface PartRule {
  readonly roles: readonly Role[];
  /** Who has the part for another reason than a role. */
  readonly besides?: string;
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

/** Who has which part in policies and agreements. The same rows offer a button and refuse a press. */
export const policyParts = {
  /** Publishes, revises and withdraws; starts the yearly signing again; reminds, and exports. */
  publishes: {
    roles: ['head', 'dsl', 'online-safety-coordinator'],
    source: '000 sections 1.1 and 2.3.3; 003 section 3.2',
    since: '2026-11-22',
  },
  /** Sees by name who has not read or signed (R166). */
  seesWhoHasNot: {
    roles: ['head', 'dsl', 'online-safety-coordinator'],
    besides: 'the owner of the policy',
    source: '000 section 2.3.3',
    since: '2026-11-22',
  },
  /** Signs a policy before it is published, where it asks for that: one of each (R170). */
  approves: {
    roles: ['head', 'chair'],
    source: '003 front page',
    since: '2026-11-22',
  },
  /** Reads the file of a policy: versions, signatures, review, links. */
  readsFile: {
    roles: ['head', 'dsl', 'deputy-dsl', 'online-safety-coordinator', 'chair', 'online-safety-governor'],
    source: '003 front page and section 4.1',
    since: '2026-11-22',
  },
  /** Links concerns to a revision, and sees which of them they linked; others see only that there were any (R172). */
  linksConcerns: {
    roles: ['dsl', 'deputy-dsl'],
    source: '000 sections 2.1 and 4.1',
    since: '2026-11-22',
  },
  /** Hears that a policy is overdue for review, beside its owner (R171). */
  hearsOverdue: {
    roles: ['head'],
    source: '003 section 4.1',
    since: '2026-11-22',
  },
  /** Sees by name who has not signed an agreement past its date, and nothing else of it (R163). */
  seesUnsigned: {
    roles: ['network-manager'],
    source: '000 section 3.3',
    since: '2026-11-22',
  },
} as const satisfies Record<string, PartRule>;

/** Who publishes. */
export const publishers: readonly Role[] = policyParts.publishes.roles;

/** Who signs a policy before it is published: one of each. */
export const approvers = policyParts.approves.roles;
export type Approver = (typeof approvers)[number];

/** Whose signatures a policy may ask for (R170). */
export const approvals = ['none', 'head', 'head-and-chair'] as const;
export type Approval = (typeof approvals)[number];

/** Whose signatures each asks for. */
export const signaturesFor: Record<Approval, readonly Approver[]> = {
  none: [],
  head: ['head'],
  'head-and-chair': ['head', 'chair'],
};

/** How many months may lie between one review and the next, where nobody says otherwise (R171: 003 section 4.1). */
export const USUAL_REVIEW_MONTHS = 24;

/** How many days people have to sign again what is signed every year, from when they are asked (R159). */
export const YEARLY_DAYS = 28;

/** A round that begins so many days before a school year counts for that year (R159). */
const COUNTS_FOR_NEXT_YEAR_DAYS = 42;

/** Who publishes now: whoever holds one of the roles, or their delegates where nobody does. */
export function isPublisher(person: PersonId, school: School): boolean {
  return freeHolders(publishers, [], school).includes(person);
}

/** Whether this person sees by name who has not read or signed, whosever the policy is. */
export function maySeeWhoHasNot(person: PersonId, school: School): boolean {
  return freeHolders(policyParts.seesWhoHasNot.roles, [], school).includes(person);
}

/** Whether this person may link concerns to a revision, and know which they linked. */
export function mayLinkConcerns(person: PersonId, school: School): boolean {
  return holds(school, person, policyParts.linksConcerns.roles);
}

/** What each kind of document is called. */
export const documentNames: Record<DocumentKind, string> = {
  policy: 'Policy',
  update: 'Update of a policy',
  agreement: 'Acceptable-use agreement',
  guidance: 'Guidance',
};

/** What people of each kind are called where a choice names them. */
export const personKindLabels: Record<PersonKind, string> = {
  staff: 'All staff',
  governor: 'Governors',
  volunteer: 'Volunteers',
  visitor: 'Visitors',
};

/** The school year that a day belongs to, such as `2026-27`. Sorts as text. */
export function schoolYearOf(date: LocalDate, { policies }: Pick<School, 'policies'>): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  const first = month >= policies.yearBegins ? year : year - 1;
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`;
}

/**
 * The school year for which a round counts that begins on this day: in the last weeks of a school year the next one, so
 * that nobody signs in August what is asked of them again in September.
 */
export function yearOfRound(date: LocalDate, school: Pick<School, 'policies'>): string {
  return schoolYearOf(dayAfter(date, COUNTS_FOR_NEXT_YEAR_DAYS), school);
}

/** The first day of the school year that comes after that one. */
export function nextYearBegins(year: string, { policies }: Pick<School, 'policies'>): LocalDate {
  return `${Number(year.slice(0, 4)) + 1}-${String(policies.yearBegins).padStart(2, '0')}-01`;
}
