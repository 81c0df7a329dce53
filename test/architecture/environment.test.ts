import { describe, expect, it } from 'vitest';
import { mentionsOf, sourceFiles } from './mentions.ts';

describe('the environment', () => {
  it('is read by src/config.ts alone', () => {
    const files = sourceFiles('src');
    expect(files.length).toBeGreaterThan(20);
    const readers = files.filter(({ text }) => readings(text).length > 0).map(({ path }) => path);
    expect(readers.filter((path) => path !== 'src/config.ts')).toEqual([]);
  });

  it.each([
    'const port = process.env.PORT;',
    "const port = process['env'].PORT;",
    'const port = process?.env?.PORT;',
    'const { env } = process;',
    'const port = globalThis.process.env.PORT;',
    "import { env } from 'node:process';",
    "import { env } from 'process';",
  ])('is seen to be read by: %s', (statement) => {
    expect(readings(statement)).not.toEqual([]);
  });

  it.each(['process.exitCode = 1;', '// process.env is not for us', "say('process.env');", 'job.process(env);'])(
    'is not read by: %s',
    (statement) => {
      expect(readings(statement)).toEqual([]);
    },
  );
});

/** Uses of `process` that read the environment, or that hand `process` to somebody who may. */
function readings(text: string): string[] {
  const mentions = mentionsOf(['process'], text).filter((mention) => !/^process\.(?!env\b)/.test(mention));
  return [...mentions, ...(text.match(/from '(node:)?process'/g) ?? [])];
}
