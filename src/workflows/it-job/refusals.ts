import type { Instant } from '../../domain/instant.ts';
import { saidWhen } from '../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import type { JobState } from './state.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'already-done'
  | 'already-said'
  | 'say-where'
  | 'say-what'
  | 'not-this-one'
  | 'not-now';

interface RefusalOf {
  readonly state: JobState;
  readonly school: School;
  readonly now: Instant;
  readonly reference: string;
}

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'already-done': ({ state, school, now }) =>
    state.status === 'done' ? `This job was done ${saidWhen(school, state.done.at, now)}.` : 'This job is done.',
  'already-said': () => 'It is said already that this cannot be done. If it can be now, press "Done".',
  'say-where': () => 'Not recorded yet: write who holds it, where it is kept and since when.',
  'say-what': () => 'Not recorded yet: write what you found.',
  'not-this-one': () => 'This is the record of another job.',
  'not-now': () => 'That is not possible now.',
};

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Jobs for IT are opened by the ${roleLabel(school, 'network-manager')} and whoever stands in for them. If you are worried about a child, ring ${school.telephone}.`;
}
