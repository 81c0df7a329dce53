import { SECOND } from '../domain/instant.ts';
import { Fault, faultCode } from './faults.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface ClockworkOptions {
  /** From the end of one round to the next; a second if not given. */
  readonly everyMs?: number;
  /** By how much of that it differs from time to time, so that several processes fall out of step; 0 if not given. */
  readonly spread?: number;
  /** Between 0 and 1. */
  readonly chance?: () => number;
}

/** How long stopping waits for the round under way. */
const STOP_MS = 3 * SECOND;

/** Runs rounds until it is stopped, one at a time. `failed` is told of one that did not work; the next comes all the same. */
export function startClockwork(
  runner: { readonly run: () => Promise<void> },
  failed: (of: { readonly code: string }) => void,
  { everyMs = SECOND, spread = 0, chance = Math.random }: ClockworkOptions = {},
) {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  const pauseMs = () => everyMs * (1 + spread * (2 * chance() - 1));
  const tick = () => {
    round = runner
      .run()
      .catch((error: unknown) => failed({ code: faultCode(error) }))
      .finally(() => {
        if (!isStopped) timer = setTimeout(tick, pauseMs());
      });
  };
  tick();
  return {
    /** Resolves when the round under way has ended. Rejects when it will not in time: it is left, and done later. */
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await waitAtMost(STOP_MS, round, roundSlow);
    },
  };
}

function roundSlow(): Fault {
  return new Fault('a round was under way when the service stopped', {
    code: 'round-slow',
    whatToDo: 'Look whether the record store or a chat was slow then.',
  });
}
