/** How many are remembered at the most. A repetition comes within minutes. */
const MOST = 10_000;

/** Remembers which activities were taken, so that one that comes again is not answered twice. */
export function createSeenActivities() {
  const seen = new Set<string>();
  const undone = new Set<string>();

  function keep(keys: Set<string>, key: string): void {
    const [oldest] = keys;
    if (keys.size >= MOST && oldest !== undefined) keys.delete(oldest);
    keys.add(key);
  }

  return {
    /** True the first time. */
    isNew(key: string): boolean {
      if (seen.has(key)) return false;
      keep(seen, key);
      return true;
    },
    /** It was not dealt with after all. */
    forget(key: string): void {
      seen.delete(key);
      keep(undone, key);
    },
    /** Whether it came before and was not dealt with, as this process knows. */
    wasForgotten: (key: string): boolean => undone.has(key),
  };
}
