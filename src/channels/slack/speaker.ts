import { DeliveryFault } from '../../application/faults.ts';
import type { CardContent } from '../../domain/decider.ts';
import type { createRenderer } from '../render.ts';
import type { SlackConnector } from './connector.ts';
import { drawMessage } from './draw.ts';

export interface SpeakerParts {
  readonly connector: Pick<SlackConnector, 'post'>;
  readonly render: ReturnType<typeof createRenderer>;
  readonly noted: (of: { readonly code: string }) => void;
  /** Lets this many milliseconds pass. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/**
 * How long an answer waits before it is tried again, in milliseconds. What is on a record waits in its outbox instead;
 * an answer to a line that somebody wrote has none, and they are looking at the chat.
 */
const WAITS_MS = [500, 1_500, 4_000];
/** Where Slack asks for more than this, nobody looks at the chat any more. */
const LONGEST_WAIT_MS = 10_000;

/** Answers somebody in their own chat with the bot. Never throws: what cannot be said there is only noted. */
export function createSpeaker({ connector, render, noted, wait }: SpeakerParts) {
  return {
    /** `to` is their own chat with the bot, or their user id. */
    async tell(to: string, content: CardContent, slot?: string): Promise<void> {
      const message = drawMessage(render, content, { slot });
      for (let tries = 0; ; tries++) {
        try {
          await connector.post({ channel: to }, message);
          return;
        } catch (error) {
          if (!(error instanceof DeliveryFault)) throw error;
          // What Slack may have taken is said again: better answered twice than not at all.
          const patience = Math.max(WAITS_MS[tries] ?? Number.POSITIVE_INFINITY, error.retryAfterMs ?? 0);
          if (error.hopeless || patience > LONGEST_WAIT_MS) return noted({ code: error.code });
          await wait(patience);
        }
      }
    },
  };
}

export type Speaker = ReturnType<typeof createSpeaker>;
