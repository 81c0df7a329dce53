import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/troubleshooting.md', 'utf8');
const source = globSync('src/**/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const codesOf = (text: string, form: RegExp) => [...new Set([...text.matchAll(form)].map(([, code = '']) => code))];

describe('the page on troubles', () => {
  it('has every fault of the record store', () => {
    const made = codesOf(source, /'(store-[a-z-]+)'/g);
    expect(made.length).toBeGreaterThan(8);
    expect(codesOf(page, /`(store-[a-z-]+)`/g).toSorted()).toEqual(made.toSorted());
  });

  it('names no code that the service does not have', () => {
    const named = codesOf(page, /`((?:vault|clock|records)-[a-z]+(?:-[a-z]+)*)`/g);
    expect(named.length).toBeGreaterThan(3);
    for (const code of named) expect(source).toContain(`'${code}'`);
  });

  it('has every reason for which a request of Teams is not believed, and no other', () => {
    const door = readFileSync('src/channels/teams/service-token.ts', 'utf8');
    const [, disbelief = ''] = /export type Disbelief =(.*?);/s.exec(door) ?? [];
    const [, listed = ''] = /<!-- codes -->(.*)<!-- \/codes -->/s.exec(page) ?? [];
    const reasons = codesOf(disbelief, /'([a-z-]+)'/g);
    expect(reasons.length).toBeGreaterThan(5);
    expect(codesOf(listed, /^\| `([a-z-]+)`/gm)).toEqual(reasons);
  });

  it('quotes what people are told as they are told it', () => {
    const quoted = codesOf(page, /^\| "([^"]+)"/gm);
    expect(quoted.length).toBeGreaterThan(1);
    expect(quoted.filter((said) => !source.replaceAll('’', "'").includes(said))).toEqual([]);
  });
});
