/** In milliseconds: what has not come about by then never will. */
const PATIENCE = 10_000;

/** Counts what is under way, so that nobody has to sleep until it is over. */
export function createActivity() {
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const change = () => new Promise<void>((resolve) => waiting.push(resolve));

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  }

  return {
    /** Something begins; what comes back ends it. */
    begin(): () => void {
      let isOver = false;
      underWay++;
      return () => {
        if (isOver) return;
        isOver = true;
        underWay--;
        wake();
      };
    },
    /** Something that has begun does nothing until what comes back is called. */
    pause(): () => void {
      underWay--;
      wake();
      return () => {
        underWay++;
      };
    },
    get isIdle() {
      return underWay === 0;
    },
    async idle(): Promise<void> {
      while (underWay > 0) await change();
    },
    /** Looks after everything that happens, until what it looks for is there. */
    async until<Found>(look: () => Found | undefined | false, what: string): Promise<Found> {
      const tooLate = AbortSignal.timeout(PATIENCE);
      const late = new Promise<void>((resolve) => tooLate.addEventListener('abort', () => resolve(), { once: true }));
      for (;;) {
        const found = look();
        if (found !== undefined && found !== false) return found;
        if (tooLate.aborted) throw new Error(`it never came about: ${what}`);
        await Promise.race([change(), late]);
      }
    },
  };
}

export type Activity = ReturnType<typeof createActivity>;
