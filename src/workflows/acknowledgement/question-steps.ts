import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, freeHolders, type School } from '../../domain/school.ts';
import { closedUntil, saidDateTime } from '../../domain/school-time.ts';
import { standing } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { after, campaignIn, nothing, type Outcome, personIn, type SharedCampaign } from './decision-parts.ts';
import type { AcknowledgementEvent } from './events.ts';
import { viewSlot } from './file-card.ts';
import { shownOf, withReply } from './person-steps.ts';
import {
  answerMessage,
  newQuestionMessage,
  openedQuestion,
  putAwayQuestion,
  questionCard,
  questionMessage,
  questionSlot,
} from './question-cards.ts';
import { refuse } from './refusals.ts';
import { type Acknowledgement, type AcknowledgementState, isOwed, type PolicyQuestion, questionOf } from './state.ts';

/** So many questions of one person about one wording are kept. */
const MOST_QUESTIONS = 20;

/** They ask about the policy: it goes to whoever looks after it, and to nobody else (R173). */
export function questionAsked(
  state: Acknowledgement,
  { text, from }: CommandData<'acknowledgement/ask-question'>,
  context: DecisionContext,
): Outcome {
  const campaign = campaignIn(context);
  if (campaign === undefined) return refuse(state, 'not-readable', context);
  const number = state.file.questions.length + 1;
  if (number > MOST_QUESTIONS) return refuse(state, 'too-many-questions', context);
  const { title, version } = isOwed(state) ? campaign.wording : state.file;
  const owner = ownerOf(campaign, context.school);
  const event: AcknowledgementEvent = { type: 'QuestionAsked', number, text, owner, title, version };
  const now = after(state, [event], context);
  const question = questionOf(now, number);
  const note = `Your question was sent. ${whenRead(context)}The answer comes to this chat.`;
  return decision({
    events: [event],
    messages: question === undefined ? [] : [newQuestionMessage(question, context)],
    ...withReply(standing(now, shownOf(now, context), { from, note }, context)),
  });
}

/** When its owner gets it, where the school is closed: they are not disturbed at night. */
function whenRead(context: DecisionContext): string {
  const opens = closedUntil(context);
  return opens === undefined ? '' : `The owner gets it when the school opens, ${saidDateTime(context.school, opens)}. `;
}

/** Whoever looks after the policy; where they are not at the school any more, the head (003 appendix 2a). */
function ownerOf({ owner }: SharedCampaign, school: School): PersonId {
  return owner !== undefined && findPerson(school, owner) !== undefined ? owner : headOf(school);
}

function headOf(school: School): PersonId {
  return freeHolders(['head'], [], school)[0] ?? school.roles.head.delegate;
}

/** What waits for an answer of somebody who has left the school passes to the head, who gets a card of their own. */
export function questionsPassedOn(state: AcknowledgementState, context: DecisionContext): Outcome {
  const { school } = context;
  const owner = headOf(school);
  if (state.status === 'none' || findPerson(school, owner) === undefined) return nothing;
  const left = state.file.questions.filter((one) => one.answer === null && findPerson(school, one.owner) === undefined);
  if (left.length === 0) return nothing;
  const events = left.map(({ number }): AcknowledgementEvent => ({ type: 'QuestionPassedOn', number, owner }));
  const now = after(state, events, context);
  const messages = left.flatMap(({ number }) => {
    const question = questionOf(now, number);
    return question === undefined ? [] : [newQuestionMessage(question, context)];
  });
  return decision({ events, messages });
}

/** Its owner reads who asked and what; that they did is on the record. */
export function questionOpened(
  state: Acknowledgement,
  { number }: CommandData<'acknowledgement/open-question'>,
  context: DecisionContext,
): Outcome {
  const question = theirs(state, number, context);
  if (question === undefined) return refuse(state, 'no-such-question', context);
  const reply = openedQuestion(state, question, context);
  return decision({ events: [{ type: 'QuestionOpened', number: question.number }], messages: [], reply });
}

/** The owner's card again; where the question was open, what takes its place. */
export function questionShown(
  state: Acknowledgement,
  { number, from }: CommandData<'acknowledgement/question'>,
  context: DecisionContext,
): Outcome {
  const question = theirs(state, number, context);
  if (question === undefined) return refuse(state, 'no-such-question', context);
  const reply =
    from === 'view'
      ? { slot: viewSlot(question.owner), ...putAwayQuestion(question, context) }
      : { slot: questionSlot(question), ...questionCard(question, context) };
  return decision({ events: [], messages: [], reply });
}

/** The owner answers: whoever asked is told. */
export function questionAnswered(
  state: Acknowledgement,
  { number, text, from }: CommandData<'acknowledgement/answer'>,
  context: DecisionContext,
): Outcome {
  const before = theirs(state, number, context);
  if (before === undefined) return refuse(state, 'no-such-question', context);
  if (before.answer !== null) return refuse(state, 'already-answered', context);
  const event: AcknowledgementEvent = { type: 'QuestionAnswered', number, text };
  const now = after(state, [event], context);
  const question = theirs(now, number, context) ?? before;
  const card = questionMessage(question, context);
  // Where it was open it stands there with its answer, and goes as it would have.
  const inView = openedQuestion(now, question, context);
  return decision({
    events: [event],
    messages: [{ ...card, onlyEdits: true }, answerMessage(now, question, context)],
    reply: from === 'view' ? inView : { slot: card.slot, ...questionCard(question, context) },
  });
}

/** The question with that number, or the first that waits, of whoever asks for it. */
function theirs(
  state: Acknowledgement,
  number: number | undefined,
  context: DecisionContext,
): PolicyQuestion | undefined {
  const own = state.file.questions.filter(({ owner }) => owner === personIn(context));
  return own.find((one) => (number === undefined ? one.answer === null : one.number === number));
}
