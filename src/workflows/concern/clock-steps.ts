import { type DecisionContext, type DeliveryNote, decision } from '../../domain/decider.ts';
import { deliveryStep, personInSlot } from '../../domain/delivery-note.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { chatsOfChannel, type School } from '../../domain/school.ts';
import { saidDuration } from '../../domain/school-time.ts';
import { missingFrom } from '../../domain/undelivered.ts';
import { handlersOf, placeOf } from './access.ts';
import { isToSiteBlock } from './block-site.ts';
import { caseMessages, lineTo, tellHandlers } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { isToReporter, saidChannel } from './history-words.ts';
import { nextReminders } from './reminders.ts';
import { toldUnreached } from './reporter-cards.ts';
import { type Concern, ownerOf } from './state.ts';
import { saidHandler } from './words.ts';

const nothing: Outcome = decision({ events: [], messages: [] });

/** Nobody has acknowledged or, where it came to others, taken a concern for too long: all who handle it hear again. */
export function reminded(concern: Concern, context: DecisionContext): Outcome {
  const { at } = context;
  const { remindAt, reportedAt } = concern.file;
  if (!remindAt.some((instant) => instant <= at)) return nothing;
  const event: ConcernEvent = { type: 'WaitNoticed', remindAt: [...nextReminders(concern.file, context)] };
  const now = after(concern, [event], context);
  const text =
    now.status === 'new'
      ? `Nobody has acknowledged this yet. It has waited ${saidDuration(reportedAt, at)}.`
      : 'Nobody has taken this yet.';
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      // One line that comes again, so that those which could not be delivered do not heap up.
      ...reminders(now, text, context).map((line) => ({ ...line, fresh: true })),
    ],
  });
}

/** In the thread; where the card that it hangs below did not come, in the chat of everybody who handles it. */
function reminders(concern: Concern, text: string, context: DecisionContext): readonly Message[] {
  const { school, reference } = context;
  const whom = handlersOf(concern, school);
  if (isCardThere(concern, 'case')) return tellHandlers(concern, 'line:waiting', text, { ...context, whom });
  return whom.map((person) => lineTo(person, `line:waiting:${person}`, `${reference}: ${text}`));
}

/** The day has come on which a referral was to be looked at again. */
export function referralCheckCame(
  concern: Concern,
  { number }: CommandData<'concern/referral-check'>,
  context: DecisionContext,
): Outcome {
  const due = concern.file.referrals.find((referral) => referral.number === number)?.checkAt ?? null;
  if (due === null || due > context.at) return nothing;
  return noticed(concern, { type: 'ReferralCheckCame', number }, 'Time to check on a referral.', context);
}

/** The day has come on which not telling parents was to be reviewed. */
export function parentsReviewCame(concern: Concern, context: DecisionContext): Outcome {
  const { parents } = concern.file;
  const due = parents.kind === 'withheld' ? parents.reviewAt : null;
  // Another day may have been set since the clock looked.
  if (due === null || due > context.at) return nothing;
  return noticed(concern, { type: 'ParentsReviewCame' }, 'Time to review the decision about telling parents.', context);
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
  const text = isToSiteBlock(slot)
    ? `A request to IT about ${reference} did not get through. Ask IT another way.`
    : `A message about ${reference} to ${saidAddressee(now, note, school)} could not be delivered${isYet}. ${whatToDo(slot)}`;
  const notices = whom.map((person) => lineTo(person, `parked:${slot}:${person}`, text));
  const isUnreached = now.status === 'new' && !handlers.some((person) => isReached(now, person, school));
  const wasUnreached = !handlers.some((person) => isReached(concern, person, school));
  return decision({
    events: [event],
    messages: [...notices, ...(isUnreached && !wasUnreached ? [toldUnreached(now, context)] : [])],
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
  const person = personInSlot(slot);
  if (person !== undefined) return saidHandler(concern, { kind: 'person', person }, school);
  return placeOf(concern, school) === 'channel' ? saidChannel(chat) : 'those who handle it';
}

function whatToDo(slot: string): string {
  if (isToReporter(slot) || personInSlot(slot) !== undefined) return 'Tell them another way.';
  return 'Write "safeguarding" here to open it.';
}
