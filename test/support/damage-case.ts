import { DatabaseSync } from 'node:sqlite';
import type { Place, TwoDays } from './two-days.ts';

/** Something that somebody does to records or checkpoints who can write both but has no key. */
export interface DamageCase {
  readonly name: string;
  readonly do: (place: Place, days: TwoDays) => void;
  /** The code that is held against it: Tuesday's, if not another. */
  readonly since?: (days: TwoDays) => string;
  /** What each verifier has to say, in any order: with the keys, and without them. */
  readonly found: (days: TwoDays) => { readonly withKeys: readonly string[]; readonly alone: readonly string[] };
}

/** What both verifiers say. */
export const both = (...texts: readonly string[]) => ({ withKeys: texts, alone: texts });

/** Changes records past the service. */
export function run(records: string, sql: string): void {
  using database = new DatabaseSync(records);
  database.exec(sql);
}
