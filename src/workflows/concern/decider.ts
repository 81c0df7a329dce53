import { type Ask, type Decision, type DecisionContext, decision, type Refusal, type Reply, refusal } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { instantOf, saidClock } from '../../domain/school-time.ts';
import { handlersOf, saidHandler, standingOf } from './access.ts';
import {
  caseFile,
  caseMessages,
  putAway,
  questionMessage,
  receipt,
  receiptMessage,
  threadLine,
  toldReporter,
  viewSlot,
} from './cards.ts';
import { type CommandData, type ConcernCommand, commandData } from './commands.ts';
import type { ConcernEvent } from './events.ts';
import { refusalFor } from './offers.ts';
import { nextReminders, peopleNamedIn, reported } from './report.ts';
import { type Concern, type ConcernState, evolveConcern } from './state.ts';
import { capital, type RefusalCode, refusalSentences, saidSlot } from './words.ts';

type Outcome = Decision<ConcernEvent> | Refusal<ConcernEvent>;

/** Why this command may not be given now by whoever asks. */
export function refusesConcern(state: ConcernState, type: string, context: DecisionContext): Refusal<ConcernEvent> | undefined {
  const command = type as ConcernCommand;
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, command, person, context.school);
  return code === undefined ? undefined : refused(state, command, code, context);
}

/** Decides every command of a concern. Pure: the same state, command and context always give the same outcome. */
export function decideConcern(state: ConcernState, ask: Ask, context: DecisionContext): Outcome {
  const refusedFirst = refusesConcern(state, ask.type, context);
  if (refusedFirst !== undefined) return refusedFirst;
  const command = ask.type as ConcernCommand;
  if (command === 'concern/report') return report(state, dataOf('concern/report', ask), context);
  if (state.status === 'none') return refused(state, command, 'not-yours', context);
  return decideOnConcern(state, command, ask, context);
}

/** What somebody sees whose command was carried out already: the receipt, their answer, or the case as it is now. */
export function againConcern(state: ConcernState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  if (ask.type === 'concern/report' && state.file.reportedBy === by.person) return receipt(state, context);
  if (ask.type === 'concern/answer' && state.file.reportedBy === by.person) {
    return questionReply(state, dataOf('concern/answer', ask).number, context);
  }
  return standingOf(state, by.person, school) === 'handler'
    ? caseFile(state, by.person, Number.MAX_SAFE_INTEGER, context)
    : undefined;
}

