import { describe, expect, it } from 'vitest';
import { mentionsOf, sourceFiles } from './mentions.ts';

describe('the domain and the workflows', () => {
  it('use no clock, no randomness, and nothing of the world outside', () => {
    const files = [...sourceFiles('src/domain'), ...sourceFiles('src/workflows')];
    expect(files.length).toBeGreaterThan(10);
    const impure = files.flatMap(({ path, text }) => impurities(text).map((mention) => `${path}: ${mention}`));
    expect(impure).toEqual([]);
  });

  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const at = Date();',
    'const Clock = Date;',
    'const at = DateTime.now();',
    'const at = DateTime.utc();',
    'const dice = Math.random();',
    'const id = crypto.randomUUID();',
    'setTimeout(remind, 1000);',
    "await fetch('https://oakfield.example');",
    "console.log('seen');",
    'const pid = process.pid;',
    'globalThis.setTimeout(remind, 1000);',
  ])('are seen to be impure in: %s', (statement) => {
    expect(impurities(statement)).not.toEqual([]);
  });

  it.each([
    'const at = new Date(context.now);',
    'const at = Date.parse(entry.at);',
    'const at = DateTime.fromISO(now, { zone });',
    'const most = Math.max(1, 2);',
    "import { DateTime } from 'luxon';",
    'function say(day: DateTime): Date[];',
    '// Date.now() would make this impure',
    'const step: { fetch: string } = { fetch: at };',
  ])('are seen to be pure in: %s', (statement) => {
    expect(impurities(statement)).toEqual([]);
  });
});

const sometimes = ['Date', 'DateTime', 'Math'];
const pureUses =
  /^(new Date\(…\)|Date\.(parse|UTC|prototype).*|DateTime\.(?!now|local\(\)|utc\(\)).*|Math\.(?!random).*)$/;
const never = [
  'console',
  'crypto',
  'fetch',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
];

function impurities(text: string): string[] {
  return [...mentionsOf(never, text), ...mentionsOf(sometimes, text).filter((mention) => !pureUses.test(mention))];
}
