import { type DecisionContext, decision, type Relay } from '../../domain/decider.ts';
import { later, MINUTE } from '../../domain/instant.ts';
import { closedUntil, localDateTime } from '../../domain/school-time.ts';
import { type Asking, after, askingsIn, askThem, nothing, type Outcome, toEach } from './decision-parts.ts';
import type { CampaignEvent } from './events.ts';
import { latenessOn } from './lateness.ts';
import { progressCards } from './progress-card.ts';
import { reminderTest } from './reminding.ts';
import { type Campaign, type CampaignState, isLive, type Walk } from './state.ts';
import { told, toldNobody } from './telling.ts';
import { overdueOn } from './unsigned.ts';
import { currentWalk, nobodyLate } from './walks.ts';
import { leaverTest } from './who-is-in.ts';

/** The next page of the acknowledgements is seen to. Where it ends is in the event: what comes later goes on from there. */
export function goneThrough(state: CampaignState, context: DecisionContext): Outcome {
  const walk = state.status === 'none' ? undefined : currentWalk(state.file);
  if (state.status === 'none' || walk === undefined || walk.dueAt > context.at) return nothing;
  const isForSchoolHours = walk.reminds || (walk.kind === 'revise' && walk.asksNow !== true);
  const opens = isForSchoolHours ? closedUntil(context) : undefined;
  if (opens !== undefined) {
    const events: readonly CampaignEvent[] = [{ type: 'WalkPutOff', until: opens }];
    const messages = walk.kind === 'revise' ? wordingCards(after(state, events, context), context) : [];
    return decision({ events, messages });
  }
  const { gathered } = context;
  // What could not be read now is read a little later; the place in it is kept.
  if (gathered?.kind !== 'records')
    return decision({ events: [{ type: 'WalkPutOff', until: later(context.at, MINUTE) }], messages: [] });
  const askings = askingsIn(gathered.records);
  const { relays, left, reminded } = seenTo(state, walk, askings, context);
  const day = localDateTime(context.school, context.at).date;
  const next = gathered.next ?? null;
  const page: CampaignEvent = {
    type: 'WalkPageGone',
    after: next,
    found: askings.length,
    left,
    reminded,
    day,
    ...(walk.kind === 'morning' ? latenessOn(state.file, askings, context) : { late: nobodyLate }),
    ...overdueOn(walk, state.file, askings, context),
  };
  const now = after(state, [page], context);
  const closing = next === null && walk.kind === 'close' ? closingGoesOn(state, walk, askings.length, context) : [];
  const isMorningOver = next === null && walk.kind === 'morning' && isLive(now);
  const isWordingOut = next === null && walk.kind === 'revise';
  const telling = isMorningOver ? told(now, context) : toldNobody;
  const messages = [...telling.messages, ...(isWordingOut ? wordingCards(now, context) : [])];
  return decision({ events: [page, ...closing, ...telling.events], messages, relays });
}

/** The cards that stand already say where a new wording is. */
function wordingCards(campaign: Campaign, context: DecisionContext) {
  return isLive(campaign) && campaign.file.figures !== null ? progressCards(campaign, context) : [];
}

/** What each of a page is asked for. */
function seenTo(campaign: Campaign, walk: Walk, askings: readonly Asking[], context: DecisionContext) {
  if (walk.kind === 'close') {
    const { reason } =
      campaign.status === 'closing' || campaign.status === 'closed' ? campaign : { reason: 'withdrawn' };
    return { relays: toEach('close', askings, { reason }, context), left: 0, reminded: 0 };
  }
  const isGone = leaverTest(campaign.file, context.school);
  const gone = askings.filter(({ person }) => isGone(person));
  const here = askings.filter(({ person }) => !isGone(person));
  const leaving = toEach(
    'leave',
    gone.map(({ person }) => ({ person })),
    {},
    context,
  );
  const owed = walk.kind === 'morning' ? here.filter(reminderTest(campaign.file, walk, context)) : [];
  const reminding = owed.map(({ person, reminded }) => ({ person, data: { nth: reminded + 1 } }));
  const revising = walk.kind === 'revise' ? here : [];
  const relays: readonly Relay[] = [
    ...leaving,
    ...toEach('remind', reminding, {}, context),
    ...askThem(campaign.file, revising, { context, isNow: walk.asksNow }),
  ];
  return { relays, left: gone.length, reminded: owed.length };
}

/** How long to wait before those who were asked meanwhile are looked for again, in minutes; the last repeats. */
const waits: readonly number[] = [1, 1, 5, 15, 60];
/** After so many times without an end it is over all the same: nothing is sent for a campaign that is closed. */
const MOST_TRIES = 40;

/** It is closed when nobody was found any more and nothing is on its way that could still ask somebody. */
function closingGoesOn(
  state: CampaignState,
  walk: Walk,
  found: number,
  { isOwing = false, at }: DecisionContext,
): readonly CampaignEvent[] {
  if (state.status !== 'closing') return [];
  const isOver = walk.found + found === 0 && !isOwing;
  if (isOver || state.tries >= MOST_TRIES) return [{ type: 'CampaignClosed' }];
  const minutes = waits[Math.min(state.tries, waits.length - 1)] ?? 60;
  return [{ type: 'ClosingWentOn', next: later(at, minutes * MINUTE) }];
}
