import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createCheckpointFolder } from '../../../src/store/checkpoints/checkpoint-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const home = temporaryFolder();
afterAll(() => home.remove());

describe('the folder of checkpoints', () => {
  it('is made with the first one, for the account of the service alone', async () => {
    const folder = home.path('deep', 'checkpoints');
    const shelf = createCheckpointFolder(folder);
    expect(await shelf.names()).toEqual([]);
    await shelf.keep('oakfield-2026-11-23-A.txt', 'one\n');
    expect(readFileSync(`${folder}/oakfield-2026-11-23-A.txt`, 'utf8')).toBe('one\n');
    if (process.platform === 'win32') return;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(`${folder}/oakfield-2026-11-23-A.txt`).mode & 0o777).toBe(0o600);
  });

  it('gives back what it keeps, and leaves nothing else behind', async () => {
    const folder = home.path('kept');
    const shelf = createCheckpointFolder(folder);
    await shelf.keep('a.txt', 'one');
    await shelf.keep('b.txt', 'two');
    await shelf.keep('a.txt', 'one');
    expect([...(await shelf.names())].sort()).toEqual(['a.txt', 'b.txt']);
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b.txt']);
    expect(await shelf.read('b.txt')).toBe('two');
  });

  it('does not take for a checkpoint what a process left half written, nor a folder', async () => {
    const folder = home.path('half');
    mkdirSync(`${folder}/folder.txt`, { recursive: true });
    writeFileSync(`${folder}/a.txt.0000.new`, 'hal');
    expect(await createCheckpointFolder(folder).names()).toEqual([]);
  });

  it('says which folder cannot be used, and why', async () => {
    const file = home.path('file');
    writeFileSync(file, '');
    const shelf = createCheckpointFolder(`${file}/checkpoints`);
    const fault = { code: 'checkpoints-failed', message: expect.stringMatching(/file\/checkpoints; ENOTDIR/) };
    await expect(shelf.keep('a.txt', 'one')).rejects.toMatchObject(fault);
    await expect(shelf.names()).rejects.toMatchObject(fault);
    symlinkSync(home.path('nowhere'), home.path('link.txt'));
    await expect(createCheckpointFolder(home.path()).read('link.txt')).rejects.toMatchObject({
      code: 'checkpoints-failed',
    });
  });
});
