/** How many are remembered at the most. A repetition comes within minutes. */
const MOST = 10_000;

/** Remembers which activities were taken, so that one that comes again is not answered twice. */
export function createSeenActivities() {
  const seen = new Set<string>();
  return {
    /** True the first time. */
    isNew(key: string): boolean {
      if (seen.has(key)) return false;
      const [oldest] = seen;
      if (seen.size >= MOST && oldest !== undefined) seen.delete(oldest);
      seen.add(key);
      return true;
    },
    /** It was not dealt with after all. */
    forget(key: string): void {
      seen.delete(key);
    },
  };
}
