import { generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCheckpoint, sealCheckpoint } from '../../src/application/checkpoint-seal.ts';
import { chainHash, chainRoot } from '../../src/domain/chain.ts';
import type { Entry } from '../../src/domain/record.ts';
import { copyPlace, filesOf, type Place, type TwoDays } from './two-days.ts';

/** Something that somebody does to records or checkpoints who can write both but has no key. */
export interface DamageCase {
  readonly name: string;
  readonly do: (place: Place, days: TwoDays) => void;
  /** The code that is held against it: Tuesday's, if not another. */
  readonly since?: (days: TwoDays) => string;
  /** What each verifier has to say, in any order: with the keys, and without them. */
  readonly found: (days: TwoDays) => { readonly withKeys: readonly string[]; readonly alone: readonly string[] };
}

const both = (...texts: readonly string[]) => ({ withKeys: texts, alone: texts });
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

/** What can be done to checkpoints, and to both. */
const ofCheckpoints: readonly DamageCase[] = [
  {
    name: 'a line of a checkpoint was changed',
    do: ({ folder }) => changeFile(folder, 1, (text) => text.replace(/ concern (\d) /, ' concern 1$1 ')),
    found: ({ codes }) => both('was altered', codes.tuesday),
  },
  {
    name: 'a line of a checkpoint was taken out, and their number corrected',
    do: ({ folder }, { later }) =>
      changeFile(folder, 1, (text) =>
        text
          .replace(new RegExp(`^${later} .*\\n`, 'm'), '')
          .replace(/^records (\d+)$/m, (_, count) => `records ${Number(count) - 1}`),
      ),
    found: ({ codes }) => both('was altered or renamed', codes.tuesday),
  },
  {
    name: 'the signature of a checkpoint was changed',
    do: ({ folder }) =>
      changeFile(folder, 1, (text) => text.replace(/(?<=signature .{5})./, (letter) => (letter === 'A' ? 'B' : 'A'))),
    found: () => both('its signature is not of what stands in it'),
  },
  {
    name: 'a checkpoint was put there that somebody else signed',
    do: ({ folder }) => {
      const { checkpoint } = openCheckpoint(readFileSync(fileOf(folder, 1), 'utf8'))!;
      const of = { ...checkpoint, at: '2026-11-25T16:00:00.000Z', date: '2026-11-25', publicKey: foreign.publicKey };
      const { text, code } = sealCheckpoint(of, foreign);
      writeFileSync(join(folder, `oakfield-2026-11-25-${code}.txt`), text);
    },
    found: () => ({ withKeys: ['was not signed by this service'], alone: ['is signed with another key'] }),
  },
  {
    name: 'a checkpoint was given the name of another school',
    do: ({ folder }) => renameSync(fileOf(folder, 1), join(folder, filesOf(folder, 'elmfield')[1]!)),
    found: ({ codes }) => both('was altered or renamed', `gives the code ${codes.tuesday}`),
  },
  {
    name: 'the checkpoint that others follow was deleted',
    do: ({ folder }) => rmSync(fileOf(folder, 0)),
    found: ({ codes }) => both(`the file of the checkpoint ${codes.monday}`),
  },
  {
    name: 'the checkpoint of the code was deleted',
    do: ({ folder }) => rmSync(fileOf(folder, 1)),
    found: ({ codes }) => ({
      withKeys: [`the file of the checkpoint ${codes.tuesday}`, `the code ${codes.tuesday} was given on Tuesday`],
      // Which codes were given stands in the records, and is sealed.
      alone: [`nothing here knows the code ${codes.tuesday}`],
    }),
  },
  {
    name: 'records and checkpoints were both put back to the first night',
    do: (place, { firstNight }) => copyPlace(firstNight, place),
    found: ({ codes }) => both(`nothing here knows the code ${codes.tuesday}`),
  },
  {
    name: 'the code was mistyped',
    do: () => undefined,
    since: ({ codes }) => `${codes.tuesday.slice(0, -1)}${codes.tuesday.endsWith('0') ? '1' : '0'}`,
    found: () => both('nothing here knows the code'),
  },
  {
    name: 'a record of Monday was deleted, and Monday’s code is asked',
    do: ({ records }, { quiet }) => run(records, `DELETE FROM records WHERE id = '${quiet}'`),
    since: ({ codes }) => codes.monday,
    found: ({ quiet }) => both(`DAMAGED ${quiet} (oakfield): it was there`),
  },
];

/** Everything that may be done to records and checkpoints. */
export const damages: readonly DamageCase[] = [...ofRecords, ...ofCheckpoints];

/** An Ed25519 key that is not the school's. */
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const foreign = {
  publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
  sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
};

function run(records: string, sql: string): void {
  using database = new DatabaseSync(records);
  database.exec(sql);
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
function rechained(id: string, entries: readonly Entry[]): readonly Entry[] {
  let previous = chainRoot({ school: 'oakfield', kind: 'concern', id });
  return entries.map((entry) => {
    previous = chainHash(previous, entry);
    return { ...entry, hash: previous };
  });
}

/** The file of Oakfield's first or second checkpoint. */
function fileOf(folder: string, day: 0 | 1): string {
  return join(folder, filesOf(folder, 'oakfield')[day]!);
}

function changeFile(folder: string, day: 0 | 1, change: (text: string) => string): void {
  const file = fileOf(folder, day);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
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
