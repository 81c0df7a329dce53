import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { policyParts } from '../../domain/policies.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { mayRead, mayStart } from './access.ts';
import type { RegisterCommand } from './command-data.ts';
import type { RegisterEvent } from './events.ts';
import type { RegisterState } from './state.ts';
import { notYours } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode = 'not-yours' | 'not-publisher' | 'not-now';

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: Pick<DecisionContext, 'school' | 'reference'>) => string> = {
  'not-yours': ({ reference }) => notYours(reference),
  'not-publisher': ({ school }) =>
    `You can read the register. The yearly agreements are started by ${policyParts.publishes.roles
      .map((role) => `the ${roleLabel(school, role)}`)
      .join(', ')}.`,
  'not-now': () => 'That is not possible now.',
};

/** Who may give a command. The same rows offer a button and refuse a press. */
const who: Record<RegisterCommand, 'reader' | 'publisher' | 'clock'> = {
  'policy-register/begin': 'clock',
  'policy-register/enter': 'clock',
  'policy-register/open': 'reader',
  'policy-register/put-away': 'reader',
  'policy-register/roll-over': 'publisher',
  'policy-register/start': 'publisher',
  'policy-register/delivery-note': 'clock',
};

/** Why this person, or the clock, may not give this command now; undefined when they may. */
export function refusalFor(
  state: RegisterState,
  command: RegisterCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const begins = command === 'policy-register/begin' || command === 'policy-register/enter';
  if (person === undefined)
    return who[command] === 'clock' && (begins || state.status !== 'none') ? undefined : 'not-now';
  if (who[command] === 'clock' || state.status === 'none' || !mayRead(person, school)) return 'not-yours';
  return who[command] === 'publisher' && !mayStart(person, school) ? 'not-publisher' : undefined;
}

/** Refuses with the sentence of a code. */
export function refuse(code: RefusalCode, context: DecisionContext): Refusal<RegisterEvent> {
  return refusal({ code, sentence: refusalSentences[code](context) });
}
