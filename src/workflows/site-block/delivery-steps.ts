import { type DecisionContext, decision } from '../../domain/decider.ts';
import { deliveryStep, personInSlot } from '../../domain/delivery-note.ts';
import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import { actorOf } from '../../domain/people.ts';
import { capital, saidByRole } from '../../domain/said-by-role.ts';
import { chatsOfChannel, type School } from '../../domain/school.ts';
import { countMissing, isAnybodyReached } from '../../domain/undelivered.ts';
import { askerOf, decidersAlone, decidersInChannel } from './access.ts';
import { lineTo, tellDeciders } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import { toldUnreached } from './reporter-cards.ts';
import type { Block } from './state.ts';

type Note = CommandData<'site-block/delivery-note'>;

/**
 * What became of a message goes on the record. Where a job does not come to IT, those who look at the filter are told,
 * so that they go and say it; where none of these can be reached, whoever reported it is. A notice makes no further
 * notice.
 */
export function deliveryNoted(block: Block, note: Note, context: DecisionContext): Outcome {
  const event = deliveryStep(note);
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
    case 'relay':
      return toldLost(now, slot, context);
    default:
      return [];
  }
}

/** To those who look at the filter, save to whom the message was. */
function toDeciders(now: Block, slot: string, text: string, context: DecisionContext): readonly Message[] {
  const person = personInSlot(slot);
  return lines(now, slot, `${text} Tell them another way.`, context).filter(
    ({ to }) => to.kind !== 'person' || to.person !== person,
  );
}

/** Each time anew, also where the same was said of it before. */
function lines(now: Block, slot: string, text: string, context: DecisionContext): readonly Message[] {
  return tellDeciders(now, `parked:${slot}`, text, context).map((line) => ({ ...line, fresh: true }));
}

/**
 * The case that asked does not say what became of it: whoever asked hears of it, and those who look at the filter, all
 * in the same words. Whom else they should tell is not said: that would tell whom the case is about.
 */
function toldLost(now: Block, slot: string, context: DecisionContext): readonly Message[] {
  const { school, reference } = context;
  const text = 'What became of this could not be put on the case that asked. If you handle that case, write it there.';
  const asker = askerOf(now, school);
  const told = `${reference}: IT has answered about a site that you asked to have blocked, and the case does not say so. Ask IT.`;
  const others = lines(now, slot, text, context).filter(({ to }) => to.kind !== 'person' || to.person !== asker);
  return asker === undefined ? others : [{ ...lineTo(asker, `asked:${slot}:${asker}`, told), fresh: true }, ...others];
}

/** A card did not come into the channel: who is there hears of it alone. */
function cardMissing(now: Block, slot: string, { school, reference }: DecisionContext): readonly Message[] {
  const text = `Unsuitable site ${reference} could not be shown in the safeguarding channel. Write "safeguarding" here to open it.`;
  const inChannel = slot === 'case' ? decidersInChannel(now, school) : [];
  return inChannel.map((person) => lineTo(person, `parked:case:${person}`, text));
}

/** Whether a card, or the notice that stands in for the channel's, may have come to somebody who looks at the filter. */
function isReached(block: Block, school: School): boolean {
  return isAnybodyReached(block.file.missing, {
    inChannel: decidersInChannel(block, school),
    chats: chatsOfChannel(school, 'safeguarding').length,
    alone: decidersAlone(block, school),
  });
}

/** Whether the card of a slot stands in every chat where it belongs, or may be on its way there. */
export function isCardThere(block: Block, slot: string): boolean {
  return countMissing(block.file.missing, slot) === 0;
}

/** Whom a message was for, without a name: this is read in a notification (R197). */
function saidAddressee(slot: string, school: School): string {
  const person = personInSlot(slot);
  const roles = [...filteringParts.carriesOut.roles, ...filteringParts.watches.roles];
  return person === undefined ? 'whom it was for' : saidByRole(actorOf(person), roles, school);
}
