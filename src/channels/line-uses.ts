import { type Line, LineUse } from './limit-line.ts';

/** Lines that nobody uses are looked for this often. */
const SWEEP_MS = 60_000;
/** So many are looked at in one go: after a large campaign there is one for each person, and calls wait meanwhile. */
const AT_ONCE = 1_000;

/** What was taken of each line that somebody has used lately. */
export function createLineUses(share: () => number) {
  const uses = new Map<string, LineUse>();
  let sweptAt = 0;
  /** Those that are still to be looked at this time. */
  let left: Iterator<[string, LineUse]> | undefined;

  return {
    of(line: Line): LineUse {
      const use = uses.get(line.name) ?? new LineUse(line, share);
      uses.set(line.name, use);
      return use;
    },

    /** Forgets some of those that nobody uses any more; the others in the next calls. */
    forgetIdle(now: number): void {
      if (left === undefined) {
        if (now - sweptAt < SWEEP_MS) return;
        sweptAt = now;
        left = uses.entries();
      }
      for (let count = 0; count < AT_ONCE; count++) {
        const { done, value } = left.next();
        if (done === true) {
          left = undefined;
          return;
        }
        const [name, use] = value;
        if (use.isIdle(now)) uses.delete(name);
      }
    },

    count: (): number => uses.size,
  };
}
