/** Which calls are meant: all of them, those of one method, those to one channel or view. */
export interface Which {
  readonly method?: string;
  readonly channel?: string;
  /** How often; until `comesBack` when it is not said. */
  readonly times?: number;
}

/** What happens to a call instead of what would. */
export type Trouble =
  | { readonly does: 'limits'; readonly retryAfterSeconds: number }
  | { readonly does: 'fails'; readonly status: number }
  | { readonly does: 'refuses'; readonly error: string }
  | { readonly does: 'hangs' }
  | { readonly does: 'breaks' }
  /** It is done, and the answer never comes. */
  | { readonly does: 'takes-and-breaks' };

/** In milliseconds: docs.slack.dev, "Rate limits", posting messages. */
const BETWEEN_POSTS = 1_000;

/** The bad days of a fake Slack. */
export function createTroubles(now: () => number) {
  let troubles: { readonly which: Which; readonly trouble: Trouble; left: number }[] = [];
  let isCounting = false;
  const posted = new Map<string, number>();

  return {
    add(trouble: Trouble, which: Which = {}): void {
      troubles.push({ which, trouble, left: which.times ?? Number.POSITIVE_INFINITY });
    },
    end(): void {
      troubles = [];
    },
    /** From now on a channel takes one post a second. */
    countPosts(): void {
      isCounting = true;
    },
    /** What this call meets with, if anything. */
    next(method: string, channel: string): Trouble | undefined {
      const found = troubles.find(
        ({ which, left }) => left > 0 && (which.method ?? method) === method && (which.channel ?? channel) === channel,
      );
      if (found === undefined) return isCounting && method === 'chat.postMessage' ? tooSoon(channel) : undefined;
      found.left--;
      return found.trouble;
    },
  };

  function tooSoon(channel: string): Trouble | undefined {
    const since = now() - (posted.get(channel) ?? Number.NEGATIVE_INFINITY);
    if (since < BETWEEN_POSTS) return { does: 'limits', retryAfterSeconds: 1 };
    posted.set(channel, now());
    return undefined;
  }
}

export type Troubles = ReturnType<typeof createTroubles>;

/** How a test brings trouble about: once, unless it says how often; `cut` ends every connection. */
export function badDays(troubles: Troubles, cut: () => void) {
  return {
    limits: ({ retryAfterSeconds, ...which }: Which & { readonly retryAfterSeconds: number }) =>
      troubles.add({ does: 'limits', retryAfterSeconds }, { times: 1, ...which }),
    fails: (status: number, which: Which = {}) => troubles.add({ does: 'fails', status }, { times: 1, ...which }),
    refuses: (error: string, which: Which = {}) => troubles.add({ does: 'refuses', error }, { times: 1, ...which }),
    /** It is done, and nobody is told. */
    losesAnswers: (which: Which = {}) => troubles.add({ does: 'takes-and-breaks' }, { times: 1, ...which }),
    /** From now on a channel takes one post a second. */
    countsPosts: () => troubles.countPosts(),
    /** Every connection breaks, until `comesBack`. */
    goesDown: (which: Which = {}) => troubles.add({ does: 'breaks' }, which),
    /** Takes calls and never answers, until `comesBack`. */
    hangs: (which: Which = {}) => troubles.add({ does: 'hangs' }, which),
    comesBack(): void {
      troubles.end();
      cut();
    },
  };
}
