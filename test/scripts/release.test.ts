import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { installedPackages } from '../../scripts/licences.ts';
import { archivedFiles, billOfMaterials, packedFiles, strayFiles, versions } from '../../scripts/release.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const files = packedFiles();

describe('what npm packs', () => {
  it('is what a school needs: the program, its cards, its manifests, its infrastructure and its documents', () => {
    for (const needed of [
      'package.json',
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'src/main.ts',
      'src/cli.ts',
      'src/workflows/concern/index.ts',
      'cards/teams/case.json',
      'cards/slack/case.json',
      'config/oakfield.yaml',
      'manifest/teams/manifest.json',
      'manifest/slack/manifest.json',
      'docs/data.md',
      'scripts/verify-records.ts',
    ])
      expect(files).toContain(needed);
  });

  it('holds nothing else: no test, no key, no record, no setting of anybody, nothing that only we use', () => {
    const tops = new Set(files.map((file) => file.split('/')[0]));
    expect([...tops].toSorted()).toEqual(
      [
        '.dockerignore',
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'SECURITY.md',
        'cards',
        'config',
        'docs',
        'infra',
        'manifest',
        'package.json',
        'scripts',
        'src',
      ].filter((top) => top !== 'infra' || existsSync('infra')),
    );
    expect(
      files.filter((file) => /(^|\/)(data|test|node_modules|\.env|bench)(\/|$)|\.(db|log|zip|pem|key)$/.test(file)),
    ).toEqual([]);
    expect(files.filter((file) => file.startsWith('scripts/'))).toEqual(['scripts/verify-records.ts']);
  });

  it('is small enough to look through', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(8_000_000);
  });

  it('is known to git, or there is no release: a secret that git is told to ignore is named', () => {
    const folder = temporaryFolder();
    const git = (...asked: readonly string[]) => execFileSync('git', asked, { cwd: folder.path('.') });
    mkdirSync(folder.path('config'), { recursive: true });
    writeFileSync(folder.path('package.json'), JSON.stringify({ name: 'a', version: '1.0.0', files: ['config'] }));
    writeFileSync(folder.path('.gitignore'), '.env\n');
    writeFileSync(folder.path('config', 'school.yaml'), '');
    git('init', '--quiet');
    git('add', '--all');
    expect(strayFiles(folder.path('.'))).toEqual([]);
    writeFileSync(folder.path('config', '.env'), 'SECRET=1');
    expect(strayFiles(folder.path('.'))).toEqual(['config/.env']);
    folder.remove();
  });

  it('is archived with the lock file, so that what is installed is what was tested', () => {
    expect(archivedFiles()).toEqual([...files, 'package-lock.json'].toSorted());
  });
});

const bomSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string().regex(/^1\.[5-9]$/),
  metadata: z.object({ component: z.object({ type: z.literal('application'), version: z.string() }) }),
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      purl: z.string().startsWith('pkg:npm/'),
      hashes: z.array(z.unknown()).min(1),
    }),
  ),
});

describe('the bill of materials', () => {
  it('is CycloneDX, and names exactly what a school installs, each with its version and its hash', () => {
    const { components, metadata } = bomSchema.parse(JSON.parse(billOfMaterials()));
    const named = components.map(({ name, version }) => `${name}@${version}`).toSorted();
    const installed = installedPackages('.').map(({ name, version }) => `${name}@${version}`);
    expect(named).toEqual([...new Set(installed)].toSorted());
    expect(metadata.component.version).toBe(versions().package);
  });
});

it('the version is the same wherever it stands, and the changelog begins with it', () => {
  const said = versions();
  expect(new Set(Object.values(said))).toEqual(new Set([said.package]));
  expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`## ${said.package}`);
});
