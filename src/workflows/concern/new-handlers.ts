import type { DecisionContext } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { forNewHolders, handedOn, isOf } from '../../domain/new-holders.ts';
import type { PersonId } from '../../domain/people.ts';
import { missingFrom } from '../../domain/undelivered.ts';
import { isSubject, partsOf, placeOf } from './access.ts';
import { caseMessages } from './case-card.ts';
import { putAway, viewSlot } from './case-file.ts';
import { consultationMessages } from './consulting/cards.ts';
import { elsewhere, endedInChannel } from './leaving.ts';
import type { Concern } from './state.ts';

/**
 * A role has changed hands: who handles, leads or advises now has the card, and who does not any more has none. Whom it
 * is about is not told so: what they had ended when that was found, as a case ends that is closed.
 */
export function cardsMoved(now: Concern, context: DecisionContext): readonly Message[] {
  const { shown, school } = context;
  if (now.status === 'closed' || shown === undefined) return [];
  const open = now.file.consulting.asked.filter(({ answeredAt }) => answeredAt === null);
  const steps = now.file.steps.map(({ event }) => event);
  const isInChannel = placeOf(now, school) === 'channel';
  return [
    ...(shown.has('case') && !isInChannel ? [{ ...endedInChannel(now, context), isLast: true }] : []),
    ...forNewHolders({
      shown,
      wanted: [
        ...caseMessages(now, context),
        ...open.flatMap((question) => consultationMessages(now, question, context)),
      ],
      isMissing: (slot) => missingFrom(steps, slot).size > 0,
      gone: (slot, person) => {
        if (isSubject(now, person, school)) return undefined;
        const isOpenQuestion = isOf(
          slot,
          open.map(({ number }) => `consultation:${number}:`),
        );
        if (slot.startsWith('case:') || isOpenQuestion) return handedOn(slot, person, elsewhere(context));
        return slot === viewSlot(person) && !isReader(now, person, context) ? viewEnded(person, context) : undefined;
      },
    }),
  ];
}

function isReader(concern: Concern, person: PersonId, { school }: DecisionContext): boolean {
  return partsOf(concern, person, school).some((part) => part !== 'reporter');
}

/** What somebody had opened of a case that is not theirs any more. */
function viewEnded(person: PersonId, of: DecisionContext): Message {
  return { slot: viewSlot(person), to: { kind: 'person', person }, ...putAway(of), onlyEdits: true, isLast: true };
}
