/** The upper ends of the steps in which times are counted, in milliseconds: each a tenth more than the one before. */
const STEPS = Array.from({ length: 120 }, (_, step) => 0.5 * 1.1 ** step);
const PART = 0.95;

/** How quick 95 in 100 were, for where histograms come without their steps. Holds the same memory however many there were. */
export function createLatencies() {
  let counts = new Uint32Array(STEPS.length);
  let count = 0;
  return {
    add(milliseconds: number): void {
      const step = milliseconds <= 0.5 ? 0 : Math.ceil(Math.log(milliseconds / 0.5) / Math.log(1.1));
      const index = Math.min(step, STEPS.length - 1);
      counts[index] = (counts[index] ?? 0) + 1;
      count++;
    },
    /** Of those since the last time this was asked; undefined where there were none. To a tenth. */
    taken(): number | undefined {
      if (count === 0) return undefined;
      let left = Math.ceil(count * PART);
      const at = counts.findIndex((ones) => {
        left -= ones;
        return left <= 0;
      });
      counts = new Uint32Array(STEPS.length);
      count = 0;
      return STEPS[at];
    },
  };
}
