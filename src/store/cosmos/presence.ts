import { z } from 'zod';
import type { RecordStore } from '../../application/ports.ts';
import { storeFault } from './faults.ts';
import { encodeId, PRESENCE } from './ids.ts';
import { presenceQuery } from './queries.ts';
import type { Sessions } from './sessions.ts';

/** When the service wrote a document, in seconds since 1970 on its own clock. */
const writtenSchema = z.object({ _ts: z.number() });

/**
 * Which processes serve the store: a document for each, which the service itself removes when its time is over. Only
 * the clock of the service counts, also for what is over and not yet removed.
 */
export function createPresence(sessions: Sessions, withinMs: number): Pick<RecordStore, 'announce' | 'withdraw'> {
  return {
    async announce(replica, forMs) {
      const word = { id: encodeId(replica), school: PRESENCE, ttl: Math.max(1, Math.ceil(forMs / 1_000)) };
      const { container, ask } = sessions.begin(withinMs);
      const { value } = await ask((abortSignal) => container.items.upsert(word, { abortSignal }));
      const written = writtenSchema.safeParse(value?.resource);
      if (!written.success) throw storeFault('store-failed', 'no time of a write');
      const living = await ask((abortSignal) =>
        container.items
          .query(presenceQuery(written.data._ts), { partitionKey: PRESENCE, maxItemCount: 1_000, abortSignal })
          .fetchAll(),
      );
      return Math.max(1, living.value?.resources.length ?? 0);
    },

    async withdraw(replica) {
      const { container, ask } = sessions.begin(withinMs);
      await ask((abortSignal) => container.item(encodeId(replica), PRESENCE).delete({ abortSignal }));
    },
  };
}
