import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkpointName, sealCheckpoint } from '../../src/application/checkpoint-seal.ts';
import type { CheckpointShelf } from '../../src/application/ports.ts';
import { createRecordSealer } from '../../src/application/sealed-record.ts';
import { type VerificationSince, verifySince } from '../../src/application/verify-checkpoints.ts';
import { createCheckpointFolder } from '../../src/store/checkpoints/checkpoint-folder.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications } from '../support/application.ts';
import { damages } from '../support/damages.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { copyPlace, type Place, type TwoDays, twoDays } from '../support/two-days.ts';

const home = applications();
let days: TwoDays;

beforeAll(async () => {
  days = await twoDays(home);
});

describe('verify against the checkpoints of two days', () => {
  it('finds nothing where nothing was done, by the code of either day or by none', async () => {
    for (const since of [days.codes.monday, days.codes.tuesday, undefined]) {
      const { damaged, findings, checkpoints } = await verify(days.now, since);
      expect([damaged, findings]).toEqual([[], []]);
      expect(checkpoints).toHaveLength(4);
    }
  });

  it('is not led by a checkpoint that somebody else signed to miss what was never there', async () => {
    const place = { records: home.aPath(), folder: home.folder.path(randomUUID()) };
    copyPlace(days.now, place);
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const foreign = {
      publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
      sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
    };
    const of = { school: 'oakfield', date: '2026-11-25', at: '2026-11-25T16:00:00.000Z', previous: undefined };
    const { text, code } = sealCheckpoint({ ...of, ...foreign, lines: [{ reference: 'C-222222' }] }, foreign);
    await createCheckpointFolder(place.folder).keep(checkpointName(of, code), text);
    const { damaged, findings } = await verify(place, days.codes.tuesday);
    expect(damaged).toEqual([]);
    expect(findings).toEqual([expect.stringContaining('was not signed by this service')]);
    // Who holds that very code was given it, whoever signed.
    expect((await verify(place, code)).damaged).toMatchObject([{ reference: 'C-222222' }]);
  });

  it('does not miss the file of a checkpoint that is taken while it reads', async () => {
    const folder = createCheckpointFolder(days.now.folder);
    let asked = 0;
    const shelf: Pick<CheckpointShelf, 'names' | 'read'> = {
      ...folder,
      names: async () => {
        const names = await folder.names();
        return asked++ === 0 ? names.filter((name) => !name.includes(days.codes.tuesday)) : names;
      },
    };
    const { damaged, findings } = await verify(days.now, days.codes.monday, shelf);
    expect([damaged, findings]).toEqual([[], []]);
  });

  it.each(damages)('finds it when $name', async ({ do: damage, since, found }) => {
    const place = { records: home.aPath(), folder: home.folder.path(randomUUID()) };
    copyPlace(days.now, place);
    damage(place, days);
    const told = said(await verify(place, since === undefined ? days.codes.tuesday : since(days)));
    expect(told).not.toEqual([]);
    for (const expected of found(days).withKeys)
      expect(told.map(lower), told.join('\n')).toContainEqual(expect.stringContaining(lower(expected)));
  });
});

const lower = (text: string) => text.toLowerCase();

function said({ damaged, findings }: VerificationSince): readonly string[] {
  return [
    ...findings.map((finding) => `FOUND ${finding}`),
    ...damaged.map(({ reference, school, entry, what }) => {
      const where = entry === undefined ? '' : `first bad entry ${entry}: `;
      return `DAMAGED ${reference} (${school}): ${where}${what}`;
    }),
  ];
}

async function verify(
  { records, folder }: Place,
  since: string | undefined,
  shelf: Pick<CheckpointShelf, 'names' | 'read'> = createCheckpointFolder(folder),
): Promise<VerificationSince> {
  const store = sqliteHere(records);
  try {
    const vault = await openFileVault(home.folder.path('keys.json'));
    const sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
    return await verifySince({ store, vault, sealer, registry, shelf }, since);
  } finally {
    await store.close();
  }
}
