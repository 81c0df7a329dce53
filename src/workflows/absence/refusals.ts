import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { isExpected } from './access.ts';
import type { AbsenceCommand } from './command-data.ts';
import type { AbsenceEvent } from './events.ts';
import type { AbsenceState } from './state.ts';
import { notYours } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode = 'not-yours' | 'no-role' | 'not-now' | 'not-away' | 'not-ahead' | 'too-far';

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: Pick<DecisionContext, 'reference'>) => string> = {
  'not-yours': ({ reference }) => notYours(reference),
  'no-role': () => 'This is for those who hold a role in the school file, or stand in for one. You do neither.',
  'not-now': () => 'That is not possible now.',
  'not-away': () => 'You are not away: your day came, or you have said that you are back.',
  'not-ahead': () => 'Nothing was changed: that is today or past. Put the first day you are back, tomorrow or later.',
  'too-far': () =>
    'Nothing was changed: that is more than a year ahead. Put an earlier day, or have somebody else put into the school file.',
};

/** Who gives a command, and where the record must stand. The same rows offer a button and refuse a press. */
const rules: Record<
  AbsenceCommand,
  { readonly by: 'person' | 'clock'; readonly when: readonly AbsenceState['status'][] }
> = {
  'absence/begin': { by: 'person', when: ['none', 'away', 'back'] },
  'absence/open': { by: 'person', when: ['away', 'back'] },
  'absence/put-away': { by: 'person', when: ['away', 'back'] },
  'absence/back': { by: 'person', when: ['away'] },
  'absence/end': { by: 'clock', when: ['away'] },
  'absence/delivery-note': { by: 'clock', when: ['away', 'back'] },
};

/** Why this person, or the clock, may not give this command now; undefined when they may. */
export function refusalFor(
  state: AbsenceState,
  command: AbsenceCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { by, when } = rules[command];
  if (person === undefined) return by === 'clock' && when.includes(state.status) ? undefined : 'not-now';
  if (by === 'clock') return 'not-yours';
  const isTheirs = state.status === 'none' ? command === 'absence/begin' : state.file.person === person;
  if (!isTheirs) return 'not-yours';
  if (command === 'absence/begin') return isExpected(person, school) ? undefined : 'no-role';
  return when.includes(state.status) ? undefined : 'not-away';
}

/** Refuses with the sentence of a code. */
export function refuse(code: RefusalCode, { reference }: Pick<DecisionContext, 'reference'>): Refusal<AbsenceEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ reference }) });
}
