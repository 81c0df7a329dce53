import { type DecisionContext, decision } from '../../domain/decider.ts';
import { findPerson, preferredChat } from '../../domain/school.ts';
import type { CommandData } from './command-data.ts';
import { nothing, type Outcome } from './decision-parts.ts';
import type { AcknowledgementEvent, Sending } from './events.ts';
import { questionMissed, questionSlot } from './question-cards.ts';
import { ASK_SLOT } from './sending.ts';
import { type AcknowledgementState, isOwed, type Owed, signedOf } from './state.ts';

/**
 * Somebody is asked. Asked again it changes nothing, but where the wording is a newer one that they still owe, or where
 * they had left and are there again. What they have acknowledged is not asked for again.
 */
export function asked(
  state: AcknowledgementState,
  data: CommandData<'acknowledgement/ask'>,
  context: DecisionContext,
): Outcome {
  const event = askingEvent(state, data, context);
  return event === undefined ? nothing : happened(event);
}

function askingEvent(
  state: AcknowledgementState,
  { campaign, policy, person, version, title, hash, dueBy = '', isNow, isSigned }: CommandData<'acknowledgement/ask'>,
  { school }: DecisionContext,
): AcknowledgementEvent | undefined {
  const named = { version, title, hash, dueBy, ...(isSigned ? { isSigned } : {}) };
  const wording = { ...named, ...(isNow ? { isNow } : {}) };
  const known = findPerson(school, person);
  const who = { name: known?.name ?? person, jobTitle: known?.jobTitle ?? '', chat: preferredChat(school, person) };
  if (state.status === 'none') return { type: 'AcknowledgementAsked', campaign, policy, person, ...who, ...wording };
  if (state.status === 'left')
    return signedOf(state) === undefined ? { type: 'AskedAgain', ...who, ...wording } : { type: 'CameBack' };
  const isNewer = isOwed(state) && version > state.file.version;
  return isNewer ? { type: 'NewerWordingAsked', ...wording } : undefined;
}

/** They are reminded, once for each `nth`. Who cannot be reached is tried again. Who owes nothing hears nothing. */
export function reminded(
  state: AcknowledgementState,
  { nth }: CommandData<'acknowledgement/remind'>,
  context: DecisionContext,
): Outcome {
  if (!isOwed(state) || nth <= state.file.reminded) return nothing;
  const chat = preferredChat(context.school, state.file.person);
  return happened({ type: 'Reminded', nth, chat, sends: reminderFor(state, context) });
}

/** Which card a reminder sends; null where the one before is still on its way. */
function reminderFor(state: Owed, { isOwing = false }: DecisionContext): Sending | null {
  const { toSend, hasCome } = state.file;
  if (state.status === 'delivered') return 'reminder';
  if (state.status === 'pending' && (toSend !== null || isOwing)) return toSend;
  return hasCome ? 'reminder' : 'first';
}

/** They are no longer among those who are asked. What they signed stays. */
export function left(state: AcknowledgementState): Outcome {
  return isOwed(state) || state.status === 'acknowledged' ? happened({ type: 'AudienceLeft' }) : nothing;
}

/** Nobody owes it any more. What was signed stays. */
export function closed(state: AcknowledgementState, { reason }: CommandData<'acknowledgement/close'>): Outcome {
  return isOwed(state) ? happened({ type: 'AskingClosed', reason }) : nothing;
}

/** Somebody can be reached who could not be. */
export function triedAgain(state: AcknowledgementState, { school }: DecisionContext): Outcome {
  if (state.status !== 'unreachable') return nothing;
  return happened({ type: 'TriedAgain', chat: preferredChat(school, state.file.person) });
}

/** What became of a card, or of a question on its way to the owner. */
export function deliveryNoted(
  state: AcknowledgementState,
  note: CommandData<'acknowledgement/delivery-note'>,
  context: DecisionContext,
): Outcome {
  if (note.slot !== ASK_SLOT) return questionNoted(state, note, context);
  if (!isOwed(state)) return nothing;
  switch (note.outcome) {
    case 'came':
      return state.status === 'delivered' ? nothing : happened({ type: 'CardCame' });
    case 'parked':
      // Where a newer card waits already, it is that one which will or will not come.
      return state.file.toSend === null ? happened({ type: 'CardParked', code: note.code }) : nothing;
    case 'may-be-repeated':
      return happened({ type: 'CardMayBeRepeated' });
    case 'delayed':
      return nothing;
    default:
      return note.outcome satisfies never;
  }
}

/** Whoever asked is told where their question cannot be brought to anybody, so that they ask another way. */
function questionNoted(
  state: AcknowledgementState,
  { slot, outcome, code }: CommandData<'acknowledgement/delivery-note'>,
  { school }: DecisionContext,
): Outcome {
  if (state.status === 'none' || outcome !== 'parked') return nothing;
  const question = state.file.questions.find((one) => questionSlot(one) === slot);
  if (question === undefined) return nothing;
  if (question.isOpened || question.answer !== null) return nothing;
  return decision({
    events: [{ type: 'QuestionParked', number: question.number, code }],
    messages: [questionMissed(state, question, school)],
  });
}

function happened(event: AcknowledgementEvent): Outcome {
  return decision({ events: [event], messages: [] });
}
