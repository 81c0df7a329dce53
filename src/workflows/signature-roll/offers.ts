import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { isIt, isShownToIt, mayBegin, mayRecord } from './access.ts';
import type { RollCommand } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';
import type { RollState } from './state.ts';

/** Who may give a command, and where the roll must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: 'publisher' | 'recorder' | 'unsigned' | 'reader' | 'clock';
  readonly when: readonly RollState['status'][];
}

const isGoing = ['open', 'due'] as const;
const begun = [...isGoing, 'closed'] as const;

/** The rule of each command. */
const commandRules: Record<RollCommand, CommandRule> = {
  'signature-roll/begin': { who: 'publisher', when: ['none'] },
  'signature-roll/open': { who: 'recorder', when: begun },
  // Also what IT was shown is put away.
  'signature-roll/put-away': { who: 'reader', when: begun },
  'signature-roll/record': { who: 'recorder', when: isGoing },
  'signature-roll/take-off': { who: 'recorder', when: isGoing },
  'signature-roll/change': { who: 'publisher', when: isGoing },
  'signature-roll/close': { who: 'publisher', when: isGoing },
  'signature-roll/show-who': { who: 'unsigned', when: ['due'] },
  'signature-roll/come-due': { who: 'clock', when: ['open'] },
  'signature-roll/show-again': { who: 'clock', when: isGoing },
  'signature-roll/delivery-note': { who: 'clock', when: begun },
};

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: RollState,
  command: RollCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { who, when } = commandRules[command];
  if (person === undefined) return who === 'clock' && when.includes(state.status) ? undefined : 'not-now';
  if (who === 'clock') return 'not-yours';
  if (command === 'signature-roll/begin') {
    if (!mayBegin(person, school)) return 'not-publisher';
    return state.status === 'none' ? undefined : 'not-now';
  }
  if (state.status === 'none') return 'not-yours';
  const records = mayRecord(state, person, school);
  if (who === 'unsigned' || who === 'reader') {
    if (!records && !isIt(person, school)) return 'not-yours';
    return who === 'reader' || isShownToIt(state) ? undefined : 'not-shown';
  }
  if (!records) return 'not-yours';
  if (who === 'publisher' && !mayBegin(person, school)) return 'not-publisher';
  return when.includes(state.status) ? undefined : 'closed';
}

const steps = [
  'signature-roll/record',
  'signature-roll/take-off',
  'signature-roll/change',
  'signature-roll/close',
] as const;

/** The steps that somebody who reads a roll is offered, the likeliest first. */
export function offered(state: RollState, person: PersonId, school: School): readonly (typeof steps)[number][] {
  return steps.filter((command) => refusalFor(state, command, person, school) === undefined);
}
