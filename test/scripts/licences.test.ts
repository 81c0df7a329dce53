import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { installedPackages, isAllowed, licenceList } from '../../scripts/licences.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
afterEach(() => folder.remove());

describe('the licences of what a school installs', () => {
  const packages = installedPackages('.');

  it('are known of every package, and allow ours', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  it('are those of everything that is named as a dependency, and of nothing that only we use', () => {
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)));
    for (const ours of ['@microsoft/m365agentsplayground', 'vitest', 'playwright-core', 'node', 'typescript'])
      expect(names).not.toContain(ours);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['(MIT AND Zlib)', false],
    ['GPL-3.0-only', false],
    ['AGPL-3.0', false],
    ['MPL-2.0', false],
    ['SEE LICENSE IN LICENSE', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (licence, expected) => {
    expect(isAllowed(licence)).toBe(expected);
  });

  it('of a package that names none are unknown, unless somebody has read its files and they still say so', () => {
    const lock = (version: string) => ({ packages: { '': {}, 'node_modules/jspath': { version } } });
    mkdirSync(folder.path('node_modules'), { recursive: true });
    const licenceOf = (version: string) => {
      writeFileSync(folder.path('package-lock.json'), JSON.stringify(lock(version)));
      return installedPackages(folder.path('.'))[0]?.licence;
    };
    expect(licenceOf('0.4.0')).toBeUndefined();
    cpSync('node_modules/jspath', folder.path('node_modules', 'jspath'), { recursive: true });
    expect(licenceOf('0.4.0')).toBe('MIT');
    expect(licenceOf('0.4.1')).toBeUndefined();
    writeFileSync(folder.path('node_modules', 'jspath', 'LICENSE'), 'All rights reserved.');
    expect(licenceOf('0.4.0')).toBeUndefined();
  });

  it('stand in a list with their texts, which goes with a release', () => {
    const list = licenceList('.');
    for (const { name, version, licence } of packages) expect(list).toContain(`| ${name} | ${version} | ${licence} |`);
    expect(list).toContain('Permission is hereby granted');
  });
});
