// Keeps what a release leaves behind for the tests of later ones: npm run release:fixture -- VERSION [COMMIT]
// A database that its own application has filled, its keys, its sources, and what stands in every record.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, zstdCompressSync } from 'node:zlib';
import { loadRelease } from './release-modules.ts';
import { fillRecords } from './release-story.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What a version needs to run, besides its packages. */
const SOURCES = ['src', 'cards', 'config', 'package.json'];
const MOST_BYTES = 700_000;

async function main(): Promise<void> {
  const [version = '', commit = 'HEAD'] = process.argv.slice(2);
  const folder = join(ROOT, 'test/releases', version);
  const refused = !/^\d+\.\d+\.\d+$/.test(version)
    ? 'Say which version it is: npm run release:fixture -- VERSION [COMMIT]'
    : existsSync(folder) && `${folder} is there. What a release left behind never changes.`;
  if (refused) {
    console.error(refused);
    process.exitCode = 2;
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const sources = execFileSync('git', ['archive', '--format=tar', commit, ...SOURCES], {
      cwd: ROOT,
      maxBuffer: 100_000_000,
    });
    execFileSync('tar', ['-x', '-C', scratch], { input: sources });
    symlinkSync(resolve(ROOT, 'node_modules'), join(scratch, 'node_modules'));
    const packed = zstdCompressSync(sources, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
    if (packed.length > MOST_BYTES) throw new Error(`the sources take ${packed.length} bytes, packed`);
    const made = join(scratch, 'made');
    mkdirSync(made);
    const modules = await loadRelease(scratch);
    const places = { database: join(made, 'records.db'), keys: join(made, 'keys.json') };
    const filled = await fillRecords(modules, { ...places, schoolFile: join(scratch, 'config/oakfield.yaml') });
    const id = execFileSync('git', ['rev-parse', commit], { cwd: ROOT, encoding: 'utf8' }).trim();
    const kinds = [...modules.workflows.registry.keys()];
    const release = { version, commit: id, kinds, ...filled };
    writeFileSync(join(made, 'release.json'), `${JSON.stringify(release, undefined, 2)}\n`);
    writeFileSync(join(made, 'source.tar.zst'), packed);
    cpSync(made, folder, { recursive: true });
    console.log(`${folder}: ${filled.records.length} records of ${kinds.length} kinds`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (import.meta.main) await main();
