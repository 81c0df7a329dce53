import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type Application, assembleApplication } from '../../src/application/assemble.ts';
import { meteredChannel } from '../../src/application/metered.ts';
import type { Clock } from '../../src/application/ports.ts';
import { createReadiness } from '../../src/application/readiness.ts';
import { verifyStore } from '../../src/application/verify.ts';
import { createHttpServer, type HttpServer } from '../../src/channels/http-server.ts';
import { later } from '../../src/domain/instant.ts';
import type { StoredRecord } from '../../src/domain/record.ts';
import type { School } from '../../src/domain/school.ts';
import { createLog, type Log } from '../../src/log.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { registry } from '../../src/workflows/index.ts';
import { type Outage, withOutages } from './outages.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a chat is joined to, as at the start of the service. */
export interface Joining {
  readonly application: Application;
  readonly server: HttpServer;
  readonly log: Log;
  /** Milliseconds since 1970, as the test has it. */
  readonly nowMs: () => number;
  /** Resolves when so many milliseconds have passed, as the test has it, or when it is called off. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A chat that was joined. */
export interface Joined {
  /** Resolves when nothing that came from the chat is in hand. */
  settle?(): Promise<void>;
  /** Takes no more of it. */
  leave?(): Promise<void>;
}

export interface RunningBotOptions {
  readonly schools: readonly School[];
  /** Joins the chats, each time the bot starts. */
  readonly join: (joining: Joining) => Promise<readonly Joined[]>;
  /** What hears what the bot does, as in the service; nobody if not given. */
  readonly telemetry?: Telemetry | undefined;
}

/** An event of a record. */
export interface Happening {
  readonly type: string;
  readonly by: string;
}

/** One process of the service. */
interface Replica {
  readonly application: Application;
  /** Where it listens. */
  readonly address: string;
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * As long as a test may take, in milliseconds. The service gives up waiting sooner when it stops; a test that went on
 * then would look before the bot has done what follows.
 */
const SETTLED_WITHIN_MS = 8_000;

/** The real bot, from its HTTP server to its database, for any chat. Only time and outages are in the test's hand. */
export async function startRunningBot({ schools, join, telemetry }: RunningBotOptions) {
  const folder = temporaryFolder();
  const written: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void written.push(line) } });
  let at = '2026-11-23T14:05:00.000Z';
  const nowMs = () => Date.parse(at);
  const clock: Clock = {
    now: () => at,
    forDecision: async () => ({ at, isSure: true }),
    stopwatch() {
      const began = nowMs();
      return () => nowMs() - began;
    },
  };
  let outage: Outage = 'none';
  let asked = 0;
  let sleepers: { readonly until: number; wake(): void }[] = [];
  let replicas: Replica[] = [];
  let opened = await openStore();
  replicas.push(await startReplica(true));

  function openStore() {
    return createSqliteRecordStore({ path: folder.path('records.db') });
  }

  function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      if (signal.aborted) return wake();
      sleepers.push({ until: nowMs() + milliseconds, wake });
      signal.addEventListener('abort', () => wake(), { once: true });
    });
  }

  function wakeUntil(time: number): void {
    const woken = sleepers.filter(({ until }) => until <= time);
    sleepers = sleepers.filter(({ until }) => until > time);
    for (const { wake } of woken) wake();
  }

  async function startReplica(isSole: boolean): Promise<Replica> {
    const store = withOutages(
      opened,
      () => outage,
      () => asked++,
    );
    const vault = await openFileVault(folder.path('keys.json'));
    const application = assembleApplication({
      store,
      vault,
      registry,
      schools,
      clock,
      ids: { fresh: () => randomUUID(), bytes: (count) => new Uint8Array(randomBytes(count)) },
      ...(telemetry === undefined ? {} : { meter: telemetry.meter }),
      failed: (fields) => log.warn('something did not work and will be tried again', fields),
    });
    const readiness = createReadiness({
      parts: () => ({
        store: () => store.health(),
        vault: () => vault.health(),
        ...Object.fromEntries([...application.channels].map(([id, channel]) => [id, () => channel.health()])),
      }),
      monotonicMs: () => performance.now(),
    });
    const server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      missing: readiness.missing,
      ...(telemetry === undefined ? {} : { answered: telemetry.meter.request }),
      failed: (thrown) => log.error('a request could not be answered', { thrown }),
    });
    const chats = await join({ application, server, log, nowMs, sleep });
    if (telemetry !== undefined) {
      const { channels, measure, schoolFiles } = application;
      for (const [id, channel] of [...channels]) channels.set(id, meteredChannel(channel, application));
      const isSchoolFileRefused = () => schoolFiles.now().refused !== undefined;
      telemetry.watch({ measure, missing: readiness.missing, isSchoolFileRefused, skewMs: () => 0 });
    }
    if (isSole) await application.dueRunner.release();
    await application.dueRunner.run();
    const port = await server.listen();
    const settle = async () => {
      for (const chat of chats) await chat.settle?.();
      await application.settle(SETTLED_WITHIN_MS);
    };
    const stop = async () => {
      await server.close();
      for (const chat of chats) await chat.leave?.();
      await application.settle();
    };
    return { application, address: `http://127.0.0.1:${port}`, settle, stop };
  }

  async function stopAll(): Promise<void> {
    for (const replica of replicas) await replica.stop();
    replicas = [];
    await opened.close();
  }

  async function settle(): Promise<void> {
    for (const replica of replicas) await replica.settle();
  }

  function first(): Replica {
    const [replica] = replicas;
    if (replica === undefined) throw new Error('the bot does not run');
    return replica;
  }

  async function happened(record: StoredRecord): Promise<readonly Happening[]> {
    const workflow = registry.get(record.kind);
    if (workflow === undefined) return [];
    const all = await first().application.sealer.history(workflow, record);
    return all.map(({ event, by }) => ({
      type: (event as { readonly type: string }).type,
      by: by.kind === 'person' ? by.person : 'the clock',
    }));
  }

  return {
    folder,
    nowMs,
    /** The bot's own address. */
    get address() {
      return first().address;
    },
    get application() {
      return first().application;
    },
    settle,
    /** Time passes, and the clock does what has come due. */
    async pass(milliseconds: number): Promise<void> {
      at = later(at, milliseconds);
      wakeUntil(nowMs());
      await settle();
      await first().application.dueRunner.run();
      await settle();
    },
    /** Time passes while nothing else happens. */
    goOn(milliseconds: number): void {
      at = later(at, milliseconds);
      wakeUntil(nowMs());
    },
    /** The record store stops to answer, or answers that it cannot. */
    setOutage(kind: Outage): void {
      outage = kind;
    },
    /** How often the record store was asked anything. */
    get storeCalls() {
      return asked;
    },
    /** Ends the bot and starts it again on the same records. */
    async restart(): Promise<void> {
      await stopAll();
      opened = await openStore();
      replicas.push(await startReplica(true));
    },
    /** Starts a second process on the same records; gives its address. */
    async another(): Promise<string> {
      const replica = await startReplica(false);
      replicas.push(replica);
      return replica.address;
    },
    log: written as readonly string[],
    /** Every byte that the bot has kept, and every line of its log. */
    everythingKept(): Buffer {
      const files = readdirSync(folder.path()).map((name) => readFileSync(folder.path(name)));
      return Buffer.concat([...files, Buffer.from(written.join('\n'))]);
    },
    /** How many records of a kind there are. */
    async count(kind: string): Promise<number> {
      const query = { kind, order: 'newest-first', limit: 500 } as const;
      const pages = await Promise.all(schools.map(({ id }) => opened.query({ ...query, school: id })));
      return pages.reduce((sum, { records }) => sum + records.length, 0);
    },
    /** What happened to a record of the first school, and by whom. */
    async historyOf(reference: string): Promise<readonly Happening[]> {
      const [school] = schools;
      const found = await opened.get(school?.id ?? '', reference);
      return found === undefined ? [] : await happened(found.record);
    },
    /** Every record there is, with what happened to it and how many messages it still owes. */
    async everyRecord() {
      const { records } = await opened.all({ limit: 500 });
      return await Promise.all(
        records.map(async (record) => {
          const { id, kind, status, outbox } = record;
          return { id, kind, status, owes: outbox.length, happened: await happened(record) };
        }),
      );
    },
    /** What is wrong with the records, if anything. */
    async damage() {
      const { sealer } = first().application;
      const vault = await openFileVault(folder.path('keys.json'));
      return (await verifyStore({ store: opened, vault, sealer, registry })).damaged;
    },
    async stop(): Promise<void> {
      outage = 'none';
      await stopAll();
      folder.remove();
    },
  };
}

export type RunningBot = Awaited<ReturnType<typeof startRunningBot>>;
