export interface SideBySideOptions {
  /** So much work at once, as long as none of it is slow. */
  readonly most: number;
  /** What takes longer gives its place to others, and goes on. In milliseconds. */
  readonly slowMs: number;
  /** So much work at once, slow or not. */
  readonly mostInAll: number;
}

/** Runs work in the order in which it is given, much of it side by side; what hangs does not keep the rest waiting. */
export function createSideBySide({ most, slowMs, mostInAll }: SideBySideOptions) {
  const waiting: Array<() => void> = [];
  let quick = 0;
  let all = 0;

  function beginMore(): void {
    while (quick < most && all < mostInAll) {
      const begin = waiting.shift();
      if (begin === undefined) return;
      begin();
    }
  }

  async function run<Value>(work: () => Promise<Value>): Promise<Value> {
    quick++;
    all++;
    let holdsPlace = true;
    const leavePlace = () => {
      if (holdsPlace) quick--;
      holdsPlace = false;
      beginMore();
    };
    const timer = setTimeout(leavePlace, slowMs);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      all--;
      leavePlace();
    }
  }

  return <Value>(work: () => Promise<Value>): Promise<Value> =>
    new Promise((resolve) => {
      waiting.push(() => resolve(run(work)));
      beginMore();
    });
}
