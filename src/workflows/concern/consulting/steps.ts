import { type Ask, type DecisionContext, decision, type Reply } from '../../../domain/decider.ts';
import { roleLabel } from '../../../domain/school.ts';
import { saidClock } from '../../../domain/school-time.ts';
import { handlersOf, placeOf } from '../access.ts';
import { caseMessages, tellHandlers } from '../case-card.ts';
import type { CommandData } from '../command-data.ts';
import type { Deciders } from '../deciders.ts';
import { after, dataOf, lineSlot, type Outcome, personIn } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import { consultationMessages, consultationPutAway, consultationReply } from './cards.ts';
import { consultableBy, questionFor } from './consulted.ts';
import type { consultingData } from './data.ts';
import type { Consultation } from './state.ts';

/** What each command of this part of a case comes to. */
export const consultingSteps: Deciders<keyof typeof consultingData> = {
  'concern/consult': consulted,
  'concern/consultation': shown,
  'concern/answer-consultation': answered,
};

/** Asks somebody for advice on one question (R007); they see it and nothing else of the case. */
function consulted(concern: Concern, data: CommandData<'concern/consult'>, context: DecisionContext): Outcome {
  const { school } = context;
  if (!consultableBy(personIn(context), concern, school).includes(data.role))
    return refuse(concern, 'concern/consult', 'nobody-to-consult', context);
  const number = concern.file.consulting.asked.length + 1;
  const more = (now: Concern) => consultationMessages(now, withNumber(now, number), context);
  const event: ConcernEvent = { type: 'ConsultationAsked', number, ...data };
  return step(concern, [event], { line: `consulted the ${roleLabel(school, data.role)}`, more }, context);
}

/** Shows the question to somebody who is asked it, which goes on the record as every read does (R198). */
function shown(
  concern: Concern,
  { number, away }: CommandData<'concern/consultation'>,
  context: DecisionContext,
): Outcome {
  const person = personIn(context);
  const question = questionFor(person, number, concern, context.school);
  if (question === undefined) return refuse(concern, 'concern/consultation', 'no-such-consultation', context);
  if (away === 'yes')
    return decision({ events: [], messages: [], reply: consultationPutAway(question, person, context) });
  const isRead = question.answeredAt === null;
  const event: ConcernEvent = { type: 'ConsultationOpened', number: question.number };
  const reply = consultationReply(question, person, context);
  return decision({ events: isRead ? [event] : [], messages: [], reply });
}

/** The answer joins the case; who asked is told, and the question leaves every chat where it stood. */
function answered(
  concern: Concern,
  data: CommandData<'concern/answer-consultation'>,
  context: DecisionContext,
): Outcome {
  const { school, at } = context;
  const person = personIn(context);
  const question = questionFor(person, data.number, concern, school);
  if (question === undefined) return refuse(concern, 'concern/answer-consultation', 'no-such-consultation', context);
  if (question.answeredAt !== null)
    return refuse(concern, 'concern/answer-consultation', 'consultation-answered', context);
  const event: ConcernEvent = { type: 'ConsultationAnswered', ...data };
  const now = after(concern, [event], context);
  const done = withNumber(now, data.number);
  const text = `The ${roleLabel(school, question.role)} answered, ${saidClock(school, at, at)}. Open the case to read it.`;
  const handlers = handlersOf(now, school);
  const asker = handlers.filter((one) => one === question.by);
  const whom = asker.length > 0 || placeOf(now, school) === 'channel' ? asker : handlers;
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, lineSlot(now, 'consulted', at), text, { ...context, whom }),
      ...consultationMessages(now, done, context).map((message) => ({ ...message, onlyEdits: true })),
    ],
    reply: consultationReply(done, person, context),
  });
}

/** What somebody who is consulted sees whose command was carried out already. */
export function consultationAgain(concern: Concern, ask: Ask, context: DecisionContext): Reply | undefined {
  if (ask.type !== 'concern/consultation' && ask.type !== 'concern/answer-consultation') return undefined;
  const person = personIn(context);
  const question = questionFor(person, dataOf(ask.type, ask).number, concern, context.school);
  if (question === undefined) return undefined;
  const isToRead = ask.type === 'concern/consultation' && dataOf(ask.type, ask).away === undefined;
  return isToRead ? consultationReply(question, person, context) : consultationPutAway(question, person, context);
}

function withNumber({ file }: Concern, number: number): Consultation {
  const question = file.consulting.asked.find((one) => one.number === number);
  if (question === undefined) throw new Error('a question that was asked is kept');
  return question;
}
