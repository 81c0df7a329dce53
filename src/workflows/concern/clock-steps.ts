import { awayIn } from '../../domain/absences.ts';
import { type DecisionContext, type DeliveryNote, decision } from '../../domain/decider.ts';
import { deliveryStep, personInSlot } from '../../domain/delivery-note.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { chatsOfChannel, type School } from '../../domain/school.ts';
import { saidDuration } from '../../domain/school-time.ts';
import { missingFrom } from '../../domain/undelivered.ts';
import { handlersOf, placeOf } from './access.ts';
import { isToIt } from './block-site.ts';
import { callNow } from './calling.ts';
import { caseMessages, lineTo, tellHandlers } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { isToReporter, saidChannel } from './history-words.ts';
import { inASchoolWeek, nextReminders } from './reminders.ts';
import { toldUnreached } from './reporter-cards.ts';
import { isToldStill } from './reporter-told.ts';
import { type Concern, ownerOf } from './state.ts';
import { saidHandler } from './words.ts';

const nothing: Outcome = decision({ events: [], messages: [] });

/**
 * Nobody has acknowledged or, where it came to others, taken a concern for too long: whoever is next on its ladder is
 * called. Where they do not handle it yet, they do from now on.
 */
export function reminded(concern: Concern, context: DecisionContext): Outcome {
  const { at, school } = context;
  const { remindAt, route, standIns: standing } = concern.file;
  if (!remindAt.some((instant) => instant <= at)) return nothing;
  const { step, whom, to, standIns } = callNow(concern, context);
  const next = [...nextReminders(concern.file, context)];
  const handlers = handlersOf(concern, school);
  if (whom.every((person) => handlers.includes(person)))
    return called(concern, { type: 'WaitNoticed', remindAt: next, step }, whom, context);
  const event: ConcernEvent = {
    type: 'ConcernEscalated',
    level: step,
    to: to.filter((role) => !route.handlers.includes(role)),
    standIns: standIns.filter(({ person }) => !standing.includes(person)),
    remindAt: next,
  };
  return escalated(concern, event, whom, context);
}

/** Those who handle it and are next hear again. */
function called(concern: Concern, event: ConcernEvent, whom: readonly PersonId[], context: DecisionContext): Outcome {
  const now = after(concern, [event], context);
  const waited = saidDuration(concern.file.reportedAt, context.at);
  const text =
    now.status === 'new' ? `Nobody has acknowledged this yet. It has waited ${waited}.` : 'Nobody has taken this yet.';
  // One line that comes again, so that those which could not be delivered do not heap up.
  const lines = linesTo(now, 'line:waiting', text, { ...context, whom }).map((line) => ({ ...line, fresh: true }));
  return decision({ events: [event], messages: [...caseMessages(now, context), ...lines] });
}

/** It comes to others too. Those who had it before hear to whom it went, and who it came to that it did. */
function escalated(
  concern: Concern,
  event: Extract<ConcernEvent, { type: 'ConcernEscalated' }>,
  whom: readonly PersonId[],
  context: DecisionContext,
): Outcome {
  const { school, reference, at } = context;
  const now = after(concern, [event], context);
  const before = handlersOf(concern, school);
  const away = awayIn(context.gathered);
  const came = handlersOf(now, school).filter((person) => !before.includes(person));
  const nobody = now.status === 'new' ? 'Nobody has acknowledged this' : 'Nobody has taken this';
  const slot = lineSlot(now, 'escalated', at);
  const gone = `${nobody}. It has gone to ${saidComeTo(now, came, school)}.`;
  const others = [...before.filter((person) => !away.has(person)), ...whom.filter((person) => before.includes(person))];
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...linesTo(now, slot, gone, { ...context, whom: [...new Set(others)] }),
      ...came
        .filter((person) => whom.includes(person))
        .map((person) =>
          lineTo(person, `${slot}:${person}`, `${reference}: ${nobody}, so it has come to you. Open it.`),
        ),
    ],
  });
}

/** Whom it has come to, by their roles. */
function saidComeTo(concern: Concern, came: readonly PersonId[], school: School): string {
  const roles = came.map((person) => saidHandler(concern, { kind: 'person', person }, school));
  return [...new Set(roles)].join(' and ');
}

/** In the thread; where the card that it hangs below did not come, in the chat of each. */
function linesTo(
  concern: Concern,
  slot: string,
  text: string,
  of: DecisionContext & { readonly whom: readonly PersonId[] },
): readonly Message[] {
  if (isCardThere(concern, 'case')) return tellHandlers(concern, slot, text, of);
  return of.whom.map((person) => lineTo(person, `${slot}:${person}`, `${of.reference}: ${text}`));
}

/** The day has come on which a referral was to be looked at again; each school week, until somebody says what came of it. */
export function referralCheckCame(
  concern: Concern,
  { number }: CommandData<'concern/referral-check'>,
  context: DecisionContext,
): Outcome {
  const due = concern.file.referrals.find((referral) => referral.number === number)?.checkAt ?? null;
  if (due === null || due > context.at) return nothing;
  const event: ConcernEvent = { type: 'ReferralCheckCame', number, checkAt: inASchoolWeek(context) };
  return noticed(concern, event, 'Time to check on a referral.', context);
}

