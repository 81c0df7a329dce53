import { filteringParts } from '../../domain/filtering.ts';
import { itHands, itSupervisors } from '../../domain/it-jobs.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, holds, type School } from '../../domain/school.ts';
import type { Job, JobState } from './state.ts';

/** What somebody may be to a job. Somebody may be both; who is neither may not learn that it exists. */
export type Part = 'carriesOut' | 'supervises';

const { roles } = filteringParts.carriesOut;

/**
 * Every part that a person has in a job now. Roles are looked up at the moment of asking, so that somebody who has given
 * a role up loses it at once; whom it is to be kept from has none, whatever roles they hold (R198).
 */
export function partsOf(job: Job, person: PersonId, school: School): readonly Part[] {
  if (job.file.without.includes(person) || findPerson(school, person) === undefined) return [];
  const all: Record<Part, boolean> = {
    carriesOut: handsOf(job, school).includes(person),
    supervises: supervisorsOf(job, school).includes(person),
  };
  return (Object.keys(all) as Part[]).filter((part) => all[part]);
}

/** Who does it; also whoever stands in for them, once they were told of it. */
export function handsOf({ file }: Job, school: School): readonly PersonId[] {
  const standIns = file.isDelegated ? roles.map((role) => school.roles[role].delegate) : [];
  const free = standIns.filter((person) => !file.without.includes(person));
  return [...new Set([...itHands(file.without, school), ...free])];
}

/** Who sees what IT did (R009). */
export function supervisorsOf({ file }: Job, school: School): readonly PersonId[] {
  return itSupervisors(file.without, school);
}

/** Who asked for it, as long as they are there and it is not kept from them. */
export function askerOf({ file: { askedBy, without } }: Job, school: School): PersonId | undefined {
  return without.includes(askedBy) ? undefined : findPerson(school, askedBy)?.email;
}

/** Whether a job could usually come to this person. */
export function mayCarryOut(person: PersonId, school: School): boolean {
  return holds(school, person, roles) || roles.some((role) => school.roles[role].delegate === person);
}

/**
 * Whether a message that is owed may still go out: nothing goes to anybody whose part in it is over. Short words that
 * take the place of something are let through, and what ends it for somebody who may not know of it any more.
 */
export function mayStillSendJob(state: JobState, message: Message, school: School): boolean {
  const { to, card, slot, onlyEdits = false } = message;
  if (state.status === 'none') return true;
  if (to.kind !== 'person') return false;
  const isView = slot.startsWith('view:');
  if (onlyEdits && card === 'notice') return true;
  if (isView ? card === 'notice' : onlyEdits && state.file.without.includes(to.person)) return true;
  const parts = partsOf(state, to.person, school);
  const isAsker = askerOf(state, school) === to.person;
  if (slot.startsWith('asked:')) return isAsker;
  if (slot.startsWith('chase:')) return parts.length > 0 || isAsker;
  return parts.includes('carriesOut');
}
