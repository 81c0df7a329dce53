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

/** Answers somebody in their own chat with the bot. Never rejects for Slack: what cannot be said there is only noted. */
export function createSpeaker({ connector, render, noted, ...patience }: SpeakerParts) {
  return {
    /** `to` is their own chat with the bot, or their user id. */
    async tell(to: string, content: CardContent): Promise<void> {
      const message = drawMessage(render, content);
      try {
        await patiently(() => connector.post({ channel: to }, message), patience);
      } catch (error) {
        if (!(error instanceof DeliveryFault)) throw error;
        noted({ code: error.code });
      }
    },
  };
}

export type Speaker = ReturnType<typeof createSpeaker>;
