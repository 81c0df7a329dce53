import { assembleApplication } from '../../application/assemble.ts';
import { faultOfChat } from '../../application/doctor/chats.ts';
import { checkSchool } from '../../application/doctor/check-school.ts';
import { checkChats, checkOwed, checkRecords, inOrder } from '../../application/doctor/check-service.ts';
import type { Finding } from '../../application/doctor/finding.ts';
import { findingsOf } from '../../application/doctor/finding.ts';
import { checkSkew } from '../../application/doctor/records.ts';
import { lookWithin } from '../../application/doctor/within.ts';
import type { AddressBook, Clock } from '../../application/ports.ts';
import { createSteadyClock } from '../../application/steady-clock.ts';
import { type AskedChats, chatsToAsk } from '../../ask-chats.ts';
import type { ConfigSeen } from '../../config.ts';
import { chatNames } from '../../domain/chats.ts';
import { SECOND } from '../../domain/instant.ts';
import { createIds } from '../../random-ids.ts';
import { readStandingFile, type Standing } from '../../standing-file.ts';
import { registry } from '../../workflows/index.ts';
import { checkBackups, checkCheckpoints } from './checkpoints.ts';
import { checkDisk, checkNode, checkPermissions } from './machine.ts';
import { hasRecords, type OpenedToLook, openToLook } from './records.ts';
import { askPort, checkRunning } from './service.ts';
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
  const { store, keys, schools } = seen;
  const clock = thisMachinesClock();
  const now = clock.now();
  const database = store?.kind === 'sqlite' ? store.path : undefined;
  const keyFile = keys?.vault.kind === 'file' ? keys.vault.path : undefined;
  const answer = await askPort(seen);
  const standing = database === undefined ? undefined : await readStandingFile(database);
  return inOrder([
    checkNode(nodeVersion),
    ...(await checkPermissions({ environment, database, keys: keyFile, schoolFile: seen.schoolFile })),
    ...(database === undefined ? [] : [await checkDisk(database)]),
    ...checkConfiguration(seen),
    ...(await checkSchoolFileHere(seen)),
    ...schools.flatMap((school) => checkSchool(school, now)),
    ...(keys === undefined ? [] : await checkCheckpoints(keys.checkpoints.path, schools, now)),
    ...(backups === undefined ? [] : [await checkBackups(backups, now)]),
    ...checkRunning(answer, { port: seen.port, standing, nowMs: Date.parse(now) }),
    ...(await lookInside(seen, { clock, standing, isRunning: answer.kind === 'service' })),
  ]);
}

interface Inside {
  readonly clock: Clock;
  readonly standing: Standing | undefined;
  readonly isRunning: boolean;
}

/**
 * What needs the records or the chats. Where the running service has the records to itself, it is asked how it stands,
 * and its start is never stood in the way of.
 */
async function lookInside(seen: ConfigSeen, { clock, standing, isRunning }: Inside): Promise<readonly Finding[]> {
  const { store, keys } = seen;
  const isHeld = isRunning && store?.kind === 'sqlite';
  const opened =
    store === undefined || isHeld ? undefined : await openToLook({ store, vault: keys?.vault }, seen.schools);
  try {
    if (opened?.records !== undefined)
      return [...opened.findings, ...(await lookAtRecords(seen, opened.records, clock))];
    const isInUse = isHeld || opened?.isInUse === true;
    return [...(opened?.findings ?? []), ...checkStanding(seen, { standing, isInUse }), ...(await askChats(seen))];
  } finally {
    await opened?.close();
  }
}

/** With the records at hand, everything that the service would look at. */
async function lookAtRecords(
  seen: ConfigSeen,
  { store, vault }: NonNullable<OpenedToLook['records']>,
  clock: Clock,
): Promise<readonly Finding[]> {
  const { schools, teams, slack } = seen;
  // Only what reads is used of it.
  const application = assembleApplication({
    store,
    vault,
    registry,
    schools,
    clock,
    ids: createIds(),
    failed: () => undefined,
  });
  // A school without any record has no keys yet, and to look for somebody would make some.
  const met = new Set<string>();
  for (const school of schools) if (await hasRecords(store, school).catch(() => false)) met.add(school.id);
  const find: AddressBook['find'] = async (school, chat, who) =>
    met.has(school.id) ? await application.addresses.find(school, chat, who) : undefined;
  const chats = chatsToAsk({ teams, slack, schools, find });
  const looking = { withinMs: WITHIN_MS, store, vault, clock, channels: chats.channels, addresses: { find } };
  try {
    const found = await Promise.all([
      checkRecords(looking),
      ...schools.map((school) => checkChats(looking, school)),
      checkOwed({ measure: application.measure, withinMs: WITHIN_MS }, schools),
      checkSocketMode(chats),
    ]);
    return [...found.flat(), ...skews(chats.skewsMs)];
  } finally {
    chats.close();
  }
}

/** Without the records, which know whom the bot has met. */
async function askChats({ schools, teams, slack }: ConfigSeen): Promise<readonly Finding[]> {
  const find = async () => undefined;
  const chats = chatsToAsk({ teams, slack, schools, find });
  const looking = { withinMs: WITHIN_MS, channels: chats.channels, addresses: { find } };
  try {
    const found = await Promise.all([...schools.map((school) => checkChats(looking, school)), checkSocketMode(chats)]);
    return [...found.flat().filter(({ check }) => check !== 'people'), ...skews(chats.skewsMs)];
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

function thisMachinesClock(): Clock {
  return createSteadyClock({
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    storeTime: async () => undefined,
  });
}
