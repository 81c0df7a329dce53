import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readTrace, type SystemCall, traced } from '../support/system-calls.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const home = temporaryFolder();
afterAll(() => home.remove());

const FOLDER = new URL('../../src/store/checkpoints/checkpoint-folder.ts', import.meta.url).href;

it('a checkpoint is on the disk under its name before anybody is given its code', async () => {
  const folder = join(realpathSync(home.path()), 'deep', 'checkpoints');
  const program = `
    import { writeSync } from 'node:fs';
    import { createCheckpointFolder } from ${JSON.stringify(FOLDER)};
    await createCheckpointFolder(${JSON.stringify(folder)}).keep('a.txt', 'THE LIST');
    writeSync(2, 'THE CODE');`;
  const [strace = '', ...words] = traced(home.path('calls.txt'));
  const run = spawnSync(strace, [...words, process.execPath, '--input-type=module', '--eval', program]);
  expect(run.status, run.stderr.toString()).toBe(0);
  const calls = await readTrace(home.path('calls.txt'));
  const written = calls.find((call) => call.name.includes('write') && call.given.includes('THE LIST'));
  const told = calls.find((call) => call.name === 'write' && call.given.includes('THE CODE'));
  const syncedAfter = (after: SystemCall | undefined, isOn: (on: string) => boolean) =>
    calls.find(({ name, on, begins }) => name === 'fsync' && isOn(on) && begins > (after?.ends ?? Number.NaN));
  // Under its first name still: what is renamed before it is on the disk may be there empty after a power cut.
  const file = syncedAfter(written, (on) => /\/a\.txt\.[\w-]+\.new$/.test(on));
  const itsFolder = syncedAfter(file, (on) => on === folder);
  expect(file?.succeeded).toBe(true);
  expect(itsFolder?.succeeded).toBe(true);
  expect(itsFolder?.ends).toBeLessThan(told?.begins ?? 0);
  // The folders were made with it, and their names are kept where they stand.
  for (const made of [join(folder, '..'), realpathSync(home.path())])
    expect(calls.find(({ name, on }) => name === 'fsync' && on === made)?.succeeded).toBe(true);
});
