import { type DecisionContext, decision } from '../../domain/decider.ts';
import { later } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson } from '../../domain/school.ts';
import { coordinatorsOf, headsOf, itOf, slots } from './access.ts';
import { nothing, type Outcome } from './decision-parts.ts';
import type { CampaignEvent } from './events.ts';
import { headCard, managerCard, unmanagedCard, unsignedCards } from './late-cards.ts';
import { type CampaignState, isLive, type LiveCampaign } from './state.ts';
import { unsignedUnreached } from './unsigned.ts';

// Whoever hears of those who have not has a number on a card. What each was told last is kept, so that a card changes
// where the number did, and so that whoever takes over a part hears what whoever had it before was told.

/** At most so many cards go out with one step, so that a record never has hundreds of them to send. */
const CARDS = 25;

/** A card that does not say the number of now. */
interface Owed {
  /** What is kept of it: the place of a line manager among those who hear, or the slot of the card. */
  readonly as: { readonly place: number } | { readonly slot: string };
  readonly count: number;
  /** How many of them were never reached. */
  readonly unreached: number;
  readonly cards: () => readonly Message[];
}

interface Telling {
  readonly events: readonly CampaignEvent[];
  readonly messages: readonly Message[];
}

export const toldNobody: Telling = { events: [], messages: [] };

/** The cards that do not say the number of now, at most a step's; the next step has the rest. */
export function told(campaign: LiveCampaign, context: DecisionContext): Telling {
  const owed = owedIn(campaign, context);
  return owed.length === 0 ? toldNobody : step(owed, context);
}

/** The cards for which the last step had no room. */
export function tellingWentOn(state: CampaignState, context: DecisionContext): Outcome {
  if (!isLive(state) || state.file.telling === null || state.file.telling > context.at) return nothing;
  const { events, messages } = step(owedIn(state, context), context);
  return decision({ events, messages });
}

function step(owed: readonly Owed[], { at }: DecisionContext): Telling {
  const now = owed.slice(0, CARDS);
  const managers: Record<string, number> = {};
  const others: Record<string, number> = {};
  const unreached: Record<string, number> = {};
  for (const { as, count, unreached: missed } of now) {
    if ('place' in as) managers[as.place] = count;
    else others[as.slot] = count;
    unreached[keyOf(as)] = missed;
  }
  const next = owed.length > CARDS ? later(at, 1) : null;
  const event: CampaignEvent = { type: 'HearersTold', managers, others, unreached, next };
  return { events: [event], messages: now.flatMap(({ cards }) => cards()) };
}

function owedIn(campaign: LiveCampaign, context: DecisionContext): readonly Owed[] {
  const { school } = context;
  const { late, hearers, unsigned } = campaign.file;
  const managers = hearers.map((person, place): Owed => {
    const count = late.managers[place] ?? 0;
    const unreached = late.unreached?.[place] ?? 0;
    const isThere = findPerson(school, person) !== undefined;
    const cards = () => (isThere ? [managerCard(campaign, context, { person, count, unreached })] : []);
    return { as: { place }, count, unreached, cards };
  });
  const toEach = (holders: readonly PersonId[], slotOf: (person: PersonId) => string, of: Numbers, card: Card) =>
    holders.map((person): Owed => ({ as: { slot: slotOf(person) }, ...of, cards: () => card(person) }));
  const unmanaged = { count: late.unmanaged, unreached: late.unreached?.unmanaged ?? 0 };
  const forHead = { count: late.forHead, unreached: late.unreached?.head ?? 0 };
  const forIt = { count: unsigned ?? 0, unreached: unsignedUnreached(campaign, context) };
  return [
    ...managers,
    ...toEach(coordinatorsOf(school), slots.unmanaged, unmanaged, (person) => [
      unmanagedCard(campaign, context, { person, ...unmanaged }),
    ]),
    ...toEach(headsOf(school), slots.head, forHead, (person) => [headCard(campaign, context, { person, ...forHead })]),
    ...toEach(itOf(school), slots.it, forIt, (person) =>
      unsignedCards(campaign, forIt, context).filter(({ slot }) => slot === slots.it(person)),
    ),
  ].filter((owed) => isNews(campaign, owed));
}

/** Whether the card says another number. Of how many were not reached it says nothing once it says that nobody is left. */
function isNews(campaign: LiveCampaign, { as, count, unreached }: Owed): boolean {
  const before = campaign.file.told.unreached?.[keyOf(as)] ?? 0;
  return toldBefore(campaign, as) !== count || (count > 0 && before !== unreached);
}

function keyOf(as: Owed['as']): string {
  return 'place' in as ? String(as.place) : as.slot;
}

type Numbers = Pick<Owed, 'count' | 'unreached'>;

type Card = (person: PersonId) => readonly Message[];

function toldBefore({ file: { told: before } }: LiveCampaign, as: Owed['as']): number {
  return ('place' in as ? before.managers[as.place] : before.others[as.slot]) ?? 0;
}
