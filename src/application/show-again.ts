import type { Registry } from '../domain/decider.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { Ids, RecordStore } from './ports.ts';

export interface StandingPosterParts {
  readonly store: RecordStore;
  readonly registry: Registry;
  readonly commands: CommandHandler;
  readonly ids: Ids;
  /** Told of a record that could not be shown again. */
  readonly failed: (of: { readonly record: string; readonly code: string }) => void;
}

/** At most this many records are shown again at once; the rest is in the list. */
const MOST = 30;

/** Puts what must stand in a chat there again, oldest first, when the bot was set up in it anew. */
export function createStandingPoster({ store, registry, commands, ids, failed }: StandingPosterParts) {
  /** One that cannot be read does not keep the others from being shown. */
  async function show(school: School, reference: string, type: string, place: string): Promise<void> {
    try {
      await commands.handle({ id: ids.fresh(), school, reference, type, by: theClock, data: { place } });
    } catch (error) {
      if (!isDamage(error)) throw error;
      failed({ record: reference, code: faultCode(error) });
    }
  }

  return {
    /** `place` is `channel:NAME` or `person:EMAIL`. */
    async showAgain(school: School, place: string): Promise<void> {
      for (const workflow of registry.values()) {
        if (workflow.standing === undefined) continue;
        const { statuses, command } = workflow.standing;
        const query = { school: school.id, kind: workflow.id, statuses, order: 'newest-first', limit: MOST } as const;
        const { records } = await store.query(query);
        for (const { id } of records.toReversed()) await show(school, id, command, place);
      }
    },
  };
}

export type StandingPoster = ReturnType<typeof createStandingPoster>;
