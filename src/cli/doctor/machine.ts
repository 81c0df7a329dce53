import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { existingAbove } from './paths.ts';

// What the machine itself is like: its Node.js, who can read what, and how much room is left.

/** The oldest Node.js that runs the product (package.json, engines). */
const NODE_NEEDED = 24;
const MB = 1_000_000;
/** With less than this somebody should look; with less than that, records may soon not be kept. */
const ROOM_MB = 1_000;
const LEAST_ROOM_MB = 200;

/** Whether this Node.js, such as `24.21.0`, is new enough. */
export function checkNode(version: string): Finding {
  const found = findingsOf('node');
  if (Number(version.split('.')[0]) >= NODE_NEEDED) return found.well(`Node.js ${version}.`);
  return found.wrong(
    `Node.js ${version} is too old.`,
    `Install Node.js ${NODE_NEEDED} or newer from https://nodejs.org.`,
  );
}

/** What may stand on this machine that others should not read or change. */
export interface GuardedPlaces {
  /** The file behind --env. */
  readonly environment?: string | undefined;
  readonly database?: string | undefined;
  readonly keys?: string | undefined;
  readonly schoolFile?: string | undefined;
}

const OTHERS_MAY_READ = 0o077;
const OTHERS_MAY_WRITE = 0o022;
const EVERYBODY_MAY_WRITE = 0o002;

/** Who else on this machine can read the secrets, or change the records or the school file. */
export async function checkPermissions(places: GuardedPlaces): Promise<readonly Finding[]> {
  const found = findingsOf('permissions');
  const { environment, database, keys, schoolFile } = places;
  const folder = database === undefined ? undefined : dirname(database);
  const tooOpen = await Promise.all([
    beyond(environment, OTHERS_MAY_READ, (path) =>
      found.wrong(`Others on this machine can read ${path}, which holds secrets.`, `Run: chmod 600 ${path}`),
    ),
    beyond(keys, OTHERS_MAY_READ, (path) =>
      found.wrong(
        `Others on this machine can read ${path}, which holds the keys.`,
        `Run: chmod 600 ${path} Then ask who may have copied the keys.`,
      ),
    ),
    beyond(folder, OTHERS_MAY_WRITE, (path) =>
      found.wrong(
        `Others on this machine can replace files in ${path}, where the records are.`,
        `Run: chmod 700 ${path}`,
      ),
    ),
    beyond(database, OTHERS_MAY_READ, (path) =>
      found.look(`Others on this machine can read ${path}, where the sealed records are.`, `Run: chmod 600 ${path}`),
    ),
    beyond(schoolFile, EVERYBODY_MAY_WRITE, (path) =>
      found.wrong(`Everybody on this machine can change ${path}, which says who sees what.`, `Run: chmod o-w ${path}`),
    ),
  ]);
  const owned = await Promise.all([environment, keys, database].map(ofAnother));
  const others = owned.flatMap((path) => path ?? []);
  const findings = [
    ...tooOpen.flatMap((one) => one ?? []),
    ...(others.length > 0
      ? [
          found.look(
            `Of another account than this one: ${others.join(', ')}.`,
            'Run the doctor as the account of the service, or give the files to that account.',
          ),
        ]
      : []),
  ];
  return findings.length > 0
    ? findings
    : [found.well('Secrets, records and the school file are safe from others here.')];
}

/** The finding of a place whose mode lets others do what they should not; undefined where it is not there. */
async function beyond(path: string | undefined, forbidden: number, say: (path: string) => Finding) {
  if (path === undefined || process.platform === 'win32') return undefined;
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && (stats.mode & forbidden) !== 0 ? say(path) : undefined;
}

/** The path, where it is another account's than the one that looks. An administrator with all rights sees no difference. */
async function ofAnother(path: string | undefined): Promise<string | undefined> {
  const own = process.getuid?.();
  if (path === undefined || own === undefined || own === 0) return undefined;
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.uid !== own ? path : undefined;
}

/** How much room is left on the disk on which the database is, or will be. */
export async function checkDisk(database: string, freeBytes = freeBytesAt): Promise<Finding> {
  const found = findingsOf('disk');
  const free = await freeBytes(existingAbove(dirname(database))).catch(() => undefined);
  if (free === undefined) return found.unknown('Nobody could say how much room is left.', 'Look at the disk yourself.');
  const room = `${saidSize(free)} is free where the records are.`;
  const whatToDo = 'Make room on that disk, or enlarge it.';
  if (free < LEAST_ROOM_MB * MB) return found.wrong(`Only ${room}`, whatToDo);
  return free < ROOM_MB * MB ? found.look(`Only ${room}`, whatToDo) : found.well(room);
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function saidSize(bytes: number): string {
  return bytes < 1_000 * MB ? `${Math.floor(bytes / MB)} MB` : `${(bytes / (1_000 * MB)).toFixed(1)} GB`;
}
