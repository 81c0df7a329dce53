import { dayAfter } from '../../domain/calendar-day.ts';
import { type DecisionContext, decision, type Relay, type Reply } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { instantOf, localDateTime, saidClock } from '../../domain/school-time.ts';
import { handlersOf, mayRead, placeOf } from './access.ts';
import { keptFromSubjects } from './block-site.ts';
import { caseMessages, lineTo, threadLine } from './case-card.ts';
import { caseFile, LAST_PAGE, viewSlot } from './case-file.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome, personIn, saidLine } from './decision-parts.ts';
import { decisionsCame } from './decisions-came.ts';
import type { ConcernEvent } from './events.ts';
import { saidWhose } from './guidance/parents.ts';
import { leftBehind } from './leaving.ts';
import { handOverTo } from './offers.ts';
import { fallen } from './police/agreements.ts';
import { saidFallen } from './police/said-fallen.ts';
import { refuse } from './refuse.ts';
import { comeBackOn } from './reminders.ts';
import { questionMessage, ringLado, toldClosed, toldSeen } from './reporter-cards.ts';
import { receiptsAfter } from './reporter-ends.ts';
import { isToldStill } from './reporter-told.ts';
import { comeTo, routingAfter } from './routing-now.ts';
import { type Concern, ownerOf } from './state.ts';
import { saidHandler, saidTeam } from './words.ts';
import { subjectsAdded } from './written-names.ts';

/** What a step says besides its events. */
interface StepWords {
  /** The line of the thread, after who did it; none where the step needs none. */
  readonly line?: string;
  /** Whom the line is for in particular. */
  readonly mentions?: readonly PersonId[];
  readonly more?: (concern: Concern) => readonly Message[];
  /** What it asks of other records. */
  readonly relays?: (concern: Concern) => readonly Relay[];
  /** The page of the case that answers it; without it the last, where the latest steps stand. */
  readonly page?: number;
}

/**
 * A handler's step. Whoever handles a concern has seen it, so the first step also acknowledges it; the reporter is
 * told when it is seen and when it is closed.
 */
export function step(
  concern: Concern,
  own: readonly ConcernEvent[],
  { line, mentions = [], more = () => [], relays = () => [], page = LAST_PAGE }: StepWords,
  context: DecisionContext,
): Outcome {
  const { school, at, by } = context;
  // Who leads without handling it has not seen it in the place of those who do.
  const isFirst = concern.status === 'new' && by.kind === 'person' && handlersOf(concern, school).includes(by.person);
  const made: readonly ConcernEvent[] = [...(isFirst ? [{ type: 'ConcernAcknowledged' } as const] : []), ...own];
  const events: readonly ConcernEvent[] = [...made, ...fallen(after(concern, made, context))];
  const now = after(concern, events, context);
  const reporter = now.file.reportedBy;
  const isTold = isToldStill(now, school) && (by.kind !== 'person' || by.person !== reporter);
  const isClosed = now.status === 'closed' && concern.status !== 'closed';
  const seen = `Seen by ${saidHandler(concern, by, school)}, ${saidClock(school, at, at)}.`;
  const place = { school, mentions };
  return decision({
    events,
    messages: [
      ...leftBehind(concern, now, context),
      ...caseMessages(now, context),
      ...(isFirst ? threadLine(now, lineSlot(now, 'seen', at), seen, { school }) : []),
      ...(line === undefined
        ? []
        : threadLine(now, lineSlot(now, 'step', at), saidLine(concern, line, context), place)),
      ...receiptsAfter(concern, now, context),
      ...(isFirst && isTold ? [toldSeen(now, context)] : []),
      ...(isClosed && isTold ? [toldClosed(now, context)] : []),
      ...decisionsCame(concern, now, context),
      ...more(now),
      ...(events.length > made.length ? saidFallen(now, context) : []),
    ],
    relays: relays(now),
    reply: replyTo(personIn(context), now, page, context),
  });
}

/** The case as it is now; for somebody who has just named themselves in it, only that it has left them. */
function replyTo(person: PersonId, concern: Concern, page: number, context: DecisionContext): Reply {
  if (mayRead(concern, person, context.school)) return caseFile(concern, person, page, context);
  const team = saidTeam(concern, context.school);
  const now =
    team === undefined ? `nobody at the school has it now. ${ringLado(context.school)}` : `it is with ${team} now.`;
  const data = { title: '', lines: [`Done. Concern ${context.reference} has gone on: ${now}`], buttons: [] };
  return { slot: viewSlot(person), card: 'notice', preview: `Concern ${context.reference}`, data };
}

