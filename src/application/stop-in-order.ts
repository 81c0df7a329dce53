import { Fault } from './faults.ts';
import { waitAtMost } from './wait-at-most.ts';

/** One step on the way to the end. */
export interface StopStep {
  /** The word for it in the log. */
  readonly what: string;
  /** The next step waits no longer for it, in milliseconds. */
  readonly withinMs: number;
  readonly work: () => Promise<unknown>;
}

/**
 * Takes the steps one after the other, each also when those before it did not end, and gives the words for those that
 * did not end well. Never rejects; ends within `withinMs` in all, with the last steps cut short where need be.
 */
export async function stopInOrder(
  steps: readonly StopStep[],
  { withinMs, monotonicMs }: { readonly withinMs: number; readonly monotonicMs: () => number },
): Promise<readonly string[]> {
  const end = monotonicMs() + withinMs;
  const left: string[] = [];
  for (const { what, withinMs: stepMs, work } of steps) {
    const begun = async () => await work();
    const timeMs = Math.max(0, Math.min(stepMs, end - monotonicMs()));
    await waitAtMost(timeMs, begun(), () => new Fault('a step takes long', { code: 'stop-slow', whatToDo: '' })).catch(
      () => left.push(what),
    );
  }
  return left;
}
