import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Application, assembleApplication } from './application/assemble.ts';
import { checkKeys } from './application/check-keys.ts';
import { createCheckpoints } from './application/checkpoints.ts';
import { startClockwork } from './application/clockwork.ts';
import { Fault } from './application/faults.ts';
import type { RecordStore, Vault } from './application/ports.ts';
import { createReadiness } from './application/readiness.ts';
import { ANNOUNCE_EVERY_MS, createReplicas } from './application/replicas.ts';
import { createSteadyClock, MOST_SKEW_MS, type SteadyClock } from './application/steady-clock.ts';
import { stopInOrder } from './application/stop-in-order.ts';
import { createHttpServer } from './channels/http-server.ts';
import type { ServiceConfig, TryOutConfig } from './config.ts';
import { SECOND } from './domain/instant.ts';
import type { School } from './domain/school.ts';
import { joinSlack, joinTeams, type SlackSetup, type TeamsSetup } from './join-chats.ts';
import { createLog, type Log } from './log.ts';
import { openRecordStore, openVault, ownIdentity } from './open-records.ts';
import { createIds } from './random-ids.ts';
import { startSchoolWatch } from './school-watch.ts';
import { startStandingFile } from './standing-file.ts';
import { createCheckpointFolder } from './store/checkpoints/checkpoint-folder.ts';
import { startTelemetry } from './telemetry/start-telemetry.ts';
import { registry } from './workflows/index.ts';

// Puts the service together: with main and what it opens and joins, the only place that builds adapters.

/** The chats that a service speaks to; one of them at least. */
export interface ChatsSetup {
  readonly teams?: TeamsSetup | undefined;
  readonly slack?: SlackSetup | undefined;
  /** Where the log goes; standard output if not given. */
  readonly logFile?: string;
}

export interface RunningService {
  readonly application: Application;
  readonly port: number;
  /**
   * Takes no more, finishes what is in hand, and gives back the rest; within ten seconds, whatever hangs. False when
   * something had to be left: it is owed and done later.
   */
  stop(): Promise<boolean>;
}

/** How often one process alone looks for what is due; by how much that differs from time to time. */
const ROUND = { everyMs: SECOND, spread: 0.2 };
/** Where several serve a store, each need not look as often. */
const SHARED_ROUND = { everyMs: 2 * SECOND, spread: 0.25 };
const MEASURE_EVERY_MS = 30 * SECOND;
/** How often the store is asked for its time at the start. */
const MEASURE_TRIES = 3;
/** All of stopping. The machine kills what has not ended after ten seconds. */
const STOP_WITHIN_MS = 9 * SECOND;
/** Where several serve a store: how long one that stops still answers, so that whoever shares out requests hears of it. */
const LINGER_MS = 1.5 * SECOND;

/** Where several processes serve a store: by how much their checkpoints are apart, so that one of them does the work. */
const CHECKPOINT_SPREAD_MS = 120 * SECOND;

/** A checkpoint reads everything; a store that is paid for by what it does each second has other work meanwhile. */
function besideOthers() {
  return { afterMs: Math.random() * CHECKPOINT_SPREAD_MS, pause: () => pause(SECOND) };
}

