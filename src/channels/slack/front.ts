import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryFault, faultCode } from '../../application/faults.ts';
import type { CardContent } from '../../domain/decider.ts';
import { type SlackConnector, type SlackView, VIEW_GONE } from './connector.ts';

export interface FrontParts {
  readonly connector: Pick<SlackConnector, 'openView' | 'updateView'>;
  readonly draw: (content: CardContent) => SlackView;
  /** What stands in a modal until there is something to show. */
  readonly waiting: CardContent;
  /** Told when a modal that stands open could not be filled in. */
  readonly failed: (of: { readonly code: string }) => void;
  /** Resolves after this many milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** How long a modal waits for what it is to show before it opens without, in milliseconds: a trigger lasts 3 seconds. */
const SOON_MS = 700;

/** What is to stand in front of somebody. */
export interface Coming {
  readonly view: SlackView;
  /** False when it says no more than what shows elsewhere anyway: no modal is opened for it. */
  readonly isNeeded: boolean;
}

/** What somebody asked for, in front of them alone. Rejects with a `DeliveryFault` where Slack does not show it. */
export function createFront({ connector, draw, waiting, failed, wait = pause }: FrontParts) {
  /** Replaces what stands in a modal, unless it was closed or has gone on meanwhile. */
  async function replace(shown: { readonly id: string; readonly hash?: string }, view: SlackView): Promise<void> {
    try {
      await connector.updateView(shown, view);
    } catch (error) {
      if (!(error instanceof DeliveryFault && error.code === VIEW_GONE)) throw error;
    }
  }

  return {
    /**
     * Opens a modal with what comes. What takes long is announced in time; `whole` then says whether it could be filled
     * in. It never rejects.
     */
    async open(trigger: string, coming: Promise<Coming>): Promise<{ readonly whole: Promise<boolean> }> {
      const first = await Promise.race([coming, wait(SOON_MS).then(() => undefined)]);
      if (first !== undefined) {
        if (first.isNeeded) await connector.openView(trigger, first.view);
        return { whole: Promise.resolve(true) };
      }
      const shown = await connector.openView(trigger, draw(waiting)).catch(async (error: unknown) => {
        if ((await coming).isNeeded) throw error;
      });
      if (shown === undefined) return { whole: Promise.resolve(true) };
      const filled = coming.then(({ view }) => replace({ id: shown.id }, view));
      const toldOf = (error: unknown) => {
        failed({ code: faultCode(error) });
        return false;
      };
      return { whole: filled.then(() => true, toldOf) };
    },

    replace,
  };
}

export type Front = ReturnType<typeof createFront>;
