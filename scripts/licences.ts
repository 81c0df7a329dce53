// Which licence each package has that a school installs, and whether it allows ours: npm run licences
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Licences under which a package may be part of an MIT-licensed product (https://spdx.org/licenses). */
const allowed: readonly string[] = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
];

/** Packages whose package.json names none: what the package itself says, the file that says it, and words of it. */
const readByHand: readonly ReadByHand[] = [
  { name: 'jspath', version: '0.4.0', licence: 'MIT', file: 'LICENSE', words: 'Permission is hereby granted, free of' },
  {
    name: 'limiter',
    version: '1.1.5',
    licence: 'MIT',
    file: 'LICENSE.txt',
    words: 'Permission is hereby granted, free of',
  },
  { name: 'semaphore', version: '1.1.0', licence: 'MIT', file: 'README.md', words: 'License\n===\n\nMIT' },
];

interface ReadByHand {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly file: string;
  readonly words: string;
}

/** A package that a school installs. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it; undefined where nobody says. */
  readonly licence: string | undefined;
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** What `npm ci --omit=dev` installs in `root`, by its lock file, in order of their names. */
export function installedPackages(root: string): readonly InstalledPackage[] {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name, version, licence: license ?? licenceByHand(join(root, path), name, version) };
    })
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en') || one.version.localeCompare(other.version));
}

function licenceByHand(folder: string, name: string, version: string): string | undefined {
  const known = readByHand.find((one) => one.name === name && one.version === version);
  if (known === undefined || !existsSync(join(folder, known.file))) return undefined;
  return readFileSync(join(folder, known.file), 'utf8').includes(known.words) ? known.licence : undefined;
}

/** Whether a licence, or one of several that may be chosen from, is among the allowed. */
export function isAllowed(licence: string | undefined): boolean {
  const parts = (licence ?? '').replace(/^\((.*)\)$/, '$1');
  if (parts.includes(' AND ')) return parts.split(' AND ').every((part) => isAllowed(part.trim()));
  return parts.split(' OR ').some((part) => allowed.includes(part.trim()));
}

/** The list that goes with a release: each package with its licence and the text that came with it. */
export function licenceList(root: string): string {
  const packages = installedPackages(root);
  const lines = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence ?? 'unknown'} |`);
  return [
    '# Licences of the packages that are installed with it',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...lines,
    '',
    ...packages.flatMap((one) => textOf(root, one)),
  ].join('\n');
}

function textOf(root: string, { name, version }: InstalledPackage): readonly string[] {
  const folder = join(root, 'node_modules', name);
  if (!existsSync(folder)) return [];
  const file = readdirSync(folder).find((one) => /^licen[cs]e(\.(md|txt))?$/i.test(one));
  if (file === undefined) return [];
  return [`## ${name} ${version}`, '', readFileSync(join(folder, file), 'utf8').trim(), ''];
}

if (import.meta.main) {
  const packages = installedPackages('.');
  const wrong = packages.filter(({ licence }) => !isAllowed(licence));
  for (const { name, version, licence } of wrong)
    console.error(`${name} ${version}: ${licence ?? 'no licence is named'}. Take another package, or none.`);
  const counts = Map.groupBy(packages, ({ licence }) => licence ?? 'unknown');
  for (const [licence, of] of counts) console.log(`${licence}: ${of.length}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
