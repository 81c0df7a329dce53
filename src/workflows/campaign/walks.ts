import { type Instant, later } from '../../domain/instant.ts';
import type { CampaignEvent, Lateness, WalkKind } from './events.ts';
import type { CampaignFile, Walk } from './state.ts';

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

// Going through the acknowledgements, page by page. Several may be under way; they take turns, each with its own place.

/** Nobody has been asked for long enough that others hear of it. */
export const nobodyLate: Lateness = { managers: {}, unmanaged: 0, forHead: 0 };

/** When the next page comes: later than this one was due, so that the clock sees that it was helped. */
export function next(at: Instant): Instant {
  return later(at, 1);
}

/** A walk from the beginning. */
export function newWalk(kind: WalkKind, at: Instant, more: Partial<Walk> = {}): Walk {
  const begun = { kind, begunAt: at, dueAt: next(at), after: '' };
  return { ...begun, reminds: false, everybody: false, found: 0, late: nobodyLate, ...more };
}

/** The walks with one more; one of the same kind begins anew. */
export function withWalk(walks: readonly Walk[], walk: Walk): Walk[] {
  return [...walks.filter(({ kind }) => kind !== walk.kind), walk];
}

/** The walk whose turn it is: that which waits for longest. */
export function currentWalk({ walks }: Pick<CampaignFile, 'walks'>): Walk | undefined {
  return walks.reduce<Walk | undefined>(
    (first, walk) => (first === undefined || walk.dueAt < first.dueAt ? walk : first),
    undefined,
  );
}

/** What a page of the walk whose turn it is comes to, or that it waits. */
export function walked(
  file: CampaignFile,
  event: Of<'WalkPageGone' | 'WalkPutOff'>,
  at: Instant,
): Partial<CampaignFile> & Pick<CampaignFile, 'walks'> {
  const walk = currentWalk(file);
  if (walk === undefined) throw new Error('nobody was going through the acknowledgements');
  const others = file.walks.filter((one) => one !== walk);
  if (event.type === 'WalkPutOff') return { walks: [...others, { ...walk, dueAt: event.until }] };
  const { after, found, reminded, day, hearers = [] } = event;
  const late = addedUp(walk.late, event.late);
  const known = {
    ...(reminded > 0 ? { remindedOn: day } : {}),
    ...(hearers.length > 0 ? { hearers: [...file.hearers, ...hearers] } : {}),
  };
  if (after !== null)
    return { ...known, walks: [...others, { ...walk, after, dueAt: next(at), late, found: walk.found + found }] };
  const seen = walk.kind === 'morning' ? { late } : {};
  return { ...known, ...seen, walks: others, ...(walk.reminds ? { laddered: walk.begunAt } : {}) };
}

/** What those who hear were told last, after these numbers. */
export function toldAfter(
  { told }: Pick<CampaignFile, 'told'>,
  { managers, others, unreached, next: telling }: Of<'HearersTold'>,
): Pick<CampaignFile, 'told' | 'telling'> {
  const some = (counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return {
    told: {
      managers: some({ ...told.managers, ...managers }),
      others: some({ ...told.others, ...others }),
      unreached: some({ ...told.unreached, ...unreached }),
    },
    telling,
  };
}

/** What two pages come to. */
function addedUp(one: Lateness, other: Lateness): Lateness {
  return {
    managers: summed(one.managers, other.managers),
    unmanaged: one.unmanaged + other.unmanaged,
    forHead: one.forHead + other.forHead,
    unreached: summed(one.unreached, other.unreached),
  };
}

function summed(one: Readonly<Record<string, number>> = {}, other: Readonly<Record<string, number>> = {}) {
  const sums = { ...one };
  for (const [of, count] of Object.entries(other)) sums[of] = (sums[of] ?? 0) + count;
  return sums;
}