/** Starts the service. Rejects with a `Fault` when anything that it needs cannot be had. */
export async function startService(config: ServiceConfig | TryOutConfig, chats: ChatsSetup): Promise<RunningService> {
  const { logFile } = chats;
  const destination = logFile === undefined ? {} : { destination: createWriteStream(logFile, { flags: 'a' }) };
  const log = createLog({ level: config.logLevel, ...destination });
  const telemetry = await startTelemetry(config.telemetry, {
    identity: ownIdentity,
    sendingChanged: ({ isSent }) => {
      if (isSent) log.info('figures can be sent again', {});
      else log.warn('figures could not be sent', {});
    },
  });
  const store = await openRecordStore(config.store);
  const troubled = (fields: { readonly code: string }) => log.warn('the keys could not be refreshed', fields);
  const clock = await startClock(store, log);
  const vault = await openVault(config.vault, store, { troubled, now: clock.now });
  const failed = (fields: Parameters<Parameters<typeof assembleApplication>[0]['failed']>[0]) =>
    log.warn('something did not work', fields);
  const damaged = (of: { readonly record: string; readonly code: string }) => failed({ what: 'check-keys', ...of });
  const keysFor = (schools: readonly School[]) => checkKeys({ store, vault, registry, schools, failed: damaged });
  await keysFor(config.schools);
  const ids = createIds();
  const application = assembleApplication({
    store,
    vault,
    registry,
    schools: config.schools,
    clock,
    ids,
    meter: telemetry.meter,
    failed,
  });
  const { channels, directory, sealer, commands, replica } = application;
  const checkpoints = createCheckpoints({
    store,
    vault,
    sealer,
    registry,
    clock,
    schools: directory.schools,
    commands,
    shelf: createCheckpointFolder(config.checkpoints.path),
    ...(store.sole ? {} : besideOthers()),
    failed: (fields) => failed({ what: 'checkpoint', ...fields }),
  });
  const replicas = createReplicas({ store, replica });
  const readiness = createReadiness({ parts: () => partsOf({ store, vault, clock, channels }), monotonicMs });
  telemetry.watch({
    measure: application.measure,
    missing: readiness.missing,
    isSchoolFileRefused: () => application.schoolFiles.now().refused !== undefined,
    skewMs: clock.skewMs,
  });
  const server = createHttpServer({
    host: config.host,
    port: config.port,
    missing: readiness.missing,
    schoolFileMistakes: () => application.schoolFiles.now().refused?.problems.length ?? 0,
    answered: telemetry.meter.request,
    failed: () => log.error('a request could not be answered', {}),
  });
  // Before anything can be taken: what is claimed from here on is this process's own.
  if (store.sole) await application.dueRunner.release();
  const joining = { application, server, log, share: replicas.share, nowMs: () => Date.parse(clock.now()) };
  const teams = chats.teams && (await joinTeams(chats.teams, joining));
  const slack = chats.slack && (await joinSlack(chats.slack, joining));
  const port = await server.listen();
  // Only who serves takes a part of the limits: one that cannot start takes nothing from those that work.
  const announcing = startClockwork(
    { run: replicas.announce },
    (fields) => log.warn('the other processes could not be counted', fields),
    { everyMs: ANNOUNCE_EVERY_MS },
  );
  const measuring = startClockwork(
    { run: clock.measure },
    (fields) => log.warn('the time of the record store could not be asked', fields),
    { everyMs: MEASURE_EVERY_MS },
  );
  const rounds = startClockwork(
    {
      async run() {
        void checkpoints.run();
        void application.keep();
        await application.dueRunner.run();
      },
    },
    (fields) => log.warn('a round of the clock failed', fields),
    store.sole ? ROUND : SHARED_ROUND,
  );
  const watching = startSchoolWatch({ source: config.schoolSource, application, checkKeys: keysFor, log });
  const standing = startStandingFile(config.store, { application, readiness, log });
  log.info('the service is running', { port, count: config.schools.length });
  let isStopping = false;
  void store.ended.then(() => {
    if (isStopping) return;
    log.error('the record store has ended, so the service ends', {});
    // Whoever runs the service starts it again; without its store it would only refuse.
    process.exit(1);
  });

  async function stop(): Promise<boolean> {
    isStopping = true;
    readiness.stop();
    const lingerMs = store.sole ? 0 : LINGER_MS;
    const afterwards = (work?: () => Promise<unknown>) => async () => {
      await pause(lingerMs);
      await work?.();
    };
    // Of these nothing is left that anybody would miss.
    const measured = measuring.stop().catch(() => undefined);
    const announced = announcing.stop().catch(() => undefined);
    const goAway = async () => {
      await announced;
      await replicas.withdraw();
    };
    const hangUp = async () => {
      teams?.hangUp();
      slack?.hangUp();
      vault.close();
      await measured;
      await store.close();
    };
    const left = await stopInOrder(
      [
        [
          { what: 'requests', withinMs: 4 * SECOND, work: () => server.close({ lingerMs }) },
          { what: 'teams', withinMs: 4 * SECOND, work: afterwards(teams?.leave) },
          { what: 'slack', withinMs: 4 * SECOND, work: afterwards(slack?.leave) },
          { what: 'round', withinMs: 4 * SECOND, work: rounds.stop },
          { what: 'school-files', withinMs: 4 * SECOND, work: watching.stop },
          { what: 'standing', withinMs: 4 * SECOND, work: standing.stop },
          { what: 'checkpoint', withinMs: 4 * SECOND, work: checkpoints.stop },
        ],
        [{ what: 'deliveries', withinMs: 3.6 * SECOND, work: application.stop }],
        [
          { what: 'presence', withinMs: 0.7 * SECOND, work: goAway },
          // Ends by itself before that: a collector that hangs is nothing that the service leaves undone.
          { what: 'telemetry', withinMs: 1.2 * SECOND, work: telemetry.stop },
        ],
        [{ what: 'store', withinMs: 0.7 * SECOND, work: hangUp }],
      ],
      { withinMs: STOP_WITHIN_MS, monotonicMs },
    );
    for (const one of left) log.warn('something had to be left when the service stopped', { ...one });
    log.info('the service has stopped', { count: left.length });
    return left.length === 0;
  }

  return { application, port, stop };
}

function monotonicMs(): number {
  return performance.now();
}

/** A clock that goes by the store's time, where it has one. */
async function startClock(store: Pick<RecordStore, 'time'>, log: Log): Promise<SteadyClock> {
  const clock = createSteadyClock({
    wallMs: () => Date.now(),
    monotonicMs,
    storeTime: () => store.time(),
    differs: ({ isOff, milliseconds }) => {
      if (isOff) log.warn('the clock of this machine differs from that of the record store', { milliseconds });
      else log.info('the clock of this machine is right again', { milliseconds });
    },
  });
  for (let tries = 1; ; tries++) {
    try {
      await clock.measure();
      return clock;
    } catch (error) {
      if (tries === MEASURE_TRIES) throw error;
      await pause(SECOND);
    }
  }
}

/** What has to answer for the service to be ready. */
function partsOf({
  store,
  vault,
  clock,
  channels,
}: {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly clock: SteadyClock;
  readonly channels: Application['channels'];
}): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    store: () => store.health(),
    vault: () => vault.health(),
    clock: async () => {
      if (Math.abs(clock.skewMs()) > MOST_SKEW_MS) throw wrongClock();
    },
    ...Object.fromEntries([...channels].map(([id, channel]) => [id, () => channel.health()])),
  };
}

function wrongClock(): Fault {
  return new Fault('the clock of this machine is wrong', {
    code: 'clock-wrong',
    whatToDo: 'Set the clock of this machine, or let it be set by NTP.',
  });
}
