import type { CardContent } from '../../src/domain/decider.ts';
import type { Message } from '../../src/domain/message.ts';

/** A card of the product, and where it may stand. */
export interface SampleCard {
  readonly name: string;
  readonly content: CardContent;
  /** `answered`: only ever shown in the answer to a press, so that the limit of a message does not hold for it. */
  readonly how: 'posted' | 'answered';
  readonly inChannel: boolean;
}

/** A message, as the card that it posts. */
export function asSample(name: string, { to, ...content }: Message): SampleCard {
  return { name: `${name}, to a ${to.kind}`, content, how: 'posted', inChannel: to.kind !== 'person' };
}

/** A card that stands in front of one person. */
export function posted(name: string, content: CardContent): SampleCard {
  return { name, content, how: 'posted', inChannel: false };
}
