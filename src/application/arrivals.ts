import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { storeSlow } from './answering-store.ts';
import { Fault } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import { waitAtMost } from './wait-at-most.ts';

/** So long whoever wrote a line is kept waiting for the store, in milliseconds. */
const LINE_WITHIN_MS = 500;

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
  async function note(school: School, key: string): Promise<boolean> {
    const noted = await commands.handle({ id: key, school, key, type: 'arrival/note', by: theClock, data: {} });
    return noted.kind !== 'done' || !noted.isRepeated;
  }

  async function orNew(isNew: Promise<boolean>): Promise<boolean> {
    try {
      return await isNew;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Better answered twice than not at all.
      failed({ code: error.code });
      return true;
    }
  }

  return {
    /** True the first time. `key` is made from the chat's own ids. Also true when the store does not say in time. */
    isNew: (school: School, key: string): Promise<boolean> => orNew(note(school, key)),
    /** The same of a line that somebody wrote, who looks at the chat: also true when the store does not say at once. */
    isNewLine: (school: School, key: string): Promise<boolean> =>
      orNew(waitAtMost(LINE_WITHIN_MS, note(school, key), storeSlow)),
  };
}

export type Arrivals = ReturnType<typeof createArrivals>;
