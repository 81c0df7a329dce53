import { type CheckKind, checkKinds, filteringParts } from '../../domain/filtering.ts';
import type { Role } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';

/** A check that comes again and again, with who sees to it and which policy asks for it. */
interface CheckRule {
  readonly title: string;
  /** How often it comes, where the school file does not say. */
  readonly everyMonths: number;
  /** The longest that may lie between one and the next, whatever anybody puts. */
  readonly atMostMonths: number;
  /** Who is asked for it and records it. */
  readonly records: readonly Role[];
  /** Who is told besides when nobody has recorded it for too long. */
  readonly hears: readonly Role[];
  /** How many days before it is due those who record it hear of it, so that people can meet; none for 0. */
  readonly noticeDays: number;
  /** What it takes, in one line on its card. */
  readonly needs: string;
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

/** Each check. The same rows send the cards, offer the buttons and refuse a press. */
export const checks: Record<CheckKind, CheckRule> = {
  'filtering-review': {
    title: 'Yearly review of filtering and monitoring',
    everyMonths: 12,
    atMostMonths: 12,
    records: ['online-safety-governor', 'online-safety-coordinator', 'dsl', 'network-manager', 'head'],
    hears: ['head', 'chair'],
    noticeDays: 14,
    needs: 'A governor and IT, together',
    source: '000 section 2.3.2',
    since: '2026-11-22',
  },
  'filtering-standards': {
    title: 'Record of how the DfE filtering and monitoring standards are met',
    everyMonths: 12,
    atMostMonths: 12,
    records: ['online-safety-coordinator', 'dsl', 'network-manager', 'head'],
    hears: ['head', 'chair'],
    noticeDays: 0,
    needs: 'Each standard, and who is responsible for it',
    source: '000 section 2.2; 003 section 3.13',
    since: '2026-11-22',
  },
  'security-check': {
    title: 'Full security check',
    everyMonths: 4,
    atMostMonths: 12,
    records: ['network-manager'],
    hears: ['online-safety-coordinator', 'head'],
    noticeDays: 0,
    needs: 'The check, and what came of it',
    source: '003 section 3.4',
    since: '2026-11-22',
  },
};

/** Who may have taken part in a review, in the order in which they are asked for. */
export const reviewers: readonly Role[] = [
  'online-safety-governor',
  'chair',
  'network-manager',
  'head',
  'online-safety-coordinator',
  'dsl',
  'deputy-dsl',
];

/** Of whom a review needs one of each: governors review with IT (000 section 2.3.2). */
export const reviewNeeds = {
  governors: ['online-safety-governor', 'chair'],
  it: ['network-manager'],
} as const satisfies Record<string, readonly Role[]>;

/** Who reads what was recorded. */
export const readers: readonly Role[] = [...filteringParts.readsLog.roles, 'network-manager', 'chair'];

/** Everybody who records one of the checks. */
export const recorders: readonly Role[] = [...new Set(checkKinds.flatMap((kind) => checks[kind].records))];

/** How often a check comes in this school, in months. */
export function monthsBetween(kind: CheckKind, school: School): number {
  const { everyMonths, atMostMonths } = checks[kind];
  return Math.min(school.checks[kind]?.everyMonths ?? everyMonths, atMostMonths);
}
