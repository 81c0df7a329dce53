import type { ModalState } from './incoming.ts';

export interface TypingParts {
  /** Lets this many milliseconds pass. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** Nobody is followed letter by letter: what stands there is kept so long after the first, in milliseconds. */
export const KEPT_AFTER_MS = 3_000;
/** And so long after each later one; longer for a long text, as all that is ever kept of a form stays in one record. */
export const KEPT_EVERY_MS = 20_000;
const LONG_CHARACTERS = 1_000;
/** How many modals are remembered at the most. Each is forgotten when it is sent or closed. */
const MOST = 2_000;

/** What stood in a modal, and when by Slack's own clock. */
interface Typed {
  readonly modal: ModalState;
  readonly at: string;
}

/**
 * Remembers what is being typed in modals. When one is closed, Slack does not say what stood in it; and when Slack is
 * quit or a telephone puts it away, it says nothing at all.
 */
export function createTyping({ wait }: TypingParts) {
  const latest = new Map<string, Typed>();
  const waiting = new Set<string>();

  return {
    /** Something was typed in a modal: before long, what stands there then is given to `keep`. */
    async typed(modal: ModalState, at: string, keep: (typed: Typed) => Promise<void>): Promise<void> {
      const { viewId } = modal;
      const before = latest.get(viewId);
      if (before !== undefined && at < before.at) return;
      const [oldest] = latest.keys();
      if (before === undefined && latest.size >= MOST && oldest !== undefined) latest.delete(oldest);
      latest.set(viewId, { modal, at });
      if (waiting.has(viewId)) return;
      waiting.add(viewId);
      await wait(before === undefined ? KEPT_AFTER_MS : pauseFor(modal));
      waiting.delete(viewId);
      const typed = latest.get(viewId);
      if (typed !== undefined) await keep(typed);
    },

    /** What was typed last in a modal, as it stands now. */
    in({ viewId, hash }: Pick<ModalState, 'viewId' | 'hash'>): ModalState | undefined {
      const modal = latest.get(viewId)?.modal;
      return modal?.hash === hash ? modal : undefined;
    },

    /** It was sent or closed. */
    forget(viewId: string): void {
      latest.delete(viewId);
    },
  };
}

function pauseFor({ values }: ModalState): number {
  return KEPT_EVERY_MS * (1 + JSON.stringify(values).length / LONG_CHARACTERS);
}

export type Typing = ReturnType<typeof createTyping>;
