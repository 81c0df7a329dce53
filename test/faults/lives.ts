import { readdirSync, readFileSync } from 'node:fs';
import { type CaseWork, Died } from './case-work.ts';
import type { House } from './house.ts';
import type { KillPoint } from './replica.ts';

/** How often each place is passed in a life, by `before POINT` and `after POINT`. */
export type Hits = ReadonlyMap<string, number>;

/**
 * A process from its start to its end: a whole case is seen to in it, besides what an earlier one has left. True when it
 * was killed on the way.
 */
export async function live(
  house: House,
  work: CaseWork,
  {
    killSources,
    killAt,
    record,
  }: { readonly killSources: string; readonly killAt?: KillPoint; readonly record?: string },
): Promise<boolean> {
  const replica = house.begin({ killSources, ...(killAt && { killAt }), ...(record && { record }) });
  if (!(await replica.begun)) {
    const { signal } = await replica.ended;
    if (signal !== 'SIGKILL') throw new Error(`the service ended at its start:\n${replica.log.join('')}`);
    return true;
  }
  try {
    // What was begun before is finished first.
    while (work.step !== 'report') await work.goOn(replica);
    do await work.goOn(replica);
    while (work.step !== 'report');
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    const { signal } = await replica.ended;
    if (signal !== 'SIGKILL') throw new Error(`the service ended:\n${replica.log.join('')}`, { cause: error });
    return true;
  }
  // Stopping waits for deliveries for a while, and these for the chat's limits: what is cut short comes twice.
  await house.calm(3_000);
  return (await replica.stop()) === null;
}

/** Lives once without being killed, and gives what was passed. */
export async function recordHits(house: House, work: CaseWork, killSources: string): Promise<Hits> {
  const record = house.folder.path('hits');
  if (await live(house, work, { killSources, record })) throw new Error('nobody was to kill it');
  const hits = new Map<string, number>();
  for (const name of readdirSync(house.folder.path()).filter((one) => one.startsWith('hits.')))
    for (const [point, count] of JSON.parse(readFileSync(house.folder.path(name), 'utf8')) as [string, number][])
      hits.set(point, (hits.get(point) ?? 0) + count);
  return hits;
}

/** Where to kill: every place `times` times, spread over how often it is passed. */
export function killPointsOf(hits: Hits, times: number): readonly KillPoint[] {
  return [...hits].toSorted().flatMap(([key, count]) => {
    const [when, point = ''] = key.split(' ') as [KillPoint['when'], string];
    const wanted = Array.from({ length: times }, (_, index) => 1 + Math.floor((index * count) / times));
    return [...new Set(wanted)].map((hit) => ({ point, when, hit }));
  });
}

/** After this long with nothing to say, in milliseconds, what another process had claimed is free and said as well. */
const CLAIMS_LAST = 75_000;

/** Lets a last process finish everything that is owed; on SQLite after all others have ended. */
export async function settle(house: House): Promise<void> {
  for (let rounds = 0; rounds < 6; rounds++) {
    const owed = house.records.raw().flatMap(({ kind, outbox }) => (kind === 'concern' ? outbox : []));
    if (owed.length === 0) return;
    // What has to wait for hours has waited for them when the process begins.
    const last = Math.max(...owed.map(({ notBefore }) => Date.parse(notBefore)));
    if (rounds > 0) house.time.leap(Math.max(0, last - house.time.now()));
    const replica = await house.start();
    await house.calm(10_000);
    if (rounds > 0 || house.store === 'Cosmos') await house.calm(CLAIMS_LAST, 20);
    await replica.stop();
  }
}
