import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { standing } from './cards.ts';
import { asked, closed, deliveryNoted, left, reminded, triedAgain } from './clock-steps.ts';
import { type AcknowledgementCommand, commandData } from './command-data.ts';
import { dataOf, type Outcome } from './decision-parts.ts';
import type { AcknowledgementEvent } from './events.ts';
import { putAway, viewSlot } from './file-card.ts';
import { refusalFor } from './offers.ts';
import { acknowledged, opened, shownAgain, signed } from './person-steps.ts';
import { questionAnswered, questionAsked, questionOpened, questionShown, questionsPassedOn } from './question-steps.ts';
import { refuse } from './refusals.ts';
import { sent } from './sending.ts';
import { type Acknowledgement, type AcknowledgementState, signedOf } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesAcknowledgement(
  state: AcknowledgementState,
  type: string,
  context: DecisionContext,
): Refusal<AcknowledgementEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as AcknowledgementCommand, person, context.school);
  return code === undefined ? undefined : refuse(state, code, context);
}

/** Decides every command of an acknowledgement. Pure: the same state, command and context always give the same outcome. */
export function decideAcknowledgement(state: AcknowledgementState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesAcknowledgement(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as AcknowledgementCommand;
  switch (command) {
    case 'acknowledgement/ask':
      return asked(state, dataOf(command, ask), context);
    case 'acknowledgement/send':
      return sent(state, context);
    case 'acknowledgement/remind':
      return reminded(state, dataOf(command, ask), context);
    case 'acknowledgement/leave':
      return left(state);
    case 'acknowledgement/close':
      return closed(state, dataOf(command, ask));
    case 'acknowledgement/try-again':
      return triedAgain(state, context);
    case 'acknowledgement/look':
      return questionsPassedOn(state, context);
    case 'acknowledgement/delivery-note':
      return deliveryNoted(state, dataOf(command, ask), context);
    default:
      return state.status === 'none' ? refuse(state, 'not-yours', context) : decideOn(state, command, ask, context);
  }
}

type OfPeople = Exclude<
  AcknowledgementCommand,
  `acknowledgement/${'ask' | 'send' | 'remind' | 'leave' | 'close' | 'try-again' | 'look' | 'delivery-note'}`
>;

function decideOn(state: Acknowledgement, command: OfPeople, ask: Ask, context: DecisionContext): Outcome {
  switch (command) {
    case 'acknowledgement/acknowledge':
      return acknowledged(state, dataOf(command, ask), context);
    case 'acknowledgement/sign':
      return signed(state, dataOf(command, ask), context);
    case 'acknowledgement/show':
      return shownAgain(state, dataOf(command, ask), context);
    case 'acknowledgement/read':
      return opened(state, dataOf(command, ask), context);
    case 'acknowledgement/open':
      return opened(state, dataOf(command, ask), context);
    case 'acknowledgement/put-away': {
      const reply = { slot: viewSlot(state.file.person), ...putAway(state, context) };
      return decision({ events: [], messages: [], reply });
    }
    case 'acknowledgement/ask-question':
      return questionAsked(state, dataOf(command, ask), context);
    case 'acknowledgement/question':
      return questionShown(state, dataOf(command, ask), context);
    case 'acknowledgement/open-question':
      return questionOpened(state, dataOf(command, ask), context);
    case 'acknowledgement/answer':
      return questionAnswered(state, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** What somebody sees who pressed again what was carried out already: their receipt. */
export function againAcknowledgement(
  state: AcknowledgementState,
  ask: Ask,
  context: DecisionContext,
): Reply | undefined {
  const { by } = context;
  if (by.kind !== 'person' || state.status === 'none' || state.file.person !== by.person) return undefined;
  const isYes = ask.type === 'acknowledgement/acknowledge' || ask.type === 'acknowledgement/sign';
  if (!isYes || signedOf(state) === undefined) return undefined;
  const { from } = commandData['acknowledgement/acknowledge'].pick({ from: true }).parse(ask.data);
  return standing(state, undefined, { from }, context);
}
