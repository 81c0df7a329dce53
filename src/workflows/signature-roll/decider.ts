import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { viewSlot } from './access.ts';
import { cameDue, deliveryNoted, shownAgain } from './clock-steps.ts';
import type { RollCommand } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import type { RollEvent } from './events.ts';
import { refusalFor } from './offers.ts';
import { begun, closed, recorded, takenOff, termsChanged } from './recording-steps.ts';
import { refuse } from './refusals.ts';
import { putAway, rollFile, unsignedFile } from './roll-file.ts';
import type { Roll, RollState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesRoll(state: RollState, type: string, context: DecisionContext): Refusal<RollEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as RollCommand, person, context.school);
  return code === undefined ? undefined : refuse(code, context);
}

/** Decides every command of a roll. Pure: the same state, command and context always give the same outcome. */
export function decideRoll(state: RollState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesRoll(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as RollCommand;
  if (command === 'signature-roll/begin') return begun(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse('not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  roll: Roll,
  command: Exclude<RollCommand, 'signature-roll/begin'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  switch (command) {
    case 'signature-roll/open': {
      const { page } = dataOf(command, ask);
      return opened('roll', page, rollFile(roll, personIn(context), page, context));
    }
    case 'signature-roll/show-who': {
      const { page } = dataOf(command, ask);
      return opened('unsigned', page, unsignedFile(roll, personIn(context), page, context));
    }
    case 'signature-roll/put-away': {
      const reply = { slot: viewSlot(personIn(context)), ...putAway(context) };
      return decision({ events: [], messages: [], reply });
    }
    case 'signature-roll/record':
      return recorded(roll, dataOf(command, ask), context);
    case 'signature-roll/take-off':
      return takenOff(roll, dataOf(command, ask), context);
    case 'signature-roll/change':
      return termsChanged(roll, dataOf(command, ask), context);
    case 'signature-roll/close':
      return closed(roll, dataOf(command, ask), context);
    case 'signature-roll/come-due':
      return cameDue(roll, context);
    case 'signature-roll/show-again':
      return shownAgain(roll, dataOf(command, ask), context);
    case 'signature-roll/delivery-note':
      return deliveryNoted(roll, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** Each reading of names is a step of the record (R198). */
function opened(part: 'roll' | 'unsigned', page: number, reply: Reply): Outcome {
  return decision({ events: [{ type: 'RollOpened', part, page }], messages: [], reply });
}

/** What somebody sees whose command was carried out already: the roll as it is now, while it is still theirs. */
export function againRoll(state: RollState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  const may = (command: RollCommand) => refusalFor(state, command, by.person, school) === undefined;
  if (ask.type === 'signature-roll/show-who')
    return may(ask.type) ? unsignedFile(state, by.person, dataOf(ask.type, ask).page, context) : undefined;
  if (!may('signature-roll/open')) return undefined;
  return rollFile(state, by.person, ask.type === 'signature-roll/open' ? dataOf(ask.type, ask).page : 1, context);
}
