import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { slots, watchersOf } from './access.ts';
import type { CommandData } from './command-data.ts';
import { after, nothing, type Outcome } from './decision-parts.ts';
import type { CampaignEvent } from './events.ts';
import { progressCards } from './progress-card.ts';
import { type Campaign, type CampaignState, isLive } from './state.ts';
import { saidWording } from './words.ts';

/**
 * Somebody else looks after the policy, or publishes it: what is asked about it goes to them from now on, of a round that
 * is over too. Who comes to it has the card with how it goes, and from who no longer does it is taken back.
 */
export function ownerChanged(
  state: CampaignState,
  { owner, publisher }: CommandData<'campaign/change-owner'>,
  context: DecisionContext,
): Outcome {
  if (state.status === 'none' || (state.file.owner === owner && state.file.publisher === publisher)) return nothing;
  const events: readonly CampaignEvent[] = [{ type: 'OwnerChanged', owner, publisher }];
  const now = after(state, events, context);
  const before = watchersOf(state, context.school);
  const watchers = watchersOf(now, context.school);
  const isUnderWay = isLive(now) && now.status !== 'complete' && now.file.figures !== null;
  const fresh = new Set(watchers.filter((person) => !before.includes(person)).map(slots.progress));
  const shown = isUnderWay ? progressCards(now, context).filter(({ slot }) => fresh.has(slot)) : [];
  const gone = before.filter((person) => !watchers.includes(person));
  return decision({ events, messages: [...shown, ...gone.map((person) => takenBack(now, person))] });
}

/** What takes the place of the card with how it goes. */
function takenBack({ file }: Campaign, person: PersonId): Message {
  const text = `${saidWording(file.wording)} is looked after by somebody else now.`;
  return {
    slot: slots.progress(person),
    to: { kind: 'person', person },
    card: 'notice',
    data: { title: '', lines: [text], buttons: [] },
    preview: 'A policy is looked after by somebody else now.',
    onlyEdits: true,
  };
}
