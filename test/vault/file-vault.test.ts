import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { describeVault } from '../contract/vault.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

describeVault('a key file', async () => {
  const folder = temporaryFolder();
  const path = folder.path('keys.json');
  return {
    vault: await openFileVault(path),
    reopen: () => openFileVault(path),
    openOther: () => openFileVault(folder.path('other', 'keys.json')),
    cleanUp: async () => folder.remove(),
  };
});

let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.path('keys.json');
});

afterEach(() => folder.remove());

describe('the key file', () => {
  test('is made for the owner alone, in folders for the owner alone, and nothing else is left there', async () => {
    const deep = folder.path('data', 'vault', 'keys.json');
    const vault = await openFileVault(deep);
    expect(modeOf(deep)).toBe(0o600);
    await vault.token('oakfield', 'sam');
    expect(modeOf(deep)).toBe(0o600);
    expect(modeOf(folder.path('data'))).toBe(0o700);
    expect(modeOf(folder.path('data', 'vault'))).toBe(0o700);
    expect(readdirSync(folder.path('data', 'vault'))).toEqual(['keys.json']);
  });

  test('holds for each school that was used a key for wrapping and another for tokens, of 256 bits each', async () => {
    const vault = await openFileVault(path);
    await vault.token('oakfield', 'sam');
    await vault.wrap('elmfield', randomBytes(32));
    await vault.wrap('oakfield', randomBytes(32));
    const { schools } = JSON.parse(readFileSync(path, 'utf8'));
    expect(schools.map(({ school }: { school: string }) => school)).toEqual(['oakfield', 'elmfield']);
    const keys = schools.flatMap((each: Record<string, string>) => [each['wrappingKey'], each['tokenKey']]);
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  });

  test('is named by a wrapped key, with its version', async () => {
    const vault = await openFileVault(path);
    const wrapped = await vault.wrap('oakfield', randomBytes(32));
    const { schools } = JSON.parse(readFileSync(path, 'utf8'));
    expect(wrapped).toMatch(new RegExp(`^file1\\.${schools[0].keyId}\\.[\\w-]{80}$`));
  });

  test('is not rewritten when nothing is new', async () => {
    const vault = await openFileVault(path);
    await vault.token('oakfield', 'sam');
    const { ino } = statSync(path);
    const again = await openFileVault(path);
    await again.token('oakfield', 'sam');
    await again.wrap('oakfield', randomBytes(32));
    expect(statSync(path).ino).toBe(ino);
  });

  test('is changed though a process that changed it was killed in the middle', async () => {
    await openFileVault(path);
    writeFileSync(`${path}.new`, '{"half', { mode: 0o644 });
    const vault = await openFileVault(path);
    await vault.token('oakfield', 'sam');
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(folder.path())).toEqual(['keys.json']);
  });

  test('is changed by one process after the other', async () => {
    const vault = await openFileVault(path);
    writeFileSync(`${path}.lock`, '');
    const waiting = vault.token('oakfield', 'sam');
    const first = await Promise.race([waiting, new Promise((resolve) => setImmediate(resolve, 'still waiting'))]);
    expect(first).toBe('still waiting');
    rmSync(`${path}.lock`);
    expect(await waiting).toMatch(/^[\w-]{24}$/);
  });

  test('is tried again after it could not be changed', async () => {
    const vault = await openFileVault(path);
    mkdirSync(`${path}.new`);
    await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({
      name: 'VaultFault',
      code: 'vault-failed',
      message: expect.stringContaining(path),
    });
    rmSync(`${path}.new`, { recursive: true });
    expect(await vault.token('oakfield', 'sam')).toMatch(/^[\w-]{24}$/);
  });
});

describe('a key file that others can get at', () => {
  test.each([0o640, 0o604, 0o660, 0o644, 0o610, 0o602])('is refused, with what to do (%o)', async (mode) => {
    await openFileVault(path);
    chmodSync(path, mode);
    await expect(openFileVault(path)).rejects.toMatchObject({
      name: 'VaultFault',
      code: 'vault-key-exposed',
      message: expect.stringContaining(path),
      whatToDo: expect.stringContaining('chmod 600'),
    });
    expect(modeOf(path)).toBe(mode);
  });

  test('is refused when it became so while it was in use, before a school is added', async () => {
    const vault = await openFileVault(path);
    chmodSync(path, 0o644);
    await expect(vault.wrap('oakfield', randomBytes(32))).rejects.toMatchObject({ code: 'vault-key-exposed' });
  });

  test('is refused when a link leads to where others can put another in its place', async () => {
    mkdirSync(folder.path('shared'));
    chmodSync(folder.path('shared'), 0o777);
    await openFileVault(folder.path('shared', 'keys.json'));
    symlinkSync(folder.path('shared', 'keys.json'), path);
    await expect(openFileVault(path)).rejects.toMatchObject({ code: 'vault-key-exposed' });
    chmodSync(folder.path('shared'), 0o700);
    await openFileVault(path);
  });

  test('is refused when a link leads to a file that others can write', async () => {
    mkdirSync(folder.path('apart'), { mode: 0o700 });
    await openFileVault(folder.path('apart', 'keys.json'));
    chmodSync(folder.path('apart', 'keys.json'), 0o622);
    symlinkSync(folder.path('apart', 'keys.json'), path);
    await expect(openFileVault(path)).rejects.toMatchObject({ code: 'vault-key-exposed' });
  });

  test('may be a link to one that only the owner can write, and stays a link', async () => {
    mkdirSync(folder.path('apart'), { mode: 0o700 });
    await openFileVault(folder.path('apart', 'keys.json'));
    symlinkSync(folder.path('apart', 'keys.json'), path);
    const vault = await openFileVault(path);
    const token = await vault.token('oakfield', 'sam');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    const direct = await openFileVault(folder.path('apart', 'keys.json'));
    expect(await direct.token('oakfield', 'sam')).toBe(token);
  });
});

