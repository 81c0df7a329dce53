import { Fault } from '../faults.ts';
import { waitAtMost } from '../wait-at-most.ts';
import type { Finding, Findings } from './finding.ts';

/** One look at something that may not answer. */
export interface Look {
  readonly found: Findings;
  /** What is asked, at the beginning of a sentence. */
  readonly asked: string;
  readonly withinMs: number;
  readonly work: () => Promise<readonly Finding[]>;
}

/** Takes a look; what does not answer in time, or fails in a way that nobody foresaw, is a finding. Never rejects. */
export async function lookWithin({ found, asked, withinMs, work }: Look): Promise<readonly Finding[]> {
  try {
    return await waitAtMost(withinMs, begun(work), tooLate);
  } catch (error) {
    if (!(error instanceof TooLate)) return [found.fault(error)];
    return [found.unknown(`${asked} did not answer in ${saidMs(withinMs)}.`, 'Look again in a minute.')];
  }
}

/** `4 ms`, `1.5 s` */
export function saidMs(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
}

class TooLate extends Fault {}

function tooLate(): Fault {
  return new TooLate('no answer in time', { code: 'look-slow', whatToDo: 'Look again in a minute.' });
}

/** What throws at once rejects too. */
async function begun<Value>(work: () => Promise<Value>): Promise<Value> {
  return await work();
}
