import { channelsIn } from '../../domain/audience.ts';
import { type DecisionContext, decision, type Relay } from '../../domain/decider.ts';
import { digestOf } from '../../domain/digest.ts';
import type { Member } from '../../domain/gathering.ts';
import { type Instant, later, SECOND } from '../../domain/instant.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson } from '../../domain/school.ts';
import { closedUntil } from '../../domain/school-time.ts';
import type { CommandData } from './command-data.ts';
import { ownDue } from './dates.ts';
import { after, askThem, nothing, type Outcome } from './decision-parts.ts';
import type { CampaignEvent } from './events.ts';
import { recipients } from './figures.ts';
import { nextChannel } from './gatherings.ts';
import { CHANNELS_REST, soonerMorning } from './pace.ts';
import { progressCards } from './progress-card.ts';
import { type Campaign, type CampaignFile, type CampaignState, isLive, type LiveCampaign, type Pass } from './state.ts';
import { askedBy, changedParts, countAsked, markOf, marksIn, marksOf, nextPeople } from './who-is-in.ts';

/** A round of asking begins; one that there is already stays as it is. */
export function begun(state: CampaignState, data: CommandData<'campaign/begin'>, context: DecisionContext): Outcome {
  if (state.status !== 'none') return nothing;
  const { school, at, reference } = context;
  const { parts } = askedBy(data.audience, school);
  const event: CampaignEvent = { type: 'CampaignBegun', ...data, parts, morning: nextSchoolMorning(school, at) };
  const told: Relay = {
    slot: 'campaign-began',
    type: 'policy/campaign-began',
    reference: data.wording.policy,
    data: { round: data.round, campaign: reference },
  };
  return decision({ events: [event], messages: [], relays: [told] });
}

/** The next page of the audience is asked. Where it ends is in the event: what comes later goes on from there. */
export function handedOut(state: CampaignState, context: DecisionContext): Outcome {
  if (!isLive(state)) return nothing;
  const { file } = state;
  const { pass } = file;
  if (pass === null || pass.dueAt > context.at) return nothing;
  const opens = pass.asksNow === true ? undefined : closedUntil(context);
  if (opens !== undefined) return putOff(state, opens, context);
  if (!pass.isPeopleDone) return peopleAsked(state, file, pass, context);
  const turn = nextChannel(file, pass, context.school);
  if (turn === undefined) return ended(state, [], [], context);
  const { gathered } = context;
  if (gathered?.kind !== 'members' || gathered.isKnown === false) {
    const rest = gathered?.kind === 'members' && gathered.next !== undefined ? { next: gathered.next } : {};
    return ended(state, [{ type: 'ChannelUnread', channel: turn.channel, ...rest }], [], context);
  }
  const { members, next = null } = gathered;
  return membersAsked(state, { channel: turn.channel, members, next }, context);
}

/** The school is closed: nobody is asked before it opens. Where the card stands already, it says so. */
function putOff(state: LiveCampaign, until: Instant, context: DecisionContext): Outcome {
  const events: readonly CampaignEvent[] = [{ type: 'PassPutOff', until }];
  const isSaid = state.status === 'handing-out' && state.file.figures !== null;
  return decision({ events, messages: isSaid ? progressCards(after(state, events, context), context) : [] });
}

/** By the school file, in the order of their addresses. */
function peopleAsked(state: LiveCampaign, file: CampaignFile, pass: Pass, context: DecisionContext): Outcome {
  const { page, isLast } = nextPeople(askedBy(file.audience, context.school), pass);
  const event: CampaignEvent = {
    type: 'PageHandedOut',
    after: page.at(-1) ?? pass.after,
    asked: page.length,
    isLast,
    ...ownDue(file, page.length, context),
  };
  return ended(state, [event], asking(file, page, context), context);
}

function asking(file: CampaignFile, people: readonly PersonId[], context: DecisionContext): readonly Relay[] {
  return askThem(
    file,
    people.map((person) => ({ person })),
    { context, isNow: file.pass?.asksNow },
  );
}

interface MembersPage {
  readonly channel: string;
  readonly members: readonly Member[];
  readonly next: string | null;
}

/** Of a channel: those whom nobody has asked yet; where something was missed, everybody. Whom the school file does not know is kept by name. */
function membersAsked(state: LiveCampaign, { channel, members, next }: MembersPage, context: DecisionContext): Outcome {
  const { file } = state;
  const asked = askedBy(file.audience, context.school);
  const isKnown = (person?: PersonId) => person !== undefined && findPerson(context.school, person) !== undefined;
  const people = [...new Set(members.flatMap(({ person = '' }) => (isKnown(person) ? person : [])))].toSorted();
  const digest = digestOf([channel, ...people]).slice(0, 12);
  const isAsBefore = file.channelPages.some((page) => page.digest === digest);
  const { isFull = false, pages = [] } = file.pass ?? {};
  const before = marksIn(isFull ? pages : file.channelPages);
  const fresh = isAsBefore && !isFull ? [] : people.filter((one) => !asked.has(one) && !before.has(markOf(one)));
  const names = members.flatMap(({ person, name }) => (isKnown(person) ? [] : [name]));
  const event: CampaignEvent = {
    type: 'ChannelPageRead',
    channel,
    digest,
    people: isAsBefore ? null : marksOf(people),
    next,
    asked: fresh.length,
    strangers: { names: names.slice(0, STRANGERS), more: Math.max(0, names.length - STRANGERS) },
    ...ownDue(file, fresh.length, context),
    ...(fresh.length === 0 ? {} : soonerMorning({ ...file, askedAt: context.at }, context)),
  };
  return ended(state, [event], asking(file, fresh, context), context);
}

