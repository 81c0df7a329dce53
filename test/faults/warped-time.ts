import { closeSync, openSync, writeSync } from 'node:fs';

/** The time that all processes of a test live in. */
export interface WarpedTime {
  /** Milliseconds since 1970, in that time. */
  readonly now: () => number;
  /** Where `preload/time-warp.ts` reads it. */
  readonly file: string;
  /** From now on that many of its milliseconds pass in a real one. */
  pace(pace: number): void;
  /** Time goes ahead at once. */
  leap(milliseconds: number): void;
  close(): void;
}

/** Begins at `at`, milliseconds since 1970, at the pace of real time. */
export function startWarpedTime(file: string, at: number): WarpedTime {
  const descriptor = openSync(file, 'w');
  let state = { count: 0, real: Date.now(), virtual: at, pace: 1 };
  const now = () => state.virtual + (Date.now() - state.real) * state.pace;

  function change(to: { readonly virtual: number; readonly pace: number }): void {
    state = { count: state.count + 1, real: Date.now(), ...to };
    const bytes = Buffer.alloc(40);
    const { count, real, virtual, pace } = state;
    for (const [index, value] of [count, real, virtual, pace, count].entries()) bytes.writeDoubleLE(value, index * 8);
    writeSync(descriptor, bytes, 0, 40, 0);
  }

  change({ virtual: at, pace: 1 });
  return {
    now: () => Math.floor(now()),
    file,
    pace: (pace) => change({ virtual: now(), pace }),
    leap: (milliseconds) => change({ virtual: now() + milliseconds, pace: state.pace }),
    close: () => closeSync(descriptor),
  };
}