/** Takes a case, also from somebody else who had it, who is told. */
export function taken(concern: Concern, context: DecisionContext): Outcome {
  const { school, at, reference } = context;
  const mentions = handlersOf(concern, school).filter((person) => person === ownerOf(concern));
  const told = `${reference}: ${saidLine(concern, 'has taken this', context)}`;
  const more = (now: Concern) =>
    placeOf(now, school) === 'channel'
      ? []
      : mentions.map((person) => lineTo(person, `${lineSlot(now, 'step', at)}:${person}`, told));
  return step(concern, [{ type: 'ConcernTaken' }], { line: 'has taken this', mentions, more, page: 1 }, context);
}

/** Gives a case to somebody else who handles it. */
export function handedOver(
  concern: Concern,
  { to, reason }: CommandData<'concern/hand-over'>,
  context: DecisionContext,
): Outcome {
  const { school, at, reference } = context;
  if (!handOverTo(concern, personIn(context), school).includes(to))
    return refuse(concern, 'concern/hand-over', 'not-a-handler', context);
  const line = `handed this over to ${saidHandler(concern, { kind: 'person', person: to }, school)}`;
  const told = `${reference}: handed over to you, ${saidClock(school, at, at)}. Open it to read why.`;
  return step(
    concern,
    [{ type: 'ConcernHandedOver', to, reason }],
    {
      line,
      mentions: [to],
      more: (now) =>
        placeOf(now, school) === 'channel' ? [] : [lineTo(to, `${lineSlot(now, 'step', at)}:${to}`, told)],
    },
    context,
  );
}

/** Asks the reporter something, on a card of their own. */
export function asked(concern: Concern, { text }: CommandData<'concern/ask'>, context: DecisionContext): Outcome {
  const number = concern.file.questions.length + 1;
  const more = (now: Concern) => [questionMessage(now, number, context)];
  return step(concern, [{ type: 'ReporterAsked', number, text }], { line: 'asked the reporter', more }, context);
}

/**
 * Adds a person. Somebody of the school who is more than a witness may not know of the concern from now on; where they
 * handle it, it goes round them.
 */
export function personAdded(
  concern: Concern,
  data: CommandData<'concern/add-person'>,
  context: DecisionContext,
): Outcome {
  const { school } = context;
  const subjects = subjectsAdded(data, school);
  const added: ConcernEvent = { type: 'PersonAdded', ...data, subjects: [...subjects] };
  const routing = routingAfter(concern, subjects, after(concern, [added], context), context);
  const events: readonly ConcernEvent[] = [added, ...routing];
  const more = (now: Concern) => (routing.length === 0 ? [] : comeTo(concern, now, routing, context));
  const relays = (now: Concern) => keptFromSubjects(concern, now, context);
  return step(concern, events, { line: 'added a person', more, relays }, context);
}

/** Records that parents or carers were told. */
export function parentsInformed(
  concern: Concern,
  { date, time, whose, ...data }: CommandData<'concern/inform-parents'>,
  context: DecisionContext,
): Outcome {
  const at = instantOf(context.school, date, time);
  const line = 'recorded that parents were informed';
  return step(concern, [{ type: 'ParentsInformed', at, ...data, ...saidWhose(concern, whose) }], { line }, context);
}

/** In days: a decision that nobody looks at for longer is not looked at again (R075). */
const LONGEST_WITHHELD = 366;

/** Records why parents or carers are not told now, and when that is looked at again (R075). */
export function withheldFromParents(
  concern: Concern,
  { reason, reviewOn, whose }: CommandData<'concern/withhold-from-parents'>,
  context: DecisionContext,
): Outcome {
  const lastDay = dayAfter(localDateTime(context.school, context.at).date, LONGEST_WITHHELD);
  if (reviewOn > lastDay) return refuse(concern, 'concern/withhold-from-parents', 'review-too-late', context);
  const reviewAt = comeBackOn(reviewOn, context);
  const line = 'recorded a decision about parents, with a day to review it';
  const event = { type: 'InformingParentsWithheld', reason, reviewOn, reviewAt, ...saidWhose(concern, whose) } as const;
  return step(concern, [event], { line }, context);
}
