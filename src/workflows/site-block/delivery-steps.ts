import { type DecisionContext, decision } from '../../domain/decider.ts';
import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import { actorOf } from '../../domain/people.ts';
import { capital, saidByRole } from '../../domain/said-by-role.ts';
import { chatsOfChannel, type School } from '../../domain/school.ts';
import { missingFrom } from '../../domain/undelivered.ts';
import { decidersAlone, decidersInChannel } from './access.ts';
import { lineTo, tellDeciders } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import type { BlockEvent } from './events.ts';
import { personInSlot } from './history-words.ts';
import { toldUnreached } from './reporter-cards.ts';
import type { Block } from './state.ts';

type Note = CommandData<'site-block/delivery-note'>;

/**
 * What became of a message goes on the record. Where a job does not come to IT, those who look at the filter are told,
 * so that they go and say it; where none of these can be reached, whoever reported it is. A notice makes no further
 * notice.
 */
export function deliveryNoted(block: Block, note: Note, context: DecisionContext): Outcome {
  const event = deliveryEvent(note);
  if (event === undefined) return decision({ events: [], messages: [] });
  const now = after(block, [event], context);
  const { outcome } = note;
  const isLost = outcome === 'delayed' || outcome === 'parked';
  const isUnreached = isReached(block, context.school) && !isReached(now, context.school);
  return decision({
    events: [event],
    messages: [
      ...(isLost ? notices(now, note, context) : []),
      // However it came to that: the last that could still have reached somebody may have been a notice.
      ...(isUnreached ? toldUnreached(now, context) : []),
    ],
  });
}

/** That a message is late matters where it is a card that somebody has to act on. */
function deliveryEvent({ slot, outcome, code, chat }: Note): BlockEvent | undefined {
  const where = chat === undefined ? {} : { chat };
  const isCard = slot === 'case' || ['case:', 'job:', 'parked:case:'].some((start) => slot.startsWith(start));
  switch (outcome) {
    case 'parked':
      return { type: 'MessageParked', slot, code, ...where };
    case 'may-be-repeated':
      return { type: 'MessageMayBeRepeated', slot, ...where };
    case 'delayed':
      return isCard ? { type: 'MessageDelayed', slot, code, ...where } : undefined;
    case 'came':
      return isCard ? { type: 'MessageCame', slot, ...where } : undefined;
    default:
      return outcome satisfies never;
  }
}

function notices(now: Block, note: Note, context: DecisionContext): readonly Message[] {
  const { slot, outcome } = note;
  const { school } = context;
  const isYet = outcome === 'delayed' ? ' yet' : '';
  switch (slot.split(':')[0]) {
    case 'job':
      return toDeciders(now, slot, `The job has not reached ${saidAddressee(slot, school)}${isYet}.`, context);
    case 'overdue': {
      const who = saidAddressee(slot, school);
      return toDeciders(now, slot, `${capital(who)} could not be told that a site is not blocked.`, context);
    }
    case 'receipt':
    case 'told':
      return toDeciders(now, slot, 'A message to whoever reported this could not be delivered.', context);
    case 'case':
      return cardMissing(now, slot, context);
    default:
      return [];
  }
}

/** To those who look at the filter, save to whom the message was. */
function toDeciders(now: Block, slot: string, text: string, context: DecisionContext): readonly Message[] {
  const person = personInSlot(slot);
  return tellDeciders(now, `parked:${slot}`, `${text} Tell them another way.`, context)
    .filter(({ to }) => to.kind !== 'person' || to.person !== person)
    .map((line) => ({ ...line, fresh: true }));
}

/** A card did not come into the channel: who is there hears of it alone. */
function cardMissing(now: Block, slot: string, { school, reference }: DecisionContext): readonly Message[] {
  const text = `Unsuitable site ${reference} could not be shown in the safeguarding channel. Write "safeguarding" here to open it.`;
  const inChannel = slot === 'case' ? decidersInChannel(now, school) : [];
  return inChannel.map((person) => lineTo(person, `parked:case:${person}`, text));
}

/** Whether a card, or the notice that stands in for the channel's, may have come to somebody who looks at the filter. */
function isReached(block: Block, school: School): boolean {
  const inChannel = decidersInChannel(block, school);
  const chats = Math.max(1, chatsOfChannel(school, 'safeguarding').length);
  if (inChannel.length > 0 && missing(block, 'case') < chats) return true;
  return (
    decidersAlone(block, school).some((person) => isCardThere(block, `case:${person}`)) ||
    inChannel.some((person) => isCardThere(block, `parked:case:${person}`))
  );
}

/** Whether the card of a slot stands in every chat where it belongs, or may be on its way there. */
export function isCardThere(block: Block, slot: string): boolean {
  return missing(block, slot) === 0;
}

function missing({ file }: Block, slot: string): number {
  const events = file.steps.map(({ event }) => event);
  return missingFrom(events, slot).size;
}

/** Whom a message was for, without a name: this is read in a notification (R197). */
function saidAddressee(slot: string, school: School): string {
  const person = personInSlot(slot);
  const roles = [...filteringParts.carriesOut.roles, ...filteringParts.watches.roles];
  return person === undefined ? 'whom it was for' : saidByRole(actorOf(person), roles, school);
}
