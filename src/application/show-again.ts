import type { Registry } from '../domain/decider.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { ChannelId, Ids, RecordStore } from './ports.ts';

export interface StandingPosterParts {
  readonly store: RecordStore;
  readonly registry: Registry;
  readonly commands: CommandHandler;
  readonly ids: Ids;
  /** Told of a record that could not be shown again. */
  readonly failed: (of: { readonly record: string; readonly code: string }) => void;
}

/** Where the bot was set up anew: `place` is `channel:NAME` or `person:EMAIL`. */
interface Place {
  readonly [part: string]: string;
  readonly place: string;
  readonly chat: ChannelId;
}

/** At most this many records are shown again at once; the rest is in the list. */
const MOST = 30;

/** Puts what must stand in a chat there again, oldest first, when the bot was set up in it anew. */
export function createStandingPoster({ store, registry, commands, ids, failed }: StandingPosterParts) {
  /** One that cannot be read does not keep the others from being shown. */
  async function show(school: School, reference: string, type: string, data: Place): Promise<void> {
    try {
      await commands.handle({ id: ids.fresh(), school, reference, type, by: theClock, data });
    } catch (error) {
      if (!isDamage(error)) throw error;
      failed({ record: reference, code: faultCode(error) });
    }
  }

  return {
    async showAgain(school: School, place: Place): Promise<void> {
      for (const workflow of registry.values()) {
        if (workflow.standing === undefined) continue;
        const { statuses, command } = workflow.standing;
        const page = { order: 'newest-first', limit: MOST, tolerant: true } as const;
        const { records, unreadable = [] } = await store.query({
          school: school.id,
          kind: workflow.id,
          statuses,
          ...page,
        });
        for (const { id } of unreadable) failed({ record: id, code: 'store-corrupt' });
        for (const { id } of records.toReversed()) await show(school, id, command, place);
      }
    },
  };
}

export type StandingPoster = ReturnType<typeof createStandingPoster>;
