import type { Message } from '../../domain/message.ts';
import { handedOn } from '../../domain/new-holders.ts';
import { type Actor, type PersonId, theClock } from '../../domain/people.ts';
import { handlersAlone, handlersOf, isSubject, placeOf } from './access.ts';
import type { CardContext } from './card-context.ts';
import { cardInChannel, cardOf } from './case-card.ts';
import { putAway, viewSlot } from './case-file.ts';
import { consultationsMoved } from './consulting/cards.ts';
import type { Concern } from './state.ts';

/**
 * What takes the place of the cards of a concern where it is handled no more. Whom it turned out to be about is not told:
 * what they have of it ends as it does when a case is closed. So does the card in the channel, for it leaves that only
 * where it is about somebody there. Who merely does not handle it any more is told so.
 */
export function leftBehind(
  before: Concern,
  now: Concern,
  of: CardContext & { readonly by?: Actor },
): readonly Message[] {
  const { school, by } = of;
  const staying = handlersAlone(now, school);
  const leaving = handlersAlone(before, school).filter((person) => !staying.includes(person));
  const wasInChannel = placeOf(before, school) === 'channel';
  const isInChannel = placeOf(now, school) === 'channel';
  const others = leaving.filter((person) => !isSubject(now, person, school));
  const subjects = [...new Set([...handlersOf(before, school), ...leaving])].filter((one) =>
    isSubject(now, one, school),
  );
  // Who named themselves has the answer to that in the place of what they had open.
  const isAsking = (person: PersonId) => by?.kind === 'person' && by.person === person;
  return [
    ...(wasInChannel && !isInChannel ? [endedInChannel(before, of)] : []),
    ...others.map((person) => handledElsewhere(person, of)),
    ...consultationsMoved(before, now, of),
    ...endedFor(subjects, before, of).filter(
      ({ slot, to }) => !(slot.startsWith('view:') && to.kind === 'person' && isAsking(to.person)),
    ),
  ];
}

/** Ends what these people have of a concern, as closing it would have. Where they have nothing, nothing is posted. */
export function endedFor(people: readonly PersonId[], before: Concern, of: CardContext): readonly Message[] {
  const ended = closedNow(before, of);
  return people.flatMap((person): readonly Message[] => [
    { ...cardOf(ended, person, of), onlyEdits: true },
    { slot: viewSlot(person), to: { kind: 'person', person }, ...putAway(of), onlyEdits: true },
  ]);
}

/** Ends the card in the channel, as closing the concern would have. */
export function endedInChannel(before: Concern, of: CardContext): Message {
  return { ...cardInChannel(closedNow(before, of), of), onlyEdits: true };
}

/** Says in the place of somebody's card that others handle the concern now. Where they have none, nothing is posted. */
export function handledElsewhere(person: PersonId, of: CardContext): Message {
  return handedOn(`case:${person}`, person, elsewhere(of));
}

/** What stands where somebody had something of a concern that is others' now. */
export function elsewhere({ reference }: CardContext): string {
  return `Concern ${reference} is handled elsewhere now.`;
}

/** The concern as it would be if it were closed now. */
export function closedNow(concern: Concern, { at }: CardContext): Concern {
  if (concern.status === 'closed') return concern;
  const acknowledged = concern.status === 'new' ? { at, by: theClock } : concern.acknowledged;
  return { status: 'closed', file: concern.file, acknowledged, closed: { at, by: theClock, outcome: '', reason: '' } };
}
