import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { Fault } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';

export interface ArrivalsParts {
  readonly commands: CommandHandler;
  /** Told when the store could not say. */
  readonly failed: (of: { readonly code: string }) => void;
}

/**
 * Knows what has come in from a chat before, also at another replica and before a restart. For what has no record of
 * its own; a command remembers by itself what was asked of it.
 */
export function createArrivals({ commands, failed }: ArrivalsParts) {
  return {
    /** True the first time. `key` is made from the chat's own ids. Also true when the store does not say in time. */
    async isNew(school: School, key: string): Promise<boolean> {
      try {
        const noted = await commands.handle({ id: key, school, key, type: 'arrival/note', by: theClock, data: {} });
        return noted.kind !== 'done' || !noted.isRepeated;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        // Better answered twice than not at all.
        failed({ code: error.code });
        return true;
      }
    },
  };
}

export type Arrivals = ReturnType<typeof createArrivals>;
