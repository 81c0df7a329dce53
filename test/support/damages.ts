import { cpSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { chainHash, chainRoot } from '../../src/domain/chain.ts';
import type { Entry } from '../../src/domain/record.ts';
import { checkpointDamages } from './checkpoint-damages.ts';
import { both, type DamageCase, run } from './damage-case.ts';

const withKeysOnly = (...texts: readonly string[]) => ({ withKeys: texts, alone: [] });

/** What can be done to records. */
const ofRecords: readonly DamageCase[] = [
  ...(['status', 'due', 'created_at', 'updated_at', 'tokens', 'key', 'state', 'posts', 'outbox'] as const).map(
    (column): DamageCase => ({
      name: `a byte of ${column} was changed`,
      do: ({ records }, { owing }) => changeColumn(records, owing, column),
      // Without the keys nobody can say what should stand there.
      found: ({ owing }) => withKeysOnly(`DAMAGED ${owing}`),
    }),
  ),
  {
    name: 'the reference of a record was changed',
    do: ({ records }, { quiet }) => run(records, `UPDATE records SET id = 'C-222222' WHERE id = '${quiet}'`),
    found: ({ quiet }) => both(`DAMAGED ${quiet}`, 'DAMAGED C-222222'),
  },
  {
    name: 'a record was moved to another school',
    do: ({ records }, { quiet }) => run(records, `UPDATE records SET school = 'elmfield' WHERE id = '${quiet}'`),
    found: ({ quiet }) => both(`DAMAGED ${quiet} (oakfield)`, `DAMAGED ${quiet} (elmfield)`),
  },
  {
    name: 'a record was given another kind, one that no checkpoint lists',
    do: ({ records }, { quiet }) => run(records, `UPDATE records SET kind = 'draft' WHERE id = '${quiet}'`),
    found: ({ quiet }) => both(`DAMAGED ${quiet}`),
  },
  ...(['sealed', 'hash', 'at', 'seq'] as const).map(
    (field): DamageCase => ({
      name: `a byte of ${field} of an entry was changed`,
      do: ({ records }, { grown }) =>
        changeEntries(records, grown, (entries) =>
          entries.map((entry, index) => (index === 1 ? { ...entry, [field]: another(entry[field]) } : entry)),
        ),
      found: ({ grown }) => both(`DAMAGED ${grown} (oakfield): first bad entry 2`),
    }),
  ),
  {
    name: 'a record was given another kind, and all hashes made to fit',
    do: ({ records }, { quiet }) => {
      const entries = rechained(quiet, entriesOf(records, quiet), 'draft');
      run(records, `UPDATE records SET kind = 'draft', entries = '${JSON.stringify(entries)}' WHERE id = '${quiet}'`);
    },
    found: ({ quiet }) => ({
      withKeys: [`DAMAGED ${quiet}`],
      alone: [`DAMAGED ${quiet} (oakfield): it is of the kind "draft"`],
    }),
  },
  {
    name: 'an entry was removed',
    do: ({ records }, { grown }) => changeEntries(records, grown, ([first, , ...rest]) => [first!, ...rest]),
    found: ({ grown }) => both(`DAMAGED ${grown} (oakfield): first bad entry 2`),
  },
  {
    name: 'the last entry was removed',
    do: ({ records }, { grown }) => changeEntries(records, grown, (entries) => entries.slice(0, -1)),
    found: ({ grown }) => both(`DAMAGED ${grown} (oakfield): first bad entry 3`),
  },
  {
    name: 'two entries changed places',
    do: ({ records }, { grown }) => changeEntries(records, grown, ([a, b, ...rest]) => [b!, a!, ...rest]),
    found: ({ grown }) => both(`DAMAGED ${grown} (oakfield): first bad entry 1`),
  },
  {
    name: 'an entry was moved there from another record',
    do: ({ records }, { grown, quiet }) => {
      const [moved] = entriesOf(records, quiet);
      changeEntries(records, grown, ([, ...rest]) => [moved!, ...rest]);
    },
    found: ({ grown }) => both(`DAMAGED ${grown} (oakfield): first bad entry 1`),
  },
  {
    name: 'the content of a record was put in place of another’s',
    do: ({ records }, { other, quiet }) =>
      run(
        records,
        `UPDATE records SET (entries, state, posts, outbox, key, tokens) =
          (SELECT entries, state, posts, outbox, key, tokens FROM records WHERE id = '${other}') WHERE id = '${quiet}'`,
      ),
    found: ({ quiet }) => both(`DAMAGED ${quiet} (oakfield): first bad entry 1`),
  },
  {
    name: 'an entry was changed and all hashes made to fit',
    do: ({ records }, { grown }) =>
      changeEntries(records, grown, (entries) =>
        rechained(
          grown,
          entries.map((entry) => ({ ...entry, at: '2026-11-20T09:00:00.000Z' })),
        ),
      ),
    found: ({ grown }) => both(`DAMAGED ${grown} (oakfield): first bad entry`),
  },
  {
    name: 'one whole record was put back to what it was in the first night',
    do: ({ records }, { grown, firstNight }) =>
      run(
        records,
        `ATTACH '${firstNight.records}' AS old;
         DELETE FROM records WHERE id = '${grown}';
         INSERT INTO records SELECT * FROM old.records WHERE id = '${grown}';`,
      ),
    found: ({ grown }) => ({
      withKeys: [`DAMAGED ${grown} (oakfield): first bad entry 3: entry 3 was there on Tuesday`],
      alone: [`DAMAGED ${grown} (oakfield): first bad entry 3: it was there`],
    }),
  },
  {
    name: 'a record was deleted',
    do: ({ records }, { later }) => run(records, `DELETE FROM records WHERE id = '${later}'`),
    found: ({ later }) => both(`DAMAGED ${later} (oakfield): it was there`),
  },
  {
    name: 'a record can no longer be read',
    do: ({ records }, { quiet }) => run(records, `UPDATE records SET entries = 'none' WHERE id = '${quiet}'`),
    found: ({ quiet }) => both(`DAMAGED ${quiet} (oakfield): it cannot be read`),
  },
  {
    name: 'the whole file was put back to the first night',
    do: ({ records }, { firstNight }) => cpSync(firstNight.records, records),
    found: ({ grown, later }) =>
      both(
        'FOUND the records of the school "oakfield" were put back to about 2026-11-23',
        `DAMAGED ${grown} (oakfield): first bad entry 3`,
        `DAMAGED ${later} (oakfield): it was there`,
      ),
  },
  {
    name: 'every record of a school was deleted',
    do: ({ records }) => run(records, `DELETE FROM records WHERE school = 'oakfield'`),
    found: () => both('FOUND there are checkpoints of the school "oakfield", and not one record of it'),
  },
];

/** What can be done to a database beside its records, and with the numbers of their rows. */
const ofDatabases: readonly DamageCase[] = [
  {
    name: 'the list by which the database finds records was emptied',
    do: ({ records }) => run(records, 'DELETE FROM tokens'),
    found: ({ quiet, elsewhere }) =>
      withKeysOnly(`DAMAGED ${quiet} (oakfield): the list by which`, `DAMAGED ${elsewhere} (elmfield): the list`),
  },
  ...(['status', 'token', 'created_at'] as const).map(
    (column): DamageCase => ({
      name: `the list by which the database finds a record has another ${column}`,
      do: ({ records }, { quiet }) =>
        run(records, `UPDATE tokens SET ${column} = 'x' || ${column} WHERE id = '${quiet}'`),
      found: ({ quiet }) => withKeysOnly(`DAMAGED ${quiet} (oakfield): the list by which`),
    }),
  ),
  {
    name: 'the database was given a trigger',
    do: ({ records }) =>
      run(records, 'CREATE TRIGGER quietly AFTER UPDATE ON records BEGIN DELETE FROM tokens WHERE row = new.row; END'),
    found: () => withKeysOnly('FOUND The database has the trigger "quietly"'),
  },
  {
    name: 'an index was taken from the database',
    do: ({ records }) => run(records, 'DROP INDEX records_by_due'),
    found: () => withKeysOnly('FOUND The database lacks the index "records_by_due"'),
  },
  {
    name: 'an index of the database lacks the records that it should lead to',
    do: ({ records }) => {
      emptyIndex(records);
    },
    found: () => withKeysOnly('FOUND The database is damaged: row 1 missing from index records_by_status'),
  },
  ...(['9223372036854775806', '-5'] as const).map(
    (row): DamageCase => ({
      name: `a record was deleted, and another’s row has the number ${row}`,
      do: ({ records }, { other, quiet }) =>
        run(
          records,
          `PRAGMA foreign_keys = OFF; UPDATE records SET row = ${row} WHERE id = '${other}';
           UPDATE tokens SET row = ${row} WHERE id = '${other}'; DELETE FROM records WHERE id = '${quiet}';`,
        ),
      found: ({ quiet }) => both(`DAMAGED ${quiet} (oakfield): it was there`),
    }),
  ),
];

/** Everything that may be done to records and checkpoints. */
export const damages: readonly DamageCase[] = [...ofRecords, ...ofDatabases, ...checkpointDamages];

/** An index is emptied by making it one of nothing, and told afterwards that it is of everything. */
function emptyIndex(records: string): void {
  const describe = (from: string, to: string) => {
    using database = new DatabaseSync(records);
    database.enableDefensive(false);
    database.exec(`PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, '${from}', '${to}') WHERE name = 'records_by_status'`);
  };
  describe('created_at, id)', "created_at, id) WHERE kind = ''x''");
  run(records, 'REINDEX records_by_status');
  describe(" WHERE kind = ''x''", '');
}

function changeColumn(records: string, id: string, column: string): void {
  using database = new DatabaseSync(records);
  const value = database.prepare(`SELECT ${column} AS value FROM records WHERE id = ?`).get(id)?.['value'];
  const changed = typeof value === 'string' ? another(value, /[A-Za-z0-9](?=[^A-Za-z0-9]*$)/) : null;
  database.prepare(`UPDATE records SET ${column} = ? WHERE id = ?`).run(changed ?? '2026-11-30T09:00:00.000Z', id);
}

function entriesOf(records: string, id: string): readonly Entry[] {
  using database = new DatabaseSync(records);
  return JSON.parse(String(database.prepare('SELECT entries FROM records WHERE id = ?').get(id)?.['entries']));
}

function changeEntries(records: string, id: string, change: (entries: readonly Entry[]) => readonly Entry[]): void {
  const entries = JSON.stringify(change(entriesOf(records, id)));
  using database = new DatabaseSync(records);
  database.prepare('UPDATE records SET entries = ? WHERE id = ?').run(entries, id);
}

/** What somebody can do who knows how the hashes are made but has no key. */
function rechained(id: string, entries: readonly Entry[], kind = 'concern'): readonly Entry[] {
  let previous = chainRoot({ school: 'oakfield', kind, id });
  return entries.map((entry) => {
    previous = chainHash(previous, entry);
    return { ...entry, hash: previous };
  });
}

/** The same with one digit or letter changed: the one that `where` finds, or the second digit. */
function another<Value extends string | number>(value: Value, where = /(?<=^.*\d.*)\d|(?<=^.)[A-Za-z]|\d/): Value {
  const text = String(value);
  const changed = text.replace(where, (letter) =>
    /\d/.test(letter) ? String((Number(letter) + 1) % 10) : letter === 'A' ? 'B' : 'A',
  );
  if (changed === text) throw new Error(`nothing in ${text} could be changed`);
  return (typeof value === 'number' ? Number(changed) : changed) as Value;
}
