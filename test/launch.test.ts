import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { compiledCode } from './support/compiled-code.ts';

const LAUNCH = resolve('src/launch.mjs');

/** The Node.js of this machine, where it is an older one than the product needs. */
const older = await olderNode();

it('a command is launched, and so is the service, which says what it misses', async () => {
  expect(await run(process.execPath, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('doctor') });
  expect(await run(process.execPath, ['serve'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('STORE: is not set'),
  });
});

it('what launches is written so that an old Node.js reads it', () => {
  const text = readFileSync(LAUNCH, 'utf8');
  // Imported only once the version was looked at: what they are written in is a mistake to an older one.
  expect(text.match(/^import /m)).toBeNull();
  expect(text.indexOf("import('./")).toBeGreaterThan(text.indexOf('major < NEEDED'));
});

it.skipIf(older === undefined)(
  'an older Node.js, if this machine has one, says which is needed and does nothing',
  async () => {
    for (const words of [['doctor'], ['serve'], ['--help']])
      expect(await run(older ?? '', words)).toEqual({
        code: 2,
        out: '',
        err: expect.stringMatching(
          /^This needs Node\.js 24 or newer, and this is v\d+\.\d+\.\d+\.\nInstall Node\.js 24 .*Nothing was done\.\n$/,
        ),
      });
  },
);

async function olderNode(): Promise<string | undefined> {
  const path = ['/usr/bin/node', '/usr/local/bin/node'].find(existsSync);
  if (path === undefined) return undefined;
  const { out } = await run(path, ['--version'], []);
  return Number(/^v(\d+)\./.exec(out)?.[1] ?? 24) < 24 ? path : undefined;
}

async function run(program: string, words: readonly string[], first: readonly string[] = [LAUNCH]) {
  return await new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(program, [...first, ...words], { env: { ...compiledCode } }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}
