import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isDamage } from '../../src/application/faults.ts';
import type { Vault } from '../../src/application/ports.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { type KeyVaultHere, keyVaultHere } from '../support/key-vault-here.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let here: KeyVaultHere;
let file: Vault;

beforeEach(async () => {
  folder = temporaryFolder();
  here = await keyVaultHere();
  file = await openFileVault(folder.path('keys.json'));
});

afterEach(async () => {
  await here.stop();
  folder.remove();
});

describe('a record that was sealed by a vault of another kind', () => {
  test.each(['file', 'Key Vault'])(
    'is no damaged one for the vault on a %s, which says what VAULT must name',
    async (kind) => {
      const keyVault = here.open();
      const [sealed, vault] = kind === 'file' ? ([keyVault, file] as const) : ([file, keyVault] as const);
      const wrapped = await sealed.wrap('oakfield', randomBytes(32));
      const fault = await vault.unwrap('oakfield', wrapped).catch((thrown: unknown) => thrown);
      expect(fault).toMatchObject({
        code: 'vault-other-kind',
        message: expect.stringContaining(kind === 'file' ? 'Azure Key Vault' : 'key file'),
        whatToDo: expect.stringMatching(/^Name .* in VAULT\. .* no way from one kind of vault to the other\.$/),
      });
      expect(isDamage(fault)).toBe(false);
    },
  );
});
