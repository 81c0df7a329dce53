import { filteringParts } from './filtering.ts';
import type { PersonId } from './people.ts';
import { freeHolders, holdersOf, type School } from './school.ts';

// What those who handle a concern and those who do the school's IT have in common: the jobs that one may ask of the
// other, and who does them. IT learns the job and what it needs for it, and nothing of why.

/** What IT may be asked to do for a case. */
export const itJobs = ['secure-device', 'audit-use', 'review-filter', 'keep-evidence'] as const;
export type ItJob = (typeof itJobs)[number];

/** A job, as data. */
interface ItJobRule {
  /** What it is called, with a small letter: `secure a device`. */
  readonly called: string;
  /** What IT is to do, in full. */
  readonly task: string;
  /** What IT needs to know for it, said to whoever asks. */
  readonly needs: string;
  /** What IT says when it is done: who holds something and where, or what was found. */
  readonly answer: 'custody' | 'result';
  /** What the result is asked for as. */
  readonly asks: string;
  /** After how many minutes of school time it is asked for again; the last repeats. */
  readonly chase: readonly number[];
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

/** What each job is. */
export const itJobRules: Record<ItJob, ItJobRule> = {
  'secure-device': {
    called: 'secure a device',
    task: 'Take the device out of use now and lock it away. Do not look at what is on it, and do not switch it on or off unless you must.',
    needs: 'Which device it is and where it is now',
    answer: 'custody',
    asks: 'Anything else about it',
    chase: [15, 60, 240],
    source: '000 section 4.4',
    since: '2026-11-22',
  },
  'audit-use': {
    called: 'audit the use of an account or device',
    task: 'Find out which user it was and what was accessed, and write down what you find. Do not open any image.',
    needs: 'Which device, account or address, and which days',
    answer: 'result',
    asks: 'Which user was it, and what was accessed?',
    chase: [1440, 2880],
    source: '000 section 4.4',
    since: '2026-11-22',
  },
  'review-filter': {
    called: 'review the filter',
    task: 'Look why the filter let this through, and whether it would let through others like it. Change what has to be changed.',
    needs: 'The address or the kind of site that got through, and where',
    answer: 'result',
    asks: 'What did you find, and what was changed?',
    chase: [1440, 2880],
    source: '000 section 4.8',
    since: '2026-11-22',
  },
  'keep-evidence': {
    called: 'keep evidence safe',
    task: 'Make sure that nothing of this is deleted or written over, such as logs, mail and recordings. Do not look at what is in it.',
    needs: 'Which logs, mailbox or recordings, and of which days',
    answer: 'custody',
    asks: 'What was kept',
    chase: [60, 240, 1440],
    source: '000 sections 2.3.4 and 4.7',
    since: '2026-11-22',
  },
};

/** The most characters of what IT writes as a result. */
export const RESULT = 5_000;

/**
 * Who does a job of IT's: whoever has the role and is not among `without`, else their delegate, else the head, who sees
 * to IT where nobody else does (000 section 2.3.4). Nobody of the head's where one of them may not know of it.
 */
export function itHands(without: readonly PersonId[], school: School): readonly PersonId[] {
  const hands = freeHolders(filteringParts.carriesOut.roles, without, school);
  if (hands.length > 0) return hands;
  const heads = holdersOf(school, ['head']);
  return heads.some((person) => without.includes(person)) ? [] : heads;
}

/** Everybody to whom a job of IT's could come, or the word that it was done. */
export function itPeople(school: School): readonly PersonId[] {
  const { roles } = filteringParts.carriesOut;
  const delegates = roles.map((role) => school.roles[role].delegate);
  return [...new Set([...holdersOf(school, [...roles, 'head']), ...delegates, ...itSupervisors([], school)])];
}

/** The list of what IT was asked and did; each kind of work that IT has adds its lines to it (R009). */
export const itSupervision = {
  id: 'it-supervision',
  title: 'What IT has done',
  empty: 'IT has done nothing yet.',
  folded: true,
  newestFirst: true,
  isFor: (person: PersonId, school: School) => itSupervisors([], school).includes(person),
} as const;

/** Those who see what IT did and when, and nothing of what it was about (000 section 3.1). */
export function itSupervisors(without: readonly PersonId[], school: School): readonly PersonId[] {
  const named = filteringParts.carriesOut.roles.flatMap((role) => school.roles[role].supervisor ?? []);
  return [...new Set(named)].filter((person) => !without.includes(person));
}
