import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { mayRead, viewSlot } from './access.ts';
import { checkFile, putAway } from './check-file.ts';
import { announced, begun, cameDue, deliveryNoted, ranOver, reminded, shownAgain } from './clock-steps.ts';
import type { CheckCommand } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import type { CheckEvent } from './events.ts';
import { refusalFor } from './offers.ts';
import { reviewRecorded, securityRecorded, standardsRecorded } from './recording-steps.ts';
import { refuse } from './refusals.ts';
import type { Check, CheckState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesCheck(
  state: CheckState,
  type: string,
  context: DecisionContext,
): Refusal<CheckEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as CheckCommand, person, context.school);
  return code === undefined ? undefined : refuse(state, code, context);
}

/** Decides every command of a check. Pure: the same state, command and context always give the same outcome. */
export function decideCheck(state: CheckState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesCheck(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as CheckCommand;
  if (command === 'filtering-check/begin') return begun(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse(state, 'not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  check: Check,
  command: Exclude<CheckCommand, 'filtering-check/begin'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  switch (command) {
    case 'filtering-check/open': {
      const reply = checkFile(check, personIn(context), dataOf(command, ask).page, context);
      return decision({ events: [], messages: [], reply });
    }
    case 'filtering-check/put-away': {
      const reply = { slot: viewSlot(personIn(context)), ...putAway(check, context) };
      return decision({ events: [], messages: [], reply });
    }
    case 'filtering-check/record-review':
      return reviewRecorded(check, dataOf(command, ask), context);
    case 'filtering-check/record-standards':
      return standardsRecorded(check, dataOf(command, ask), context);
    case 'filtering-check/record-security':
      return securityRecorded(check, dataOf(command, ask), context);
    case 'filtering-check/announce':
      return announced(check, context);
    case 'filtering-check/come-due':
      return cameDue(check, context);
    case 'filtering-check/run-over':
      return ranOver(check, context);
    case 'filtering-check/remind':
      return reminded(check, context);
    case 'filtering-check/show-again':
      return shownAgain(check, dataOf(command, ask), context);
    case 'filtering-check/delivery-note':
      return deliveryNoted(check, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** What somebody sees whose command was carried out already: the check as it is now, while they may still read it. */
export function againCheck(state: CheckState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person' || !mayRead(by.person, school)) return undefined;
  const page = ask.type === 'filtering-check/open' ? dataOf(ask.type, ask).page : 1;
  return checkFile(state, by.person, page, context);
}
