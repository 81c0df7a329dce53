import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointName, openCheckpoint, sealCheckpoint } from '../../src/application/checkpoint-seal.ts';
import { writeCheckpoint } from '../../src/domain/checkpoint.ts';
import { codeFrom } from '../../src/domain/checkpoint-code.ts';
import { stranger } from './checkpoints.ts';
import { both, type DamageCase, run } from './damage-case.ts';
import { copyPlace, filesOf, type Place } from './two-days.ts';

/** What can be done to checkpoints, and to both. */
export const checkpointDamages: readonly DamageCase[] = [
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
  ...(
    [
      ['its last letter, of which four bits count for nothing', (last) => letterBeside(last)],
      ['something before its end that is no letter of it', (last) => `!!${last}`],
      ['an end that adds nothing', (last) => `${last}==`],
    ] satisfies [string, (last: string) => string][]
  ).map(
    ([what, change]): DamageCase => ({
      name: `the signature of a checkpoint was written in another way: ${what}`,
      do: ({ folder }) => changeFile(folder, 1, (text) => `${text.slice(0, -2)}${change(text.at(-2) ?? '')}\n`),
      found: () => both('its signature is not of what stands in it'),
    }),
  ),
  {
    name: 'a record was deleted, and a file put there that is of no time that there is',
    do: (place, { quiet }) => {
      plant(place, '2026-11-25', 'never');
      run(place.records, `DELETE FROM records WHERE id = '${quiet}'`);
    },
    found: ({ quiet }) => both('is no checkpoint', `DAMAGED ${quiet} (oakfield): it was there`),
  },
  {
    name: 'a record was deleted, and a folder put there that is called like a file',
    do: ({ records, folder }, { quiet }) => {
      mkdirSync(join(folder, 'x.txt'));
      run(records, `DELETE FROM records WHERE id = '${quiet}'`);
    },
    found: ({ quiet }) => both(`DAMAGED ${quiet} (oakfield): it was there`),
  },
  {
    name: 'a line of a checkpoint was taken out, and the rest signed by somebody who left their number',
    do: ({ folder }) => {
      const [name = ''] = filesOf(folder, 'oakfield').slice(1);
      const { checkpoint } = openCheckpoint(readFileSync(join(folder, name), 'utf8'))!;
      const whole = writeCheckpoint({ ...checkpoint, publicKey: stranger.publicKey });
      const body = whole.replace(/^C-.*\n/m, '');
      const code = codeFrom(createHash('sha256').update(body).digest());
      writeFileSync(join(folder, `oakfield-2026-11-24-${code}.txt`), `${body}signature ${stranger.sign(body)}\n`);
    },
    found: () => both('is no checkpoint'),
  },
  {
    name: 'the newest checkpoint was deleted, and Monday’s code is asked',
    do: ({ folder }) => rmSync(fileOf(folder, 1)),
    since: ({ codes }) => codes.monday,
    found: ({ codes }) => ({
      withKeys: [`the file of the checkpoint ${codes.tuesday}, of Tuesday`],
      alone: ['a checkpoint of the school "oakfield" was taken at 2026-11-24T16:00:00.000Z, and its file is not there'],
    }),
  },
  {
    name: 'a record was deleted, and every checkpoint of its school',
    do: ({ records, folder }, { elsewhere }) => {
      for (const name of filesOf(folder, 'elmfield')) rmSync(join(folder, name));
      run(records, `DELETE FROM records WHERE id = '${elsewhere}'`);
    },
    found: () => ({
      withKeys: ['the file of the checkpoint'],
      alone: ['there are records of the school "elmfield", and not one checkpoint of it'],
    }),
  },
  {
    name: 'every checkpoint was deleted',
    do: ({ folder }) => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
    },
    found: () => ({
      withKeys: ['no checkpoint is in the folder of checkpoints'],
      alone: [
        'there are records of the school "oakfield", and not one checkpoint of it',
        'there are records of the school "elmfield", and not one checkpoint of it',
        'nothing here knows the code',
      ],
    }),
  },
  {
    name: 'a record was deleted, and all checkpoints written anew without it by somebody else',
    do: (place, { quiet }) => {
      forgeAll(place, quiet);
      run(place.records, `DELETE FROM records WHERE id = '${quiet}'`);
    },
    found: () => ({ withKeys: ['was not signed by this service'], alone: ['nothing here knows the code'] }),
  },
  {
    name: 'a checkpoint was put there that somebody else signed',
    do: (place) => plant(place, '2026-11-25'),
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

/** The file of a day, signed by somebody else; the text is made anew from that of another. */
function plant({ folder }: Place, date: string, at = `${date}T16:00:00.000Z`): void {
  const [name = ''] = filesOf(folder, 'oakfield');
  const { checkpoint } = openCheckpoint(readFileSync(join(folder, name), 'utf8'))!;
  const body = writeCheckpoint({ ...checkpoint, at, date, publicKey: stranger.publicKey });
  const code = codeFrom(createHash('sha256').update(body).digest());
  writeFileSync(join(folder, `oakfield-${date}-${code}.txt`), `${body}signature ${stranger.sign(body)}\n`);
}

/** Signs every checkpoint of Oakfield anew, each naming the one before, and leaves a record out of all. */
function forgeAll({ folder }: Place, without: string): void {
  let previous: string | undefined;
  for (const name of filesOf(folder, 'oakfield')) {
    const { checkpoint } = openCheckpoint(readFileSync(join(folder, name), 'utf8'))!;
    rmSync(join(folder, name));
    const lines = checkpoint.lines.filter(({ reference }) => reference !== without);
    const of = { ...checkpoint, previous, publicKey: stranger.publicKey, lines };
    const { text, code } = sealCheckpoint(of, stranger);
    previous = code;
    writeFileSync(join(folder, checkpointName(of, code)), text);
  }
}

/** The file of Oakfield's first or second checkpoint. */
function fileOf(folder: string, day: 0 | 1): string {
  return join(folder, filesOf(folder, 'oakfield')[day]!);
}

function changeFile(folder: string, day: 0 | 1, change: (text: string) => string): void {
  const file = fileOf(folder, day);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** Another letter of base64url whose first two bits are the same. */
function letterBeside(letter: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return letters[letters.indexOf(letter) ^ 1] ?? '';
}
