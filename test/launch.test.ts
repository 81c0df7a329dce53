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

it('the variables may be named before or behind what is launched', async () => {
  for (const words of [
    ['serve', '--env', 'none.env'],
    ['--env', 'none.env', 'serve'],
    ['--env=none.env', 'serve'],
  ])
    expect(await run(process.execPath, words)).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.env cannot be read.'),
    });
});

it('the service is listed too, and says of an option that it does not know which', async () => {
  expect((await run(process.execPath, ['--help'])).out).toMatch(/\n {2}serve \[--env <file>\]/);
  const { code, err } = await run(process.execPath, ['serve', '--bogus']);
  expect([code, err]).toEqual([1, expect.stringMatching(/^\nUnknown option '--bogus'\.\n\nCorrect it/)]);
});

it('what launches is written so that an old Node.js reads it', () => {
  const text = readFileSync(LAUNCH, 'utf8');
  // Imported only once the version was looked at: what they are written in is a mistake to an older one.
  expect(text.match(/^import |\bawait\b/m)).toBeNull();
  expect(text.indexOf("import('./")).toBeGreaterThan(text.indexOf('major < NEEDED'));
});

it('the try-out says in words what to install where only what a school runs is there', async () => {
  const lacking = `import Module from 'node:module';
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      if (name.includes('m365agentsplayground')) throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
      return resolve.call(this, name, ...rest);
    };`;
  const launched = ['--import', `data:text/javascript,${encodeURIComponent(lacking)}`, LAUNCH];
  expect(await run(process.execPath, ['try-out'], launched)).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(
      /^\nThe try-out needs the packages for development.*\n\nRun "npm install" in this folder/,
    ),
  });
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
