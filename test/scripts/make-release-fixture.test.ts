import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each([
  ['no version', [], 'Say which version it is'],
  ['what is no version', ['next'], 'Say which version it is'],
  ['a release that left something behind already', ['0.1.0'], 'What a release left behind never changes'],
])('nothing is made of %s', (_, words, said) => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/make-release-fixture.ts', ...words], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain(said);
});