function decideOnConcern(concern: Concern, command: Exclude<ConcernCommand, 'concern/report'>, ask: Ask, context: DecisionContext): Outcome {
  const say = (words: string) => `${capital(saidHandler(concern, context.by, context.school))} ${words}, ${saidClock(context.school, context.at, context.at)}.`;
  switch (command) {
    case 'concern/open':
      return opened(concern, dataOf(command, ask).page, context);
    case 'concern/question':
      return questionAgain(concern, dataOf(command, ask).number, context);
    case 'concern/show-again':
      return decision({ events: [], messages: shownAgain(concern, dataOf(command, ask).place, context) });
    case 'concern/put-away':
      return decision({ events: [], messages: [], reply: { slot: viewSlot(personIn(context)), ...putAway(context) } });
    case 'concern/acknowledge':
      return step(concern, context, [], '');
    case 'concern/take':
      return step(concern, context, [{ type: 'ConcernTaken' }], say('has taken this'));
    case 'concern/hand-over': {
      const { to, reason } = dataOf(command, ask);
      if (!handlersOf(concern, context.school).includes(to)) return refused(concern, command, 'not-a-handler', context);
      const toWhom = saidHandler(concern, { kind: 'person', person: to }, context.school);
      return step(concern, context, [{ type: 'ConcernHandedOver', to, reason }], say(`handed this over to ${toWhom}`), [to]);
    }
    case 'concern/note':
      return step(concern, context, [{ type: 'NoteAdded', text: dataOf(command, ask).text }], say('added a note'));
    case 'concern/ask':
      return asked(concern, dataOf(command, ask), say('asked the reporter'), context);
    case 'concern/answer':
      return answered(concern, dataOf(command, ask), context);
    case 'concern/add-person': {
      const data = dataOf(command, ask);
      const subjects = data.kind === 'staff' ? [...peopleNamedIn(data.name, context.school)] : [];
      return step(concern, context, [{ type: 'PersonAdded', ...data, subjects }], say('added a person'));
    }
    case 'concern/record-action':
      return step(concern, context, [{ type: 'ActionRecorded', ...dataOf(command, ask) }], say('recorded an action'));
    case 'concern/refer':
      return referred(concern, dataOf(command, ask), say('recorded a referral'), context);
    case 'concern/inform-parents': {
      const { date, time, ...data } = dataOf(command, ask);
      const at = instantOf(context.school, date, time);
      return step(concern, context, [{ type: 'ParentsInformed', at, ...data }], say('recorded that parents were informed'));
    }
    case 'concern/withhold-from-parents': {
      const { reason, reviewOn } = dataOf(command, ask);
      const reviewAt = instantOf(context.school, reviewOn, context.school.calendar.hours.from);
      return step(
        concern,
        context,
        [{ type: 'InformingParentsWithheld', reason, reviewOn, reviewAt }],
        say('recorded a decision about parents, with a review date'),
      );
    }
    case 'concern/close':
      return step(concern, context, [{ type: 'ConcernClosed', ...dataOf(command, ask) }], say('closed this'));
    case 'concern/reopen':
      return step(concern, context, [{ type: 'ConcernReopened', ...dataOf(command, ask) }], say('reopened this'));
    case 'concern/remind':
      return reminded(concern, context);
    case 'concern/referral-check': {
      const { number } = dataOf(command, ask);
      const referral = concern.file.referrals.find((candidate) => candidate.number === number);
      const text = `Time to check on the referral to ${referral?.agency ?? 'the agency'}.`;
      return noticed(concern, context, { type: 'ReferralCheckCame', number }, `check:${number}`, text);
    }
    case 'concern/parents-review': {
      const text = 'Time to review the decision about telling parents.';
      return noticed(concern, context, { type: 'ParentsReviewCame' }, `review:${context.at}`, text);
    }
    case 'concern/delivery-note':
      return deliveryNoted(concern, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

function report(state: ConcernState, answers: CommandData<'concern/report'>, context: DecisionContext): Outcome {
  const event = reported(answers, context.school, context.at);
  const concern = fold(state, [event], context);
  return decision({ events: [event], messages: caseMessages(concern, context), reply: receipt(concern, context) });
}

function opened(concern: Concern, page: number, context: DecisionContext): Outcome {
  return decision({
    events: [{ type: 'ConcernOpened' }],
    messages: [],
    reply: caseFile(concern, personIn(context), page, context),
  });
}

/**
 * A handler's step. Whoever handles a concern has seen it, so the first step also acknowledges it; the reporter is
 * told when it is seen and when it is closed.
 */
function step(
  concern: Concern,
  context: DecisionContext,
  own: readonly ConcernEvent[],
  line: string,
  mentions: readonly PersonId[] = [],
  extra: (after: Concern) => readonly Message[] = () => [],
): Decision<ConcernEvent> {
  const { school, at, reference, by } = context;
  const first = concern.status === 'new';
  const events: readonly ConcernEvent[] = [...(first ? [{ type: 'ConcernAcknowledged' } as const] : []), ...own];
  const after = fold(concern, events, context);
  const closes = after.status === 'closed' && concern.status !== 'closed';
  const seenLine = `Seen by ${saidHandler(concern, by, school)}, ${saidClock(school, at, at)}.`;
  const person = personIn(context);
  return decision({
    events,
    messages: [
      ...caseMessages(after, context),
      ...(first ? threadLine(after, lineSlot(context, 'seen'), seenLine) : []),
      ...(line === '' ? [] : threadLine(after, lineSlot(context, 'step'), line, mentions)),
      ...(after.status === concern.status ? [] : [receiptMessage(after, context)]),
      ...(first ? [toldReporter(after, 'seen', `Your report ${reference} has been seen.`)] : []),
      ...(closes ? [toldReporter(after, `closed:${at}`, `Your report ${reference} has been dealt with and closed. If you are still worried, report it again or ring ${school.telephone}.`)] : []),
      ...extra(after),
    ],
    reply: caseFile(after, person, Number.MAX_SAFE_INTEGER, context),
  });
}

function asked(concern: Concern, { text }: CommandData<'concern/ask'>, line: string, context: DecisionContext): Outcome {
  const number = concern.file.questions.length + 1;
  return step(concern, context, [{ type: 'ReporterAsked', number, text }], line, [], (after) => [
    questionMessage(after, number, context),
  ]);
}

function answered(concern: Concern, data: CommandData<'concern/answer'>, context: DecisionContext): Outcome {
  const question = concern.file.questions.find((candidate) => candidate.number === data.number);
  if (question === undefined) return refused(concern, 'concern/answer', 'no-such-question', context);
  if (question.answer !== undefined) return refused(concern, 'concern/answer', 'already-answered', context);
  const event: ConcernEvent = { type: 'ReporterAnswered', ...data };
  const after = fold(concern, [event], context);
  const text = `The reporter answered, ${saidClock(context.school, context.at, context.at)}. Open the case to read it.`;
  return decision({
    events: [event],
    messages: [...caseMessages(after, context), ...telling(after, lineSlot(context, 'answer'), text, context)],
    reply: questionReply(after, data.number, context),
  });
}

function questionAgain(concern: Concern, number: number, context: DecisionContext): Outcome {
  if (!concern.file.questions.some((question) => question.number === number))
    return refused(concern, 'concern/question', 'no-such-question', context);
  return decision({ events: [], messages: [], reply: questionReply(concern, number, context) });
}

function questionReply(concern: Concern, number: number, context: DecisionContext): Reply {
  const { slot, card, data, preview } = questionMessage(concern, number, context);
  return { slot, card, data, preview };
}

/** The handlers' cards of one channel or person, to stand at the end of that chat. */
function shownAgain(concern: Concern, place: string, context: DecisionContext): readonly Message[] {
  return caseMessages(concern, context)
    .filter(({ to }) => place === (to.kind === 'person' ? `person:${to.person}` : to.kind === 'channel' ? `channel:${to.channel}` : ''))
    .map((message) => ({ ...message, fresh: true }));
}

function referred(concern: Concern, data: CommandData<'concern/refer'>, line: string, context: DecisionContext): Outcome {
  const { school } = context;
  const agency = school.agencies.find((candidate) => candidate.id === data.agency);
  if (agency === undefined) return refused(concern, 'concern/refer', 'no-such-agency', context);
  const { date, time, ...rest } = data;
  const event: ConcernEvent = {
    type: 'ConcernReferred',
    ...rest,
    agency: agency.name,
    number: concern.file.referrals.length + 1,
    at: instantOf(school, date, time),
    checkAt: data.nextCheck === '' ? null : instantOf(school, data.nextCheck, school.calendar.hours.from),
  };
  return step(concern, context, [event], line);
}

function reminded(concern: Concern, context: DecisionContext): Outcome {
  const event: ConcernEvent = { type: 'WaitNoticed', remindAt: [...nextReminders(concern.file, context)] };
  const after = fold(concern, [event], context);
  const text = 'Nobody has acknowledged this yet.';
  return decision({
    events: [event],
    messages: [...caseMessages(after, context), ...telling(after, lineSlot(context, 'waiting'), text, context, true)],
  });
}

function noticed(concern: Concern, context: DecisionContext, event: ConcernEvent, slot: string, text: string): Outcome {
  const after = fold(concern, [event], context);
  return decision({ events: [event], messages: telling(after, slot, text, context, true) });
}

function deliveryNoted(concern: Concern, note: CommandData<'concern/delivery-note'>, context: DecisionContext): Outcome {
  if (note.outcome === 'may-be-repeated')
    return decision({ events: [{ type: 'MessageMayBeRepeated', slot: note.slot }], messages: [] });
  const event: ConcernEvent = { type: 'MessageParked', slot: note.slot, code: note.code };
  const after = fold(concern, [event], context);
  const text = `A message about ${context.reference} to ${saidSlot(after, note.slot, context.school)} could not be delivered. Tell them another way.`;
  const notices = handlersOf(after, context.school)
    .map((person): Message => ({ slot: `parked:${note.slot}:${person}`, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text }))
    // A notice that cannot be delivered either makes no further notice.
    .filter(() => !note.slot.startsWith('parked:'));
  return decision({ events: [event], messages: notices });
}

/** Tells the handlers something: in the thread, or each in their own chat where there is no thread. */
function telling(concern: Concern, slot: string, text: string, { school, reference }: DecisionContext, mention = false): readonly Message[] {
  const handlers = handlersOf(concern, school);
  if (concern.file.route.place === 'channel') return threadLine(concern, slot, text, mention ? handlers : []);
  const words = `${reference}: ${text}`;
  return handlers.map((person) => ({
    slot: `${slot}:${person}`,
    to: { kind: 'person', person },
    card: 'line',
    data: { text: words },
    preview: words,
  }));
}

/** Refuses; an attempt by somebody without the right goes on the record, once an hour for each person and command. */
function refused(state: ConcernState, command: ConcernCommand, code: RefusalCode, context: DecisionContext): Refusal<ConcernEvent> {
  const { school, at, reference, by } = context;
  const sentence = refusalSentences[code]({ state, school, now: at, reference });
  const hourAgo = new Date(Date.parse(at) - 3_600_000).toISOString();
  const isNoted =
    state.status !== 'none' &&
    state.file.attempts.some(
      (attempt) =>
        attempt.command === command && attempt.at > hourAgo && JSON.stringify(attempt.by) === JSON.stringify(by),
    );
  const note = code === 'not-yours' && state.status !== 'none' && by.kind === 'person' && !isNoted;
  return refusal({ code, sentence, ...(note ? { noted: [{ type: 'AttemptRefused', command, code }] } : {}) });
}

function fold(state: ConcernState, events: readonly ConcernEvent[], { at, by }: DecisionContext): Concern {
  const after = events.reduce((folded, event) => evolveConcern(folded, { event, at, by }), state);
  if (after.status === 'none') throw new Error('a decision must leave a concern behind');
  return after;
}

/** A thread line never edits another: its slot names the moment. */
function lineSlot({ at }: DecisionContext, what: string): string {
  return `line:${what}:${at}`;
}

function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

function dataOf<Type extends ConcernCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}
