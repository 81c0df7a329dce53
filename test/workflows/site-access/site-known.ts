import type { Deadline } from '../../../src/domain/decider.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { Actor, PersonId, Role } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import type { Asked } from './site-periods.ts';

/** One command and what came of it, as it is seen from outside. */
export interface Seen {
  readonly command: string;
  readonly by: Actor;
  readonly at: Instant;
  readonly data: Asked;
  readonly school: School;
  readonly before: string;
  readonly after: string;
  /** Whether it was carried out, and changed something. */
  readonly isDone: boolean;
  readonly messages: readonly Message[];
  readonly deadlines: readonly Deadline[];
}

/** What the policy says of one request, kept beside the product from the commands alone. */
export interface Known {
  readonly requester: PersonId;
  readonly from: Instant;
  readonly askedUntil: Instant;
  readonly isForTwo: boolean;
  readonly agreed: readonly PersonId[];
  readonly until?: Instant;
  /** Who has agreed to the extension that is asked for. */
  readonly longer?: readonly PersonId[];
  /** Since when IT has been asked for what it has to do now, and how often it was asked again. */
  readonly askedAt: Instant;
  readonly askedAgain: number;
  /** Whether whoever stands in for IT has heard of a job. */
  readonly isStoodIn: boolean;
  readonly morningAt: Instant;
  /** Since when its time is over. */
  readonly overAt?: Instant;
}

/** Says what is wrong where something does not hold. */
export type Must = (holds: boolean, words: string) => unknown;

/** Who decides, who may be the second to agree, and who watches what is past its end. */
export const decide: readonly Role[] = ['online-safety-coordinator', 'dsl', 'deputy-dsl'];
export const agreeToo: readonly Role[] = [...decide, 'head'];
export const watch: readonly Role[] = ['online-safety-coordinator', 'head'];

/** Those who hold one of these roles, without these people; their delegates where nobody is left. */
export function free(school: School, roles: readonly Role[], without: readonly PersonId[] = []): readonly PersonId[] {
  const holders = roles.flatMap((role) => school.roles[role].people).filter((one) => !without.includes(one));
  if (holders.length > 0) return holders;
  return roles.map((role) => school.roles[role].delegate).filter((one) => !without.includes(one));
}
