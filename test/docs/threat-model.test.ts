import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/threat-model.md', 'utf8');

/** The rows of the tables of adversaries. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (adversary|---)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

describe('the threat model', () => {
  it('says of each adversary what they can do, what stops them, and which test shows it', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
  });

  it.each(rows.map(([adversary, can, , shown]) => [`${adversary}: ${can}`, shown ?? '']))(
    'names a test that is there for %s',
    (_, shown) => {
      const [, file = '', words = ''] = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(shown) ?? [];
      expect(existsSync(file)).toBe(true);
      expect(words).not.toBe('');
      expect(readFileSync(file, 'utf8').toLowerCase()).toContain(words.toLowerCase());
    },
  );

  it('says what is not covered', () => {
    const [, left = ''] = page.split('## What is not covered');
    expect(left.match(/^- \*\*/gm)?.length).toBeGreaterThan(6);
  });
});
