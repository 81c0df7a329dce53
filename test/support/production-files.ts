import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// The files of the service as a school has them: what infra/Dockerfile copies, and the packages that it installs.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** The lines of infra/Dockerfile, each with those that continue it. */
export function dockerfile(): readonly string[] {
  const text = readFileSync(join(ROOT, 'infra/Dockerfile'), 'utf8').replaceAll(/^#.*\n/gm, '');
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** One source of a COPY line that takes from the project, and where it goes below the folder of the service. */
export interface Copied {
  readonly from: string;
  readonly to: string;
}

/** What the image has of the project itself. */
export function copied(): readonly Copied[] {
  const copies = dockerfile().filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
  return copies.flatMap((line) => {
    const words = line.split(/\s+/).slice(1);
    const [to = '.', sources] = [words.at(-1), words.slice(0, -1)];
    return sources.map((from) => ({ from, to: to.endsWith('/') ? join(to, basename(from)) : to }));
  });
}

/** The command by which the image installs its packages, such as `npm ci --omit=dev`. */
export function installCommand(): readonly string[] {
  const line = dockerfile().find((one) => one.startsWith('RUN npm '));
  if (line === undefined) throw new Error('infra/Dockerfile installs nothing');
  return line.split(/\s+/).slice(1);
}

/**
 * Puts the files of the service into an empty folder, as infra/Dockerfile does, and installs its packages there. It takes
 * some seconds, and packages come from the registry where npm has not kept them.
 */
export async function productionFiles(folder: string): Promise<void> {
  for (const { from, to } of copied()) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(ROOT, from), join(folder, to), { recursive: true });
  }
  await installPackages(folder);
}

/** Installs the packages that a folder's lock file names, as infra/Dockerfile does. */
async function installPackages(folder: string): Promise<void> {
  const [npm = 'npm', ...words] = installCommand();
  // What npm tells the scripts that it runs would speak of the project that runs the tests, and not of this folder.
  const environment = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV$|INIT_CWD$)/.test(name));
  await run(npm, [...words, '--prefer-offline'], { cwd: folder, env: Object.fromEntries(environment) });
}
