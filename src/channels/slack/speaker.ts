import { DeliveryFault } from '../../application/faults.ts';
import type { CardContent } from '../../domain/decider.ts';
import { type Patience, patiently } from '../patiently.ts';
import type { createRenderer } from '../render.ts';
import type { SlackConnector } from './connector.ts';
import { drawMessage } from './draw.ts';

export interface SpeakerParts extends Patience {
  readonly connector: Pick<SlackConnector, 'post'>;
  readonly render: ReturnType<typeof createRenderer>;
  readonly noted: (of: { readonly code: string }) => void;
}

/**
 * How long an answer is tried, in milliseconds. Slack does not send a line again, and there is no other way to answer it:
 * whoever looked away finds it later.
 */
const GIVEN_UP_AFTER_MS = 120_000;

/** Answers somebody in their own chat with the bot. Never rejects for Slack: what cannot be said there is only noted. */
export function createSpeaker({ connector, render, noted, wait, monotonicMs }: SpeakerParts) {
  const patience = { wait, monotonicMs, givenUpAfterMs: GIVEN_UP_AFTER_MS };

  async function insist(attempt: () => Promise<unknown>): Promise<void> {
    try {
      await patiently(attempt, patience);
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      noted({ code: error.code });
    }
  }

  return {
    /** Shows somebody what stands elsewhere, such as on their Home tab. Each attempt draws it anew. */
    show: (attempt: () => Promise<void>): Promise<void> => insist(attempt),
    /** `to` is their own chat with the bot, or their user id. */
    async tell(to: string, content: CardContent): Promise<void> {
      const message = drawMessage(render, content);
      await insist(() => connector.post({ channel: to }, message));
    },
  };
}

export type Speaker = ReturnType<typeof createSpeaker>;
