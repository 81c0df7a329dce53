import { type DecisionContext, decision } from '../../domain/decider.ts';
import { deliveryStep, personInSlot } from '../../domain/delivery-note.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidByRole } from '../../domain/said-by-role.ts';
import { chatsOfChannel, roleLabel, type School } from '../../domain/school.ts';
import { countMissing, isAnybodyReached } from '../../domain/undelivered.ts';
import { handlersAlone, handlersInChannel } from './access.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import { lineTo, threadLine } from './request-card.ts';
import { toldRequester } from './requester-cards.ts';
import type { SiteRequest } from './state.ts';

type Note = CommandData<'site-access/delivery-note'>;

/**
 * What became of a message goes on the record. Where a job does not come to IT, those who decide are told, so that they
 * go and say it; where nobody who decides can be reached, whoever asked is. A notice makes no further notice.
 */
export function deliveryNoted(request: SiteRequest, note: Note, context: DecisionContext): Outcome {
  const event = deliveryStep(note);
  if (event === undefined) return decision({ events: [], messages: [] });
  const now = after(request, [event], context);
  const { outcome } = note;
  const isLost = outcome === 'delayed' || outcome === 'parked';
  return decision({ events: [event], messages: isLost ? notices(request, now, note, context) : [] });
}

function notices(
  before: SiteRequest,
  now: SiteRequest,
  { slot, outcome }: Note,
  context: DecisionContext,
): readonly Message[] {
  const { school, reference } = context;
  const isYet = outcome === 'delayed' ? ' yet' : '';
  switch (slot.split(':')[0]) {
    case 'job': {
      const who = saidAddressee(slot, school);
      return toDeciders(
        now,
        slot,
        `The job ${reference} has not reached ${who}${isYet}. Tell them another way.`,
        school,
      );
    }
    case 'overdue': {
      const who = saidAddressee(slot, school);
      return toDeciders(now, slot, `${reference}: ${who} could not be told that a site is still open.`, school);
    }
    case 'receipt':
    case 'access':
    case 'told':
    case 'question': {
      const text = `A message about ${reference} to whoever asked could not be delivered. Tell them another way.`;
      return toDeciders(now, slot, text, school);
    }
    case 'case':
      return cardMissing(before, now, slot, context);
    default:
      return [];
  }
}

/** In the thread, and in the chats of those who are not in the channel. */
function toDeciders(now: SiteRequest, slot: string, text: string, school: School): readonly Message[] {
  const alone = handlersAlone(now, school).filter((person) => person !== personInSlot(slot));
  return [
    threadLine(`parked:${slot}`, text),
    ...alone.map((person) => lineTo(person, `parked:${slot}:${person}`, text)),
  ].map((line) => ({ ...line, fresh: true }));
}

/** The card of those who decide did not come: who is in the channel hears of it alone, or whoever asked goes to them. */
function cardMissing(
  before: SiteRequest,
  now: SiteRequest,
  slot: string,
  context: DecisionContext,
): readonly Message[] {
  const { school, reference } = context;
  const text = `Site request ${reference} could not be shown in the safeguarding channel. Write "safeguarding" here to open it.`;
  const alone =
    slot === 'case'
      ? handlersInChannel(now, school).map((person) => lineTo(person, `parked:case:${person}`, text))
      : [];
  const isUnreached = now.status === 'asked' && !isReached(now, school);
  if (!isUnreached || !isReached(before, school)) return alone;
  const deciders = `the ${roleLabel(school, 'online-safety-coordinator')} and the safeguarding team`;
  const told = `${reference} is kept, but ${deciders} could not be told of it in the chat. Speak to them.`;
  return [...alone, toldRequester(now, 'unreached', told)];
}

/** Whether a card, or the notice that stands in for the channel's, may have come to somebody who decides. */
function isReached(request: SiteRequest, school: School): boolean {
  return isAnybodyReached(request.file.missing, {
    inChannel: handlersInChannel(request, school),
    chats: chatsOfChannel(school, 'safeguarding').length,
    alone: handlersAlone(request, school),
  });
}

/** Whether the card of a slot stands in every chat where it belongs, or may be on its way there. */
export function isCardThere(request: SiteRequest, slot: string): boolean {
  return countMissing(request.file.missing, slot) === 0;
}

/** Whom a message was for, without a name: this is read in a notification (R197). */
function saidAddressee(slot: string, school: School): string {
  const person: PersonId | undefined = personInSlot(slot);
  if (person === undefined) return 'whom it was for';
  const roles = ['network-manager', 'online-safety-coordinator', 'head'] as const;
  return saidByRole({ kind: 'person', person }, roles, school);
}
