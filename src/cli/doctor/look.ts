import { stat } from 'node:fs/promises';
import { faultOfChat } from '../../application/doctor/chats.ts';
import { checkSchool } from '../../application/doctor/check-school.ts';
import { checkChats, inOrder } from '../../application/doctor/check-service.ts';
import type { CheckId } from '../../application/doctor/checks.ts';
import type { Finding } from '../../application/doctor/finding.ts';
import { findingsOf } from '../../application/doctor/finding.ts';
import { checkSkew } from '../../application/doctor/records.ts';
import { lookWithin } from '../../application/doctor/within.ts';
import type { AddressBook, Clock } from '../../application/ports.ts';
import { createSteadyClock } from '../../application/steady-clock.ts';
import { type AskedChats, chatsToAsk } from '../../ask-chats.ts';
import type { ConfigSeen } from '../../config.ts';
import { chatNames } from '../../domain/chats.ts';
import { type Instant, SECOND } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { readStandingFile, type Standing } from '../../standing-file.ts';
import { checkBackups } from './backups.ts';
import { checkCheckpoints } from './checkpoints.ts';
import { checkDisk, checkNode } from './machine.ts';
import { checkApart, checkPermissions } from './permissions.ts';
import { lookAtRecords, type ReadRecords } from './read-records.ts';
import { openToLook } from './records.ts';
import { askPort, checkRunning, isStale } from './service.ts';
import { checkConfiguration, checkSchoolFileHere } from './set-up.ts';
import { checkStanding } from './standing.ts';

export interface LookParts {
  readonly seen: ConfigSeen;
  /** The file behind --env. */
  readonly environment?: string | undefined;
  /** The folder of the backups, where there are some. */
  readonly backups?: string | undefined;
  readonly nodeVersion: string;
}

/** Nobody waits in a chat for it. */
const WITHIN_MS = 10 * SECOND;

/**
 * Looks at everything that can be looked at, as far as the set-up has come: what one look finds wrong keeps none from
 * being taken that does not need it.
 */
export async function lookAtEverything(parts: LookParts): Promise<readonly Finding[]> {
  const { seen, environment, backups, nodeVersion } = parts;
  const { store, keys, schools, schoolFile } = seen;
  const clock = thisMachinesClock();
  const now = clock.now();
  const database = store?.kind === 'sqlite' ? store.path : undefined;
  const keyFile = keys?.vault.kind === 'file' ? keys.vault.path : undefined;
  const checkpoints = keys?.checkpoints.path;
  const answer = await askPort(seen);
  const standing = database === undefined ? undefined : await readStandingFile(database);
  const isRunning = answer.kind === 'service';
  const refused = isRunning ? answer.schoolFileMistakes : lastRefused(standing, Date.parse(now));
  // Before the records are opened, which takes from others what a careless copy gave them.
  const ofMachine = await here([
    ['permissions', () => checkPermissions({ environment, database, keys: keyFile, schoolFile, checkpoints, backups })],
    ['permissions', () => checkApart({ database, keys: keyFile })],
    ['disk', async () => (database === undefined ? [] : [await checkDisk(database)])],
    ['school-file', () => checkSchoolFileHere(seen, refused)],
    ['backup', async () => (backups === undefined ? [] : await checkBackups(backups, now))],
  ]);
  const inside = await lookInside(seen, { clock, standing, isRunning });
  const since = inside.since === undefined && database !== undefined ? await madeAt(database) : undefined;
  const recordsSince = ({ id }: School) => inside.since?.get(id) ?? since;
  return inOrder([
    checkNode(nodeVersion),
    ...ofMachine,
    ...checkConfiguration(seen),
    ...schools.flatMap((school) => checkSchool(school, now)),
    ...(await here([
      [
        'checkpoints',
        async () =>
          checkpoints === undefined ? [] : await checkCheckpoints(checkpoints, schools, { now, recordsSince }),
      ],
    ])),
    ...checkRunning(answer, { port: seen.port, standing, nowMs: Date.parse(now) }),
    ...inside.findings,
  ]);
}

