import { createHash } from 'node:crypto';
import { everyCard } from './every-card.ts';
import type { SampleCard } from './sample-card.ts';

/**
 * Gives the cards with one kind of strange words after another. A card in which nobody's words stand is the same whatever
 * they are: it comes with the first kind, and each later one has only what differs from all before.
 */
export function createStrangeCards(): (words: string) => readonly SampleCard[] {
  const had = new Set<string>();
  return (words) =>
    everyCard(words).filter(({ content, how, inChannel }) => {
      const mark = createHash('sha256')
        .update(JSON.stringify([content, how, inChannel]))
        .digest('base64');
      const isNew = !had.has(mark);
      had.add(mark);
      return isNew;
    });
}
