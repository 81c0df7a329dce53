import { type DecisionContext, decision } from '../../domain/decider.ts';
import { cardHolder, cardHoldersOf, unsignedSlot } from './access.ts';
import { cardsAnew, lineTo, rollCards } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { after, nothing, type Outcome } from './decision-parts.ts';
import type { RollEvent } from './events.ts';
import type { Roll } from './state.ts';

/** The last day to sign is over: who records hears how it stands, and IT how many have not signed (R163). */
export function cameDue(roll: Roll, context: DecisionContext): Outcome {
  if (roll.status !== 'open' || roll.file.terms.dueAt > context.at) return nothing;
  const events: RollEvent[] = [{ type: 'RollCameDue' }];
  return decision({ events, messages: cardsAnew(after(roll, events, context), context) });
}

/** The cards of one person, to stand at the end of their chat. */
export function shownAgain(
  roll: Roll,
  { place, chat }: CommandData<'signature-roll/show-again'>,
  context: DecisionContext,
): Outcome {
  const messages = rollCards(roll, context)
    .filter(({ to }) => to.kind === 'person' && place === `person:${to.person}`)
    .map((message) => ({ ...message, fresh: true, onlyIn: chat }));
  return decision({ events: [], messages });
}

/** A card that will never come is put on the record, and who records hears that IT has not heard. */
export function deliveryNoted(
  roll: Roll,
  { slot, outcome, code }: CommandData<'signature-roll/delivery-note'>,
  { school, reference }: DecisionContext,
): Outcome {
  const missing = cardHolder(slot);
  if (outcome !== 'parked' || missing === undefined || roll.file.parked.includes(slot)) return nothing;
  const isToIt = slot === unsignedSlot(missing);
  const text = `Signatures ${reference}: IT could not be told in this chat who has not signed. Tell them another way.`;
  const others = cardHoldersOf(roll, school).filter((person) => person !== missing);
  const messages = isToIt ? others.map((person) => lineTo(person, `parked:${slot}:${person}`, text)) : [];
  return decision({ events: [{ type: 'CardParked', slot, code }], messages });
}
