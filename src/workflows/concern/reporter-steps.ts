import { type DecisionContext, decision, type Reply } from '../../domain/decider.ts';
import { saidClock } from '../../domain/school-time.ts';
import { handlersOf, placeOf } from './access.ts';
import { roundAbsences } from './away.ts';
import { caseMessages, tellHandlers } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome, personIn } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { refuse } from './refuse.ts';
import { report } from './report.ts';
import { questionMessage, receipt } from './reporter-cards.ts';
import type { Concern, ConcernState } from './state.ts';

/** A concern is reported: its handlers hear of it, and the reporter has a receipt. */
export function reported(
  state: ConcernState,
  answers: CommandData<'concern/report'>,
  context: DecisionContext,
): Outcome {
  return begun(state, report(answers, context.school, context.at, { reporter: personIn(context) }), context);
}

/** A concern begins, however it came: who is away is gone round, the handlers hear, and whoever brought it has a receipt. */
export function begun(
  state: ConcernState,
  event: Extract<ConcernEvent, { type: 'ConcernReported' }>,
  context: DecisionContext,
): Outcome {
  const events = [roundAbsences(event, state, context)];
  const concern = after(state, events, context);
  return decision({ events, messages: caseMessages(concern, context), reply: receipt(concern, context) });
}

/** The reporter answers a question; who asked it is told. */
export function answered(concern: Concern, data: CommandData<'concern/answer'>, context: DecisionContext): Outcome {
  const { school, at } = context;
  const question = concern.file.questions.find((candidate) => candidate.number === data.number);
  if (question === undefined) return refuse(concern, 'concern/answer', 'no-such-question', context);
  if (question.answeredAt !== null) return refuse(concern, 'concern/answer', 'already-answered', context);
  const event: ConcernEvent = { type: 'ReporterAnswered', ...data };
  const now = after(concern, [event], context);
  const text = `The reporter answered, ${saidClock(school, at, at)}. Open the case to read it.`;
  const handlers = handlersOf(now, school);
  const asker = handlers.filter((person) => question.by.kind === 'person' && question.by.person === person);
  const whom = placeOf(now, school) === 'channel' ? asker : handlers;
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, lineSlot(now, 'answer', at), text, { ...context, whom }),
    ],
    reply: questionReply(now, data.number, context),
  });
}

/** The reporter looks at a question again. */
export function questionShown(
  concern: Concern,
  { number }: CommandData<'concern/question'>,
  context: DecisionContext,
): Outcome {
  if (!concern.file.questions.some((question) => question.number === number))
    return refuse(concern, 'concern/question', 'no-such-question', context);
  return decision({ events: [], messages: [], reply: questionReply(concern, number, context) });
}

/** A question, or that it was answered, on the reporter's own card. */
export function questionReply(concern: Concern, number: number, context: DecisionContext): Reply {
  const { slot, card, data, preview } = questionMessage(concern, number, context);
  return { slot, card, data, preview };
}
