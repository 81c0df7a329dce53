import { setTimeout as pause } from 'node:timers/promises';

/** What the service does instead of answering as it should. */
export type Trouble =
  | { readonly kind: 'throttle'; readonly retryAfterMs: number | undefined }
  /** The connection breaks, before or after what was asked for is done. */
  | { readonly kind: 'reset'; readonly afterCommit: boolean }
  /** No answer ever comes, though what was asked for may be done. */
  | { readonly kind: 'hang'; readonly afterCommit: boolean }
  /** Everything as it should be, later. */
  | { readonly kind: 'slow'; readonly until: () => Promise<unknown> }
  | { readonly kind: 'answer'; readonly status: number; readonly subStatus: number; readonly afterCommit: boolean };

/** The troubles by name; see `FakeCosmos.trouble`. */
export const troubles = {
  /** 429; without `retryAfterMs` it does not say how long to wait. */
  throttle: (retryAfterMs?: number): Trouble => ({ kind: 'throttle', retryAfterMs }),
  resetBeforeCommit: { kind: 'reset', afterCommit: false } as Trouble,
  resetAfterCommit: { kind: 'reset', afterCommit: true } as Trouble,
  hang: { kind: 'hang', afterCommit: false } as Trouble,
  hangAfterCommit: { kind: 'hang', afterCommit: true } as Trouble,
  slow: (ms: number): Trouble => ({ kind: 'slow', until: () => pause(ms) }),
  /** Done and answered only when something else has happened. */
  until: (happened: Promise<unknown>): Trouble => ({ kind: 'slow', until: () => happened }),
  /** Two wrote at once; to be tried again. */
  answer449: { kind: 'answer', status: 449, subStatus: 0, afterCommit: false } as Trouble,
  answer: (status: number, subStatus = 0): Trouble => ({ kind: 'answer', status, subStatus, afterCommit: false }),
  /** The answer says that it failed, and yet it was done. */
  answerAfterCommit: (status: number, subStatus = 0): Trouble => ({
    kind: 'answer',
    status,
    subStatus,
    afterCommit: true,
  }),
} as const;

export interface TroubleOptions<Request> {
  /** How many requests it befalls; once if not given. */
  readonly times?: number;
  /** Which requests it befalls: all of the data if not given, and then neither metadata nor query plans. */
  readonly when?: (request: Request) => boolean;
}

export interface TroubleInForce {
  /** How many requests it has befallen. */
  hits(): number;
  end(): void;
}

/** Which trouble befalls which request; of several that could, the first that was set. */
export function createTroubles<Request>(isUsual: (request: Request) => boolean) {
  const inForce: { trouble: Trouble; left: number; hits: number; when: (request: Request) => boolean }[] = [];
  return {
    set(trouble: Trouble, { times = 1, when = isUsual }: TroubleOptions<Request> = {}): TroubleInForce {
      const entry = { trouble, left: times, hits: 0, when };
      inForce.push(entry);
      return {
        hits: () => entry.hits,
        end() {
          entry.left = 0;
        },
      };
    },
    meet(request: Request): Trouble | undefined {
      const entry = inForce.find(({ left, when }) => left > 0 && when(request));
      if (entry === undefined) return undefined;
      entry.left--;
      entry.hits++;
      return entry.trouble;
    },
    end(): void {
      inForce.length = 0;
    },
  };
}
