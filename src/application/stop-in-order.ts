import { Fault, faultCode } from './faults.ts';
import { waitAtMost } from './wait-at-most.ts';

/** One step on the way to the end. */
export interface StopStep {
  /** The word for it in the log. */
  readonly what: string;
  /** Those after it wait no longer for it, in milliseconds. */
  readonly withinMs: number;
  readonly work: () => Promise<unknown>;
}

/** What did not end well: by its word, and why. */
interface Left {
  readonly what: string;
  readonly code: string;
}

/**
 * Takes the steps one after the other, those that stand together side by side, each also when those before it did not
 * end; gives those that did not end well. Never rejects; ends within `withinMs` in all, with the last steps cut short
 * where need be.
 */
export async function stopInOrder(
  steps: readonly (readonly StopStep[])[],
  { withinMs, monotonicMs }: { readonly withinMs: number; readonly monotonicMs: () => number },
): Promise<readonly Left[]> {
  const end = monotonicMs() + withinMs;
  const left: Left[] = [];
  const take = async ({ what, withinMs: stepMs, work }: StopStep) => {
    const begun = async () => await work();
    const timeMs = Math.max(0, Math.min(stepMs, end - monotonicMs()));
    const tooLong = () => new Fault('a step takes long', { code: 'stop-slow', whatToDo: '' });
    await waitAtMost(timeMs, begun(), tooLong).catch((error: unknown) => left.push({ what, code: faultCode(error) }));
  };
  for (const together of steps) await Promise.all(together.map(take));
  return left;
}