/**
 * The day has come on which not telling parents was to be reviewed; each school week, until that is decided. Of a case
 * that was closed meanwhile once: it is decided when it is opened again.
 */
export function parentsReviewCame(concern: Concern, context: DecisionContext): Outcome {
  const { parents } = concern.file;
  const due = parents.kind === 'withheld' ? parents.reviewAt : null;
  // Another day may have been set since the clock looked.
  if (due === null || due > context.at) return nothing;
  const event: ConcernEvent =
    concern.status === 'closed'
      ? { type: 'ParentsReviewCame', reviewAt: null }
      : { type: 'ParentsReviewCame', reviewAt: inASchoolWeek(context) };
  return noticed(concern, event, 'Time to review the decision about telling parents.', context);
}

/** Tells who has the case, or everybody who handles it where nobody has it. */
function noticed(concern: Concern, event: ConcernEvent, text: string, context: DecisionContext): Outcome {
  const now = after(concern, [event], context);
  const handlers = handlersOf(now, context.school);
  const owner = handlers.filter((person) => person === ownerOf(now));
  const whom = owner.length > 0 ? owner : handlers;
  const slot = lineSlot(now, event.type, context.at);
  return decision({
    events: [event],
    // With the card, as the line hangs below it: the channel may be another one by now.
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, slot, `${text} Open the case.`, { ...context, whom }),
    ],
  });
}

/** The handlers' cards of one channel or person, to stand at the end of that chat. */
export function shownAgain(
  concern: Concern,
  { place, chat }: CommandData<'concern/show-again'>,
  context: DecisionContext,
): Outcome {
  const isThere = ({ to }: Message) =>
    (to.kind === 'person' && place === `person:${to.person}`) ||
    (to.kind === 'channel' && place === `channel:${to.channel}`);
  const messages = caseMessages(concern, context).filter(isThere);
  return decision({ events: [], messages: messages.map((message) => ({ ...message, fresh: true, onlyIn: chat })) });
}

/**
 * What became of a message of the case goes on the record. Where a handler's card does not come, or another message
 * never will, others are told in their own chats; where nobody who handles the case can be reached, the reporter is.
 */
export function deliveryNoted(
  concern: Concern,
  note: CommandData<'concern/delivery-note'>,
  context: DecisionContext,
): Outcome {
  const { slot, outcome } = note;
  const event = deliveryStep(note);
  if (event === undefined) return nothing;
  const now = after(concern, [event], context);
  if (outcome === 'came' || outcome === 'may-be-repeated') return decision({ events: [event], messages: [] });
  const { school, reference } = context;
  const handlers = handlersOf(now, school);
  // A notice that cannot be delivered either makes no further notice, nor does a line below a card that did not come.
  const isFurther = slot.startsWith('parked:') || (slot.startsWith('line:') && !isCardThere(now, 'case'));
  const whom = isFurther ? [] : handlers.filter((person) => person !== personInSlot(slot));
  const isYet = outcome === 'delayed' ? ' yet' : '';
  const text = isToIt(slot)
    ? `A request to IT about ${reference} did not get through. Ask IT another way.`
    : `A message about ${reference} to ${saidAddressee(now, note, school)} could not be delivered${isYet}. ${whatToDo(slot)}`;
  const notices = whom.map((person) => lineTo(person, `parked:${slot}:${person}`, text));
  const isUnreached = now.status === 'new' && !handlers.some((person) => isReached(now, person, school));
  const wasUnreached = !handlers.some((person) => isReached(concern, person, school));
  return decision({
    events: [event],
    messages: [
      ...notices,
      ...(isUnreached && !wasUnreached && isToldStill(now, school) ? [toldUnreached(now, context)] : []),
    ],
  });
}

/** Whether the card of a slot stands in every chat where it belongs, or may be on its way there. */
function isCardThere(concern: Concern, slot: string): boolean {
  return missing(concern, slot) === 0;
}

/** To how many chats the card of a slot did not come. */
function missing({ file }: Concern, slot: string): number {
  const events = file.steps.map(({ event }) => event);
  return missingFrom(events, slot).size;
}

/** Whether a handler's card, or else the notice that stands in for the channel's, may still come to them. */
function isReached(concern: Concern, person: PersonId, school: School): boolean {
  if (placeOf(concern, school) === 'person') return isCardThere(concern, `case:${person}`);
  const isInSomeChannel = missing(concern, 'case') < Math.max(1, chatsOfChannel(school, 'safeguarding').length);
  return isInSomeChannel || isCardThere(concern, `parked:case:${person}`);
}

/** Whom a message was for, without a name: this is read in a notification (R197). */
function saidAddressee(concern: Concern, { slot, chat }: Pick<DeliveryNote, 'slot' | 'chat'>, school: School): string {
  if (isToReporter(slot)) return 'the reporter';
  if (slot.startsWith('consultation:')) return 'who was consulted';
  const person = personInSlot(slot);
  if (person !== undefined) return saidHandler(concern, { kind: 'person', person }, school);
  return placeOf(concern, school) === 'channel' ? saidChannel(chat) : 'those who handle it';
}

function whatToDo(slot: string): string {
  if (isToReporter(slot) || personInSlot(slot) !== undefined) return 'Tell them another way.';
  return 'Write "safeguarding" here to open it.';
}
