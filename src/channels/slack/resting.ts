import type { Call, RateLimiter } from '../rate-limiter.ts';

export interface RestingParts {
  readonly limiter: Pick<RateLimiter, 'rest'>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/** For how long one refusal speaks for the next, where Slack did not say how long it wants to be left alone. */
const SPEAKS_FOR_MS = 1_000;

/**
 * What rests when Slack asks to be called less often. It does not say whether it means one channel or the whole method in
 * the workspace, and limits both for a post (docs.slack.dev/apis/web-api/rate-limits): so a channel rests alone, and all
 * of them once a second one is refused meanwhile.
 */
export function createResting({ limiter, monotonicMs }: RestingParts) {
  /** The queue that was refused last, of each method, and until when it rests. */
  const last = new Map<string, { readonly queue: string; readonly until: number }>();

  return (call: Call, forMs: number | undefined): void => {
    const now = monotonicMs();
    const [ofMethod, ...ofChannel] = call.lines;
    const name = ofMethod?.name ?? '';
    const before = last.get(name);
    last.set(name, { queue: call.queue, until: now + (forMs ?? SPEAKS_FOR_MS) });
    const isAlone = before === undefined || before.queue === call.queue || before.until <= now;
    const lines = isAlone && ofChannel.length > 0 ? ofChannel : call.lines;
    limiter.rest({ lines, queue: call.queue, ...(ofMethod === undefined ? {} : { shared: [ofMethod] }) }, forMs);
  };
}
