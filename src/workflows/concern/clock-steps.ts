import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { saidDuration } from '../../domain/school-time.ts';
import { handlersOf, placeOf } from './access.ts';
import { caseMessages, lineTo, tellHandlers } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { isToReporter, personIn } from './history-words.ts';
import { nextReminders } from './reminders.ts';
import { toldUnreached } from './reporter-cards.ts';
import { type Concern, ownerOf } from './state.ts';
import { saidHandler } from './words.ts';

const nothing: Outcome = decision({ events: [], messages: [] });

/** Nobody has acknowledged a concern for too long: everybody who handles it hears of it again. */
export function reminded(concern: Concern, context: DecisionContext): Outcome {
  const { at, school } = context;
  const { remindAt, reportedAt } = concern.file;
  if (!remindAt.some((instant) => instant <= at)) return nothing;
  const event: ConcernEvent = { type: 'WaitNoticed', remindAt: [...nextReminders(concern.file, context)] };
  const now = after(concern, [event], context);
  const text = `Nobody has acknowledged this yet. It has waited ${saidDuration(reportedAt, at)}.`;
  const slot = `line:waiting:${at}:${now.file.reminded}`;
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, slot, text, { ...context, whom: handlersOf(now, school) }),
    ],
  });
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
    messages: tellHandlers(now, slot, `${text} Open the case.`, { ...context, whom }),
  });
}

/** The handlers' cards of one channel or person, to stand at the end of that chat. */
export function shownAgain(
  concern: Concern,
  { place }: CommandData<'concern/show-again'>,
  context: DecisionContext,
): Outcome {
  const isThere = ({ to }: Message) =>
    (to.kind === 'person' && place === `person:${to.person}`) ||
    (to.kind === 'channel' && place === `channel:${to.channel}`);
  const messages = caseMessages(concern, context).filter(isThere);
  return decision({ events: [], messages: messages.map((message) => ({ ...message, fresh: true })) });
}

/** What became of a message of the case goes on the record; where it can never be delivered, others are told. */
export function deliveryNoted(
  concern: Concern,
  { slot, outcome, code }: CommandData<'concern/delivery-note'>,
  context: DecisionContext,
): Outcome {
  const { school } = context;
  const isParked = outcome === 'parked';
  const event: ConcernEvent = isParked ? { type: 'MessageParked', slot, code } : { type: 'MessageMayBeRepeated', slot };
  if (!isParked) return decision({ events: [event], messages: [] });
  const now = after(concern, [event], context);
  const handlers = handlersOf(now, school);
  // A notice that cannot be delivered either makes no further notice.
  const whom = slot.startsWith('parked:') ? [] : handlers.filter((person) => person !== personIn(slot));
  const text = `A message about ${context.reference} to ${saidAddressee(now, slot, school)} could not be delivered. ${whatToDo(slot)}`;
  const notices = whom.map((person) => lineTo(person, `parked:${slot}:${person}`, text));
  const isUnreached = now.status === 'new' && !handlers.some((person) => isReached(now, person, school));
  const wasUnreached = !handlers.some((person) => isReached(concern, person, school));
  return decision({
    events: [event],
    messages: [...notices, ...(isUnreached && !wasUnreached ? [toldUnreached(now, context)] : [])],
  });
}

/** Whether a handler's card, or else the notice that stands in for the channel's, may still come to them. */
function isReached(concern: Concern, person: PersonId, school: School): boolean {
  const isParked = (slot: string) =>
    concern.file.steps.some(({ event }) => event.type === 'MessageParked' && event.slot === slot);
  if (placeOf(concern, school) === 'person') return !isParked(`case:${person}`);
  return !isParked('case') || !isParked(`parked:case:${person}`);
}

/** Whom a message was for, without a name: this is read in a notification (R197). */
function saidAddressee(concern: Concern, slot: string, school: School): string {
  if (isToReporter(slot)) return 'the reporter';
  const person = personIn(slot);
  if (person !== undefined) return saidHandler(concern, { kind: 'person', person }, school);
  return placeOf(concern, school) === 'channel' ? 'the safeguarding channel' : 'those who handle it';
}

function whatToDo(slot: string): string {
  if (isToReporter(slot) || personIn(slot) !== undefined) return 'Tell them another way.';
  return 'Write "safeguarding" here to open it.';
}
