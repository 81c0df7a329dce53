/** Whether this is the long form, `npm run faults`; the short one is part of `npm test`. */
export const isLong = process.env.FAULTS === 'long';

/** Numbers from 0 to 1 that look like chance and are the same for the same seed: mulberry32. */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` of these, one from each of as many equal stretches, in the order that they had. */
export function spread<Value>(all: readonly Value[], count: number, chance: () => number): readonly Value[] {
  if (count >= all.length) return all;
  const stretch = all.length / count;
  return Array.from({ length: count }, (_, index) => all[Math.floor((index + chance()) * stretch)] as Value);
}
