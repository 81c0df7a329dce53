import { existsSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addSchool, prepareKeyFile, readKeyFile } from '../../src/vault/key-file.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let file: string;

beforeEach(async () => {
  folder = temporaryFolder();
  file = await prepareKeyFile(folder.path('keys.json'));
});

afterEach(() => folder.remove());

describe('a key is used only once it stands in the file', () => {
  test('so a process whose lock was taken over meanwhile writes nothing over what the other wrote', async () => {
    const theirs = { ...JSON.parse(readFileSync(file, 'utf8')), schools: [aSchoolsKeys('elmfield')] };
    let isTaken = false;
    // The other takes the lock as soon as this one has begun to write, as if that had stopped for a long time there.
    const watcher = watch(folder.path(), (_, name) => {
      if (isTaken || !name?.endsWith('.new') || !existsSync(folder.path(name))) return;
      isTaken = true;
      rmSync(folder.path(name));
      writeFileSync(`${file}.lock`, 'theirs-1');
      writeFileSync(folder.path('theirs'), JSON.stringify(theirs), { mode: 0o600 });
      renameSync(folder.path('theirs'), file);
      rmSync(`${file}.lock`);
    });
    try {
      for (let count = 0; count < 20 && !isTaken; count++) await addSchool(file, `school-${count}`);
    } finally {
      watcher.close();
    }
    const kept = await readKeyFile(file);
    expect(isTaken).toBe(true);
    expect(kept.map(({ school }) => school)).toContain('elmfield');
  });

  test('and what others had begun to write is taken away before it is read', async () => {
    writeFileSync(`${file}.abcdefgh.new`, '{"half');
    writeFileSync(`${file}.new`, '{"half');
    await addSchool(file, 'oakfield');
    expect(readdirSync(folder.path())).toEqual(['keys.json']);
  });
});

function aSchoolsKeys(school: string) {
  return { school, keyId: 'abcdefgh', wrappingKey: 'A'.repeat(43), tokenKey: 'A'.repeat(43) };
}
