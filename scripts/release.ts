// Makes what a release is made of, in data/release/VERSION: npm run release
//   safeguarding-bot-VERSION.tar.gz   what a school unpacks, with its lock file; the same bytes for the same commit
//   sbom.cdx.json                     every package that is installed with it, as CycloneDX
//   LICENCES.md                       their licences
//   SHA256SUMS
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { installedPackages, isAllowed, licenceList } from './licences.ts';

const packedSchema = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

/** What npm would pack of a folder, in order; asks nobody beyond this machine. */
export function packedFiles(folder = '.'): readonly string[] {
  const asked = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
  const said = execFileSync('npm', asked, { cwd: folder, stdio: quiet });
  const [packed] = packedSchema.parse(JSON.parse(said.toString()));
  return (packed?.files ?? []).map(({ path }) => path).toSorted();
}

const quiet: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];

/** What npm would pack and git does not know: somebody's own, a secret at worst, and not the same for everybody. */
export function strayFiles(folder = '.'): readonly string[] {
  const known = new Set(execFileSync('git', ['ls-files', '-z'], { cwd: folder, stdio: quiet }).toString().split('\0'));
  return packedFiles(folder).filter((file) => !known.has(file));
}

/** Every file of the archive: what npm packs, and the lock file, which npm leaves out. */
export function archivedFiles(): readonly string[] {
  return [...packedFiles(), 'package-lock.json'].toSorted();
}

const bomSchema = z.looseObject({
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

/**
 * The list of everything that is installed with the product, as CycloneDX has it. npm's own `--omit dev` also leaves out
 * what a school installs wherever a tool of ours uses it too: so all is asked for, and the lock file says what stays.
 */
export function billOfMaterials(): string {
  const asked = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const said = execFileSync('npm', asked, { stdio: quiet, maxBuffer: 100_000_000 }).toString();
  const all = bomSchema.parse(JSON.parse(said));
  const installed = new Set(installedPackages('.').map(({ name, version }) => `${name}@${version}`));
  const left = all.components.filter(({ name, version }) => !installed.has(`${name}@${version}`));
  const refs = new Set(left.map((component) => component['bom-ref']));
  const bom = {
    ...all,
    components: all.components.filter((component) => !refs.has(component['bom-ref'])),
    dependencies: all.dependencies
      .filter(({ ref }) => !refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !refs.has(one)) })),
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

interface Versions {
  readonly package: string;
  readonly lock: string;
  readonly manifest: string;
  readonly changelog: string;
}

const versioned = z.object({ version: z.string() });

/** What each place says that the version is. All say the same where a release can be made. */
export function versions(): Versions {
  const versionIn = (file: string) => versioned.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  return {
    package: versionIn('package.json'),
    lock: versionIn('package-lock.json'),
    manifest: versionIn('manifest/teams/manifest.json'),
    changelog: /^## (\d+\.\d+\.\d+)$/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[1] ?? '',
  };
}

/** What keeps this from being a release; nothing when it can be one. */
function obstacles(): readonly string[] {
  const said = versions();
  const licences = installedPackages('.').filter(({ licence }) => !isAllowed(licence));
  const changed = git('status', '--porcelain').trim();
  return [
    ...(new Set(Object.values(said)).size === 1 ? [] : [`The versions differ: ${JSON.stringify(said)}.`]),
    ...licences.map(({ name, version }) => `The licence of ${name} ${version} does not allow it.`),
    ...strayFiles().map((file) => `${file} would be packed, and is not committed. Take it away first.`),
    ...(changed === '' ? [] : ['There are changes that are not committed. Commit them first.']),
  ];
}

function git(...asked: readonly string[]): string {
  return execFileSync('git', asked, { stdio: quiet }).toString();
}

/** The archive, dated by the commit, so that the same commit gives the same bytes. */
function archive(version: string): Buffer {
  const seconds = git('log', '-1', '--format=%ct').trim();
  const asked = ['--sort=name', '--format=ustar', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX'];
  const into = `s,^,safeguarding-bot-${version}/,`;
  const files = archivedFiles();
  const tar = execFileSync('tar', [...asked, `--mtime=@${seconds}`, '--transform', into, '-cf', '-', ...files], {
    stdio: quiet,
    maxBuffer: 500_000_000,
  });
  return gzipSync(tar, { level: 9 });
}

function main(): void {
  const wrong = obstacles();
  for (const one of wrong) console.error(one);
  process.exitCode = wrong.length > 0 ? 1 : 0;
  if (wrong.length > 0) return;
  const { package: version } = versions();
  const folder = join('data', 'release', version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made: Readonly<Record<string, string | Buffer>> = {
    [`safeguarding-bot-${version}.tar.gz`]: archive(version),
    'sbom.cdx.json': billOfMaterials(),
    'LICENCES.md': licenceList('.'),
  };
  for (const [name, content] of Object.entries(made)) writeFileSync(join(folder, name), content);
  const sums = Object.entries(made).map(([name, content]) => `${sha256(content)}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  console.log(`${folder} holds version ${version}. Tag the commit v${version}.`);
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

if (import.meta.main) main();
