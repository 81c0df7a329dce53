import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { expect, it } from 'vitest';

it('Node itself can run every source: what the type checker and the tests take is not always what it takes', () => {
  const sources = globSync(['src/**/*.ts', 'scripts/*.ts', 'bench/*.ts']);
  expect(sources.length).toBeGreaterThan(250);
  const refused = sources.filter((path) => !canBeStripped(readFileSync(path, 'utf8')));
  expect(refused).toEqual([]);
  expect(canBeStripped('enum Kind { One }')).toBe(false);
});

function canBeStripped(source: string): boolean {
  try {
    stripTypeScriptTypes(source);
    return true;
  } catch {
    return false;
  }
}
