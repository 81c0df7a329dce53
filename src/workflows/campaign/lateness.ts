import type { DecisionContext } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { managerOf } from './access.ts';
import type { Asking } from './decision-parts.ts';
import type { Lateness } from './events.ts';
import { isReached } from './figures.ts';
import { hearingTest } from './reminding.ts';
import type { CampaignFile } from './state.ts';
import { leaverTest } from './who-is-in.ts';

/** Of so many line managers a round keeps count at the most: the co-ordinator hears of all people of the others. */
const MOST_HEARERS = 200;

/**
 * Who of a page has not for so long that others hear of it, and the line managers that are counted from now on. A manager
 * who is once counted is counted always, and one for whom there is no room never: nobody is told a part of their number.
 */
export function latenessOn(
  file: CampaignFile,
  askings: readonly Asking[],
  context: DecisionContext,
): { readonly late: Lateness; readonly hearers?: PersonId[] } {
  const { school } = context;
  const isGone = leaverTest(file, school);
  const hears = hearingTest(file, context);
  const { manager, head } = school.policies.remind;
  const places = new Map(file.hearers.map((person, place) => [person, place] as const));
  const managers: Record<string, number> = {};
  let [unmanaged, forHead] = [0, 0];
  const unreached: Record<string, number> = {};
  for (const asking of askings) {
    if (isGone(asking.person)) continue;
    const isMissed = !isReached(asking);
    const misses = (of: string | number) => {
      if (isMissed) unreached[of] = (unreached[of] ?? 0) + 1;
    };
    if (hears(asking, head)) {
      forHead += 1;
      misses('head');
    }
    if (!hears(asking, manager)) continue;
    const place = placeOf(managerOf(asking.person, school), places);
    if (place === undefined) unmanaged += 1;
    else managers[place] = (managers[place] ?? 0) + 1;
    misses(place ?? 'unmanaged');
  }
  const fresh = [...places.keys()].slice(file.hearers.length);
  const late = { managers, unmanaged, forHead, ...(Object.keys(unreached).length === 0 ? {} : { unreached }) };
  return { late, ...(fresh.length === 0 ? {} : { hearers: fresh }) };
}

function placeOf(manager: PersonId | undefined, places: Map<PersonId, number>): number | undefined {
  if (manager === undefined) return undefined;
  const place = places.get(manager);
  if (place !== undefined || places.size >= MOST_HEARERS) return place;
  places.set(manager, places.size);
  return places.size - 1;
}
