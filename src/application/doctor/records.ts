import { SECOND } from '../../domain/instant.ts';
import type { Clock, RecordStore, Vault } from '../ports.ts';
import { MOST_SKEW_MS } from '../steady-clock.ts';
import { type Finding, type Findings, findingsOf } from './finding.ts';
import { saidMs } from './within.ts';

/** A store that is slower is felt by whoever presses a button. */
const SLOW_MS = 500;
/** A clock that is further off is noticed in times that people read. */
const NOTABLE_SKEW_MS = 30 * SECOND;

/** Whether the record store answers, and how fast. */
export async function checkStore(
  store: Pick<RecordStore, 'health'>,
  clock: Pick<Clock, 'stopwatch'>,
): Promise<readonly Finding[]> {
  const found = findingsOf('store');
  const took = clock.stopwatch();
  await store.health();
  const milliseconds = took();
  // Where this machine was stopped meanwhile, nobody knows how long it took.
  if (!Number.isFinite(milliseconds)) return [found.well('The record store answers.')];
  if (milliseconds <= SLOW_MS) return [found.well(`The record store answers in ${saidMs(milliseconds)}.`)];
  return [
    found.look(
      `The record store is slow: it took ${saidMs(milliseconds)} to answer.`,
      'Look at the load of its disk or of its account, and at the way from this machine to it.',
    ),
  ];
}

/** Whether the keys can be had. */
export async function checkVault(vault: Pick<Vault, 'health'>): Promise<readonly Finding[]> {
  await vault.health();
  return [findingsOf('vault').well('The keys can be had.')];
}

/** This machine’s clock against that of the record store, where that has one. */
export async function checkClock(store: Pick<RecordStore, 'time'>, wallMs: () => number): Promise<readonly Finding[]> {
  const found = findingsOf('clock');
  const before = wallMs();
  const at = await store.time();
  const after = wallMs();
  if (at === undefined) return [found.well('The records go by this machine’s clock.')];
  return [checkSkew(found, (before + after) / 2 - Date.parse(at), 'the record store')];
}

/** What it means that this machine’s clock is so many milliseconds ahead of another one; behind, when negative. */
export function checkSkew(found: Findings, skewMs: number, whose: string): Finding {
  const apart = Math.abs(skewMs);
  if (apart <= NOTABLE_SKEW_MS) return found.well(`This machine’s clock agrees with that of ${whose}.`);
  const what = `This machine’s clock is ${saidMs(apart)} ${skewMs > 0 ? 'ahead of' : 'behind'} that of ${whose}.`;
  const whatToDo = 'Set the clock of this machine, or let it be set by NTP.';
  return apart > MOST_SKEW_MS ? found.wrong(what, whatToDo) : found.look(what, whatToDo);
}
