import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { CheckKind } from '../../domain/filtering.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { freeHolders, type School } from '../../domain/school.ts';
import { nextWorkingTime } from '../../domain/school-time.ts';
import { cardHolder, hearersOf, responsibleFor } from './access.ts';
import { cardsAnew, cardsReplaced, checkCards, lineTo, saidGoneOn } from './cards.ts';
import { checks } from './checks.ts';
import type { CommandData } from './command-data.ts';
import { firstDue, lastInFile, overdueFrom } from './dates.ts';
import { after, nothing, type Outcome } from './decision-parts.ts';
import type { CheckEvent } from './events.ts';
import type { Check, CheckState } from './state.ts';
import { inSentence, saidBy } from './words.ts';

/** Once it is overdue a check is asked for every week, however the school file has it before. */
const weekly: readonly number[] = [7 * 24 * 60];

/** The record of a check begins; one that there is already stays as it is. */
export function begun(
  state: CheckState,
  { kind }: CommandData<'filtering-check/begin'>,
  context: DecisionContext,
): Outcome {
  if (state.status !== 'none') return nothing;
  const event = {
    type: 'CheckBegun',
    kind,
    lastDone: lastInFile(kind, context),
    next: firstDue(kind, context),
  } as const;
  return decision({ events: [event], messages: [] });
}

/** It will be due soon: those who record it hear of it, so that they can meet. */
export function announced(check: Check, context: DecisionContext): Outcome {
  const { noticeAt, dueAt } = check.file.next;
  // Where nobody was there to say so in time, that it is due is all that is said.
  const isTime = noticeAt !== null && noticeAt <= context.at && dueAt > context.at;
  return isTime ? shownAnew(check, (shown) => [{ type: 'CheckAnnounced', shown }], context) : nothing;
}

/** The day has come. What was due long ago is overdue at once. */
export function cameDue(check: Check, context: DecisionContext): Outcome {
  const { school, at } = context;
  const { next } = check.file;
  if (next.dueAt > at) return nothing;
  const overdueAt = overdueFrom(next, school);
  const remindAt = askedAgainAt(school.sites.chase.review, 0, context);
  const events = (shown: string[]): readonly CheckEvent[] => [
    { type: 'CheckCameDue', remindAt, overdueAt, shown },
    ...(overdueAt <= at ? [ranOverNow(shown, context)] : []),
  ];
  return shownAnew(check, events, context);
}

/** Nobody has recorded it for two weeks: others hear of it too. */
export function ranOver(check: Check, context: DecisionContext): Outcome {
  if (check.status !== 'due' || check.overdueAt > context.at) return nothing;
  return shownAnew(check, (shown) => [ranOverNow(shown, context)], context);
}

/** Nobody has recorded it yet: the cards come again. */
export function reminded(check: Check, context: DecisionContext): Outcome {
  const { school, at } = context;
  if (check.status === 'scheduled' || check.remindAt > at) return nothing;
  const ladder = check.status === 'overdue' ? weekly : school.sites.chase.review;
  const remindAt = askedAgainAt(ladder, check.reminded + 1, context);
  return shownAnew(check, (shown) => [{ type: 'CheckReminded', remindAt, shown }], context);
}

/** The cards of one person, to stand at the end of their chat. */
export function shownAgain(
  check: Check,
  { place, chat }: CommandData<'filtering-check/show-again'>,
  context: DecisionContext,
): Outcome {
  const messages = checkCards(check, context)
    .filter(({ to }) => to.kind === 'person' && place === `person:${to.person}`)
    .map((message) => ({ ...message, fresh: true, onlyIn: chat }));
  return decision({ events: [], messages });
}

/** A card that will never come is put on the record, and others who are asked for the check are told of it, once. */
export function deliveryNoted(
  check: Check,
  { slot, outcome, code }: CommandData<'filtering-check/delivery-note'>,
  { school }: DecisionContext,
): Outcome {
  const { kind, parked } = check.file;
  const missing = cardHolder(slot);
  if (outcome !== 'parked' || missing === undefined || parked.includes(slot)) return nothing;
  const by = { kind: 'person', person: missing } as const;
  const text = `A card about the ${inSentence(checks[kind].title)} could not be delivered to ${saidBy(kind, by, school)}. Tell them another way.`;
  const messages = othersThan(missing, kind, school).map((person) => lineTo(person, `parked:${slot}:${person}`, text));
  return decision({ events: [{ type: 'CardParked', slot, code }], messages });
}

function ranOverNow(shown: string[], context: DecisionContext): CheckEvent {
  return { type: 'CheckRanOver', remindAt: askedAgainAt(weekly, 0, context), shown };
}

/** When the cards come again: counted from when those of now are seen, which may wait for school to begin. */
function askedAgainAt(ladder: readonly number[], done: number, { school, at }: DecisionContext): Instant {
  return nextChase(ladder, { since: nextWorkingTime(school, at), done, school });
}

/** The cards as they are after these events; who has one and is not asked any more is shown that it is with others. */
function shownAnew(
  check: Check,
  eventsWith: (shown: string[]) => readonly CheckEvent[],
  context: DecisionContext,
): Outcome {
  const messages: readonly Message[] = cardsAnew(after(check, eventsWith([]), context), context);
  const shown = messages.map(({ slot }) => slot);
  const left = check.file.shown.filter((slot) => !shown.includes(slot));
  return decision({
    events: eventsWith(shown),
    messages: [...cardsReplaced(left, saidGoneOn(check), context), ...messages],
  });
}

/** The others who are asked for it; where there are none, who acts for them, or else who hears of what is overdue. */
function othersThan(missing: PersonId, kind: CheckKind, school: School): readonly PersonId[] {
  const others = responsibleFor(kind, school).filter((person) => person !== missing);
  if (others.length > 0) return others;
  const acting = freeHolders(checks[kind].records, [missing], school);
  return acting.length > 0 ? acting : hearersOf(kind, school).filter((person) => person !== missing);
}