/** So many names of a page are kept; how many more there are is counted. */
const STRANGERS = 200;

/** The events of a page; where nothing is left of the pass it ends, and begins anew if the school file has changed. */
function ended(
  state: LiveCampaign,
  events: readonly CampaignEvent[],
  relays: readonly Relay[],
  context: DecisionContext,
): Outcome {
  const now = after(state, events, context);
  const { pass } = now.file;
  const isOver = pass?.isPeopleDone === true && nextChannel(now.file, pass, context.school) === undefined;
  if (!isOver) return decision({ events, messages: [], relays });
  const all: readonly CampaignEvent[] = [...events, { type: 'PassEnded' }];
  const then = after(state, all, context);
  return decision({
    events: [...all, ...passNow(then, context)],
    messages: isOtherUnread(state, then) ? progressCards(then, context) : [],
    relays,
  });
}

/** Whether the card that stands names other channels that could not be read. */
function isOtherUnread({ file }: LiveCampaign, now: Campaign): boolean {
  return file.figures !== null && (file.unread ?? []).join() !== (now.file.unread ?? []).join();
}

/** A pass begins where the school file is another than at the last one. */
export function passNow(state: CampaignState, context: DecisionContext): readonly CampaignEvent[] {
  if (!isLive(state) || state.file.pass !== null) return [];
  const began = passAnew(state.file, context);
  return changedParts(state.file.parts, began.parts).length === 0 ? [] : [began];
}

/** A pass through what is not as it was; `isFull` through everything. Where people are asked, the next morning is near. */
export function passAnew(file: CampaignFile, context: DecisionContext, isFull = false) {
  const { parts } = askedBy(file.audience, context.school);
  const isAsking = isFull || changedParts(file.parts, parts).length > 0;
  const sooner = isAsking ? soonerMorning({ ...file, askedAt: context.at }, context) : {};
  return { type: 'PassBegan', parts, isFull, ...sooner } as const satisfies CampaignEvent;
}

/**
 * The school file has changed, or somebody came: who is new is asked, and who is gone is looked for. Who is in a channel
 * is read again, not too often.
 */
export function lookedAt(state: CampaignState, data: CommandData<'campaign/look'>, context: DecisionContext): Outcome {
  if (!isLive(state)) return nothing;
  const { school, at } = context;
  const { pass, look, audience, channelsReadAt } = state.file;
  if (pass !== null) {
    const from = pass.dueAt > at ? pass.dueAt : at;
    const isDue = look !== null && look <= at;
    const rests: readonly CampaignEvent[] = isDue ? [{ type: 'LookPlanned', look: later(from, CHANNELS_REST) }] : [];
    return decision({ events: [...rests, ...leaversSought(state, pass, context)], messages: [] });
  }
  if (look !== null && look <= at) return decision({ events: [passAnew(state.file, context)], messages: [] });
  const changed = passNow(state, context);
  if (changed.length > 0) return decision({ events: changed, messages: [] });
  const sought = leaversSought(state, null, context);
  if (sought.length > 0) return decision({ events: sought, messages: [] });
  if (data.place === undefined || look !== null || channelsIn(audience, school).length === 0) return nothing;
  const rested = later(channelsReadAt, CHANNELS_REST);
  return planned(rested > at ? rested : later(at, SECOND));
}

function planned(look: string): Outcome {
  return decision({ events: [{ type: 'LookPlanned', look }], messages: [] });
}

/** Who leaves is not kept in the figures until the school opens: not by a pass that waits, and not by a channel. */
function leaversSought(
  { file }: LiveCampaign,
  pass: Pass | null,
  { school, at }: DecisionContext,
): readonly CampaignEvent[] {
  if (file.walks.some(({ kind }) => kind === 'leave')) return [];
  const { audience, figures } = file;
  const { parts } = askedBy(audience, school);
  const isOther = pass !== null && pass.dueAt > at && changedParts(pass.sought ?? pass.parts, parts).length > 0;
  const asked = audience.channels.length === 0 ? undefined : countAsked(file, school);
  const isFewer = asked !== undefined && figures !== null && asked < recipients(figures);
  return isOther || isFewer ? [{ type: 'LeaversSought', parts }] : [];
}