/** What a service that cannot be asked wrote a moment ago. */
function lastRefused(standing: Standing | undefined, nowMs: number): number {
  return standing === undefined || isStale(standing, nowMs) ? 0 : standing.schoolFileMistakes;
}

/** Looks at what is on this machine, one after another; what fails in a way that nobody foresaw is a finding. */
async function here(
  looks: readonly (readonly [check: CheckId, work: () => Promise<readonly Finding[]>])[],
): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  for (const [check, work] of looks)
    all.push(...(await lookWithin({ found: findingsOf(check), asked: 'This machine', withinMs: WITHIN_MS, work })));
  return all;
}

interface Inside {
  readonly clock: Clock;
  readonly standing: Standing | undefined;
  readonly isRunning: boolean;
}

/** What was found inside, and since when there are records of which school; undefined where they could not be read. */
interface SeenInside {
  readonly findings: readonly Finding[];
  readonly since: ReadonlyMap<string, Instant> | undefined;
}

/**
 * What needs the records or the chats. Where the running service has the records to itself, it is asked how it stands.
 * Nothing is stood in the way of: the records are closed again before a chat is asked, which may take its time.
 */
async function lookInside(seen: ConfigSeen, { clock, standing, isRunning }: Inside): Promise<SeenInside> {
  const { store, keys } = seen;
  const isHeld = isRunning && store?.kind === 'sqlite';
  const opened =
    store === undefined || isHeld ? undefined : await openToLook({ store, vault: keys?.vault }, seen.schools);
  let read: ReadRecords | undefined;
  try {
    if (opened?.records !== undefined) read = await lookAtRecords(seen.schools, opened.records, clock);
  } finally {
    await opened?.close();
  }
  const asked = await askChats(seen, read?.reaches ?? noReach);
  if (opened !== undefined && read !== undefined)
    return { findings: [...opened.findings, ...read.findings, ...asked], since: read.since };
  const isInUse = isHeld || opened?.isInUse === true;
  const stands = checkStanding(seen, { standing, isInUse, nowMs: Date.parse(clock.now()) });
  return { findings: [...(opened?.findings ?? []), ...stands, ...asked], since: undefined };
}

const noReach: AddressBook['find'] = async () => undefined;

async function askChats({ schools, teams, slack }: ConfigSeen, find: AddressBook['find']): Promise<readonly Finding[]> {
  const chats = chatsToAsk({ teams, slack, schools, find });
  const looking = { withinMs: WITHIN_MS, channels: chats.channels };
  try {
    const found = await Promise.all([...schools.map((school) => checkChats(looking, school)), checkSocketMode(chats)]);
    return [...found.flat(), ...skews(chats.skewsMs)];
  } finally {
    chats.close();
  }
}

/** Whether Slack would let the service connect, where it comes by a connection of its own. */
async function checkSocketMode({ checkAppToken }: AskedChats): Promise<readonly Finding[]> {
  if (checkAppToken === undefined) return [];
  const found = findingsOf('chats');
  const work = async () => {
    const taken = found.well('Slack takes the token of Socket Mode.');
    return [
      await checkAppToken().then(
        () => taken,
        (error: unknown) => faultOfChat(found, error),
      ),
    ];
  };
  return await lookWithin({ found, asked: 'Slack', withinMs: WITHIN_MS, work });
}

function skews(skewsMs: ReadonlyMap<keyof typeof chatNames, number>): readonly Finding[] {
  const found = findingsOf('clock');
  return [...skewsMs].map(([chat, skewMs]) => checkSkew(found, skewMs, chatNames[chat]));
}

/** When the database was made: where nobody can read it now, its records are no older. */
async function madeAt(database: string): Promise<Instant | undefined> {
  const stats = await stat(database).catch(() => undefined);
  return stats === undefined || stats.birthtimeMs === 0 ? undefined : stats.birthtime.toISOString();
}

function thisMachinesClock(): Clock {
  return createSteadyClock({
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    storeTime: async () => undefined,
  });
}