describe('a key file that is not ours', () => {
  const key = 'A'.repeat(43);
  const keys = { school: 'oakfield', keyId: 'abcdefgh', wrappingKey: key, tokenKey: key };
  const format = 'safeguarding-bot/keys/1';

  test.each([
    ['empty', ''],
    ['text', 'Dear parents'],
    ['cut short', `{"format":"${format}","schools":[`],
    ['an array', '[]'],
    ['of another format', JSON.stringify({ format: 'safeguarding-bot/keys/2', schools: [] })],
    ['without schools', JSON.stringify({ format })],
    ['with more than we wrote', JSON.stringify({ format, schools: [], more: 1 })],
    ['with a short key', JSON.stringify({ format, schools: [{ ...keys, tokenKey: 'A'.repeat(42) }] })],
    ['with a key that is not base64url', JSON.stringify({ format, schools: [{ ...keys, tokenKey: `${key}=` }] })],
    ['with a key of surplus bits', JSON.stringify({ format, schools: [{ ...keys, tokenKey: `${'A'.repeat(42)}B` }] })],
    ['with an odd key id', JSON.stringify({ format, schools: [{ ...keys, keyId: 'a.b.c.d.e' }] })],
    ['with one school twice', JSON.stringify({ format, schools: [keys, { ...keys, keyId: 'ijklmnop' }] })],
    ['with one key id twice', JSON.stringify({ format, schools: [keys, { ...keys, school: 'elmfield' }] })],
  ])('is refused and stays as it was: %s', async (_, text) => {
    writeFileSync(path, text, { mode: 0o600 });
    await expect(openFileVault(path)).rejects.toMatchObject({
      name: 'VaultFault',
      code: 'vault-key-invalid',
      message: expect.stringContaining(path),
      whatToDo: expect.stringContaining('backup'),
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('would be accepted if it were right', async () => {
    writeFileSync(path, JSON.stringify({ format, schools: [keys] }), { mode: 0o600 });
    const vault = await openFileVault(path);
    expect(await vault.token('oakfield', 'sam')).toMatch(/^[\w-]{24}$/);
  });

  test('is refused when it is a folder, or a link that leads nowhere', async () => {
    mkdirSync(path, { mode: 0o700 });
    await expect(openFileVault(path)).rejects.toMatchObject({ code: 'vault-key-invalid' });
    rmSync(path, { recursive: true });
    symlinkSync(folder.path('nowhere'), path);
    await expect(openFileVault(path)).rejects.toMatchObject({ code: 'vault-key-invalid' });
  });

  test('is refused when its folder is a file', async () => {
    writeFileSync(folder.path('file'), '');
    await expect(openFileVault(folder.path('file', 'keys.json'))).rejects.toMatchObject({ code: 'vault-failed' });
  });
});

describe('a key file that was lost', () => {
  test('leaves its records unread, and says that it must come back from its backup', async () => {
    const vault = await openFileVault(path);
    const dataKey = randomBytes(32);
    const wrapped = await vault.wrap('oakfield', dataKey);
    copyFileSync(path, folder.path('backup'));
    rmSync(path);
    const without = await openFileVault(path);
    for (const use of [() => {}, () => without.wrap('oakfield', dataKey)]) {
      await use();
      await expect(without.unwrap('oakfield', wrapped)).rejects.toMatchObject({
        name: 'VaultFault',
        code: 'vault-key-missing',
        whatToDo: expect.stringMatching(/back from its backup.*cannot be read, by anybody/),
      });
    }
    copyFileSync(folder.path('backup'), path);
    const restored = await openFileVault(path);
    expect(Buffer.from(await restored.unwrap('oakfield', wrapped))).toEqual(dataKey);
  });

  test('while in use is noticed before keys are made for another school', async () => {
    const vault = await openFileVault(path);
    await vault.wrap('oakfield', randomBytes(32));
    rmSync(path);
    await expect(vault.wrap('elmfield', randomBytes(32))).rejects.toMatchObject({ code: 'vault-key-missing' });
    expect(readdirSync(folder.path())).toEqual([]);
  });

  test('while in use, and replaced by one without its keys, is noticed', async () => {
    const vault = await openFileVault(path);
    copyFileSync(path, folder.path('older'));
    await vault.wrap('oakfield', randomBytes(32));
    copyFileSync(folder.path('older'), path);
    await expect(vault.wrap('elmfield', randomBytes(32))).rejects.toMatchObject({ code: 'vault-key-missing' });
  });
});

test('a key that another process made is found without a restart', async () => {
  const vault = await openFileVault(path);
  const other = await openFileVault(path);
  const dataKey = randomBytes(32);
  const wrapped = await other.wrap('oakfield', dataKey);
  expect(Buffer.from(await vault.unwrap('oakfield', wrapped))).toEqual(dataKey);
});

test('a wrapped key whose key id was exchanged for another school’s is refused', async () => {
  const vault = await openFileVault(path);
  const [ours = '', theirs = ''] = [
    await vault.wrap('oakfield', randomBytes(32)),
    await vault.wrap('elmfield', randomBytes(32)),
  ];
  const forged = `file1.${theirs.split('.')[1]}.${ours.split('.')[2]}`;
  for (const school of ['oakfield', 'elmfield']) {
    await expect(vault.unwrap(school, forged)).rejects.toMatchObject({ code: 'vault-wrap-altered' });
  }
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}
