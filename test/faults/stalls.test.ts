import { afterEach, expect, it } from 'vitest';
import { createCaseWork, Died } from './case-work.ts';
import type { Call } from './door.ts';
import { type House, realPause, startHouse } from './house.ts';
import { chanceOf, isLong, spread } from './how-long.ts';
import { writeKillPoints } from './kill-points.ts';
import { killPointsOf, recordHits, settle } from './lives.ts';
import type { KillPoint, Replica } from './replica.ts';
import { addRow } from './table.ts';

/** A lease, and the time that others leave after it. */
const LEASE_IS_OVER_MS = 70_000;
const SAMPLE = Number(process.env.FAULTS_SAMPLE ?? (isLong ? 150 : 2));
const seed = Number(process.env.FAULTS_SEED ?? 20_261_123);

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

it('a process that stands still past its lease, while another takes over, sends nothing late [N1]', {
  timeout: 40_000 + SAMPLE * 30_000,
}, async () => {
  house = await startHouse({ store: 'Cosmos', places: 2 });
  const killSources = house.folder.path('sources');
  writeKillPoints(killSources);
  const work = createCaseWork(house);
  // Where something is on its way to the chat or about to be noted, a stall can do harm.
  const all = killPointsOf(await recordHits(house, work, killSources), 3).filter(({ point }) => isOnTheWayOut(point));
  let frozen = 0;
  let late: readonly Call[] = [];
  for (const killAt of spread(all, SAMPLE, chanceOf(seed))) {
    const of = await stall(house, work, killSources, killAt);
    if (of === undefined) continue;
    frozen++;
    late = [...late, ...of];
  }
  await settle(house);

  const found = house.check(work.written);
  addRow({
    target: 'N1',
    what: `stood still at ${frozen} of ${all.length} moments on the way out, for 70 s; a second process took over`,
    store: 'Cosmos',
    attempts: frozen,
    acknowledged: found.acknowledged,
    lost: found.lost.length,
    doubled: found.doubled,
    unknown: found.unknownDoubles.length,
    remarks: `${late.length} sent late`,
  });
  expect(late).toEqual([]);
  expect(found).toMatchObject({ lost: [], recordedTwice: [], unknownDoubles: [], wrong: [], owed: 0, parked: 0 });
  expect(frozen).toBeGreaterThan(SAMPLE / 4);
});

function isOnTheWayOut(point: string): boolean {
  return /^application\/(deliver|conclude|send-message|lease|outbox)|^channels\/(slack\/(sdk-connector|slack-channel|slack-fetch)|rate-limiter|permit|guarded|limit)/.test(
    point,
  );
}

/** One stall. Gives what the process said late, after another had taken over; undefined where it never stood still. */
async function stall(
  here: House,
  work: ReturnType<typeof createCaseWork>,
  killSources: string,
  killAt: KillPoint,
): Promise<readonly Call[] | undefined> {
  const second = await here.start({ place: 1 });
  const first = await here.start({ place: 0, killSources, killAt: { ...killAt, signal: 'SIGSTOP' } });
  // Whoever stands still is, to the people in front of it, as good as dead.
  const seen: Replica = {
    ...first,
    get lives() {
      return first.lives && !first.isFrozen;
    },
  };
  try {
    while (work.step !== 'report') await work.goOn(seen);
    do await work.goOn(seen);
    while (work.step !== 'report');
  } catch (error) {
    if (!(error instanceof Died)) throw error;
  }
  if (!first.isFrozen) {
    await here.calm(3_000);
    await Promise.race([first.stop(), frozen(first)]);
  }
  if (!first.isFrozen) {
    await second.stop();
    return undefined;
  }
  here.speakTo(second);
  await here.pass(LEASE_IS_OVER_MS, 20);
  await here.calm(10_000);
  const posted = new Set(here.doors[1]?.calls.map(keyOf));
  const before = here.doors[0]?.calls.length ?? 0;
  first.thaw();
  await realPause(300);
  await here.calm(10_000);
  const late = (here.doors[0]?.calls.slice(before) ?? []).filter((call) => call.ts && posted.has(keyOf(call)));
  await Promise.all([first.stop(), second.stop()]);
  return late;
}

/** Resolves when it stands still, or has ended. */
async function frozen(replica: Replica): Promise<void> {
  while (replica.lives && !replica.isFrozen) await realPause(20);
}

/** What tells a message from others: the same is said once. */
function keyOf({ method, channel, text }: Call): string {
  return JSON.stringify([method, channel, text]);
}
