/** Time that passes only when the test says so. Each wait lasts longer than asked by what `lag` gives. */
export function createVirtualTime(lag: () => number = () => 0) {
  let now = 5_000;
  let waiting: Array<{ readonly at: number; readonly go: () => void }> = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    wait: (milliseconds: number) =>
      new Promise<void>((go) => {
        waiting.push({ at: now + milliseconds + lag(), go });
      }),
    /** Lets so many milliseconds pass, and everything happen in its order that is to happen within them. */
    async pass(milliseconds: number): Promise<void> {
      const until = now + milliseconds;
      await settle();
      for (;;) {
        const at = Math.min(...waiting.map((one) => one.at));
        if (waiting.length === 0 || at > until) break;
        now = Math.max(now, at);
        const due = waiting.filter((one) => one.at <= at);
        waiting = waiting.filter((one) => one.at > at);
        for (const { go } of due) go();
        await settle();
      }
      now = until;
    },
  };
}
