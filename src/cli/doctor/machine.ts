import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { existingAbove } from './paths.ts';

// What the machine itself is like: its Node.js, and how much room is left.

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
