import type { Happened } from '../../domain/decider.ts';
import type { AcknowledgementEvent } from './events.ts';
import {
  type Acknowledgement,
  type AcknowledgementFile,
  type AcknowledgementState,
  isOwed,
  type Owed,
  type PolicyQuestion,
} from './state.ts';

type Of<Type extends AcknowledgementEvent['type']> = Extract<AcknowledgementEvent, { type: Type }>;

/**
 * The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as an
 * acknowledgement. What somebody signed is never changed again.
 */
export function evolveAcknowledgement(
  state: AcknowledgementState,
  happened: Happened<AcknowledgementEvent>,
): AcknowledgementState {
  const { event, at } = happened;
  if (event.type === 'AcknowledgementAsked') {
    if (state.status !== 'none') throw new Error('an acknowledgement is asked for once');
    return { status: 'pending', file: newFile(event, at) };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before AcknowledgementAsked`);
  switch (event.type) {
    case 'NewerWordingAsked':
      return newerAsked(owed(state, event), event);
    case 'CardSent':
      return withFile(owed(state, event), { ...wordingOf(event), toSend: null });
    case 'CardHeldBack':
      return withFile(owed(state, event), { toSend: null });
    case 'CardCame':
      return { status: 'delivered', file: { ...owed(state, event).file, hasCome: true } };
    case 'CardParked':
      return { status: 'unreachable', file: { ...owed(state, event).file, toSend: null }, code: event.code };
    case 'Reminded':
      return reminded(owed(state, event), event);
    case 'TriedAgain': {
      const { file } = owed(state, event);
      return { status: 'pending', file: { ...file, chat: event.chat, toSend: nextCard(file) } };
    }
    case 'WordingShown': {
      const file = { ...owed(state, event).file, ...wordingOf(event), toSend: null, hasCome: true };
      return { status: 'delivered', file };
    }
    case 'WordingAcknowledged': {
      const { wording, hash, signature } = event;
      const { version, title, isSigned } = wording;
      const file = { ...owed(state, event).file, version, title, isSigned, hash, toSend: null };
      return { status: 'acknowledged', file, signed: { wording, hash, at, signature } };
    }
    case 'AskingClosed':
      return { status: 'closed', file: { ...owed(state, event).file, toSend: null }, reason: event.reason };
    case 'AudienceLeft':
    case 'AskedAgain':
    case 'CameBack':
      return comingAndGoing(state, event, at);
    case 'CardMayBeRepeated':
    case 'QuestionParked':
      return state;
    case 'QuestionAsked':
    case 'QuestionOpened':
    case 'QuestionPassedOn':
    case 'QuestionAnswered':
      return withFile(state, { questions: questionsAfter(state.file.questions, event, at) });
    default:
      return event satisfies never;
  }
}

function newFile(event: Of<'AcknowledgementAsked'>, at: string): AcknowledgementFile {
  const { campaign, policy, person, name, jobTitle, chat } = event;
  const asked = { campaign, policy, person, name, jobTitle, chat, askedAt: at, ...wordingOf(event) };
  return { ...asked, reminded: 0, toSend: 'first', isNow: event.isNow === true, hasCome: false, questions: [] };
}

/** What could not be delivered is tried again with it; what stands in the chat is changed there. */
function newerAsked(state: Owed, event: Of<'NewerWordingAsked'>): AcknowledgementState {
  const isNow = event.isNow === true;
  // What cannot wait is not left to a reminder, which does.
  const toSend = isNow ? 'first' : (state.file.toSend ?? 'first');
  const file = { ...state.file, ...wordingOf(event), toSend, isNow };
  return state.status === 'unreachable' ? { status: 'pending', file } : { ...state, file };
}

function reminded(state: Owed, { nth, chat, sends }: Of<'Reminded'>): AcknowledgementState {
  const file = { ...state.file, reminded: nth, chat, toSend: sends, isNow: false };
  return state.status === 'unreachable' ? { status: 'pending', file } : { ...state, file };
}

function comingAndGoing(
  state: Acknowledgement,
  event: Of<'AudienceLeft' | 'AskedAgain' | 'CameBack'>,
  at: string,
): AcknowledgementState {
  const { file } = state;
  if (event.type === 'AudienceLeft') {
    if (state.status === 'left' || state.status === 'closed') throw new Error('nobody leaves who is not asked');
    const signed = state.status === 'acknowledged' ? state.signed : null;
    return { status: 'left', file: { ...file, toSend: null }, signed };
  }
  if (state.status !== 'left') throw new Error('only who had left comes back');
  const { signed } = state;
  if (event.type === 'CameBack') {
    if (signed === null) throw new Error('who comes back and owes it is asked again');
    return { status: 'acknowledged', file, signed };
  }
  if (signed !== null) throw new Error('what was acknowledged is not asked for again');
  const { name, jobTitle, chat } = event;
  const isNow = event.isNow === true;
  const again = { name, jobTitle, chat, ...wordingOf(event), askedAt: at, reminded: 0, isNow };
  return { status: 'pending', file: { ...file, ...again, toSend: nextCard(file) } };
}

function questionsAfter(
  questions: readonly PolicyQuestion[],
  event: Of<'QuestionAsked' | 'QuestionOpened' | 'QuestionPassedOn' | 'QuestionAnswered'>,
  at: string,
): PolicyQuestion[] {
  if (event.type === 'QuestionAsked') {
    const { number, text, owner, title, version } = event;
    return [...questions, { number, text, at, owner, passedOn: 0, title, version, isOpened: false, answer: null }];
  }
  const isIt = ({ number }: PolicyQuestion) => number === event.number;
  if (!questions.some(isIt)) throw new Error('that question was never asked');
  return questions.map((one) => (isIt(one) ? { ...one, ...changeOf(one, event, at) } : one));
}

function changeOf(
  { passedOn }: PolicyQuestion,
  event: Of<'QuestionOpened' | 'QuestionPassedOn' | 'QuestionAnswered'>,
  at: string,
): Partial<PolicyQuestion> {
  if (event.type === 'QuestionOpened') return { isOpened: true };
  if (event.type === 'QuestionAnswered') return { answer: { text: event.text, at } };
  return { owner: event.owner, passedOn: passedOn + 1, isOpened: false };
}

/** Which card goes to somebody for whom none waits: one that came before comes again at the end of the chat. */
function nextCard({ hasCome }: AcknowledgementFile): 'first' | 'reminder' {
  return hasCome ? 'reminder' : 'first';
}

function owed(state: Acknowledgement, { type }: AcknowledgementEvent): Owed {
  if (!isOwed(state)) throw new Error(`${type} cannot come to what is not owed`);
  return state;
}

function withFile<State extends Acknowledgement>(state: State, change: Partial<AcknowledgementFile>): State {
  return { ...state, file: { ...state.file, ...change } };
}

function wordingOf(
  event: Of<'AcknowledgementAsked' | 'CardSent' | 'WordingShown' | 'NewerWordingAsked' | 'AskedAgain'>,
) {
  const { version, title, hash, dueBy, isSigned = false } = event;
  return { version, title, hash, dueBy, isSigned };
}
