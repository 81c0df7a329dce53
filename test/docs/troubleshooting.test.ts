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

  it('quotes what people are told as they are told it', () => {
    for (const said of ['Not saved: the record store did not answer', 'You are not on this school']) {
      expect(page).toContain(said);
      expect(source).toContain(said);
    }
  });
});
