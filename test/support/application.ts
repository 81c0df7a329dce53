import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach } from 'vitest';
import { type Application, assembleApplication } from '../../src/application/assemble.ts';
import { checkKeys } from '../../src/application/check-keys.ts';
import type { CommandResult } from '../../src/application/command.ts';
import type { RecordStore, Vault } from '../../src/application/ports.ts';
import type { OpenRecord } from '../../src/application/sealed-record.ts';
import type { Registry } from '../../src/domain/decider.ts';
import type { Answers } from '../../src/domain/form.ts';
import { type Instant, MINUTE } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import { actorOf, type PersonId, theClock } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import type { ConcernState } from '../../src/workflows/concern/state.ts';
import { registry as everyWorkflow } from '../../src/workflows/index.ts';
import { aClock, type TestClock } from './clock.ts';
import { monday, someAnswers } from './concern.ts';
import { aFakeChat, type FakeChat } from './fake-chat.ts';
import { aSchool, people } from './school.ts';
import { sqliteHere } from './sqlite-here.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';
import { aTroubledStore, type TroubledStore } from './troubled-store.ts';

export interface TestApplicationOptions {
  /** A file, which can be opened again; in memory if not given. */
  readonly path?: string;
  readonly store?: RecordStore;
  readonly vault?: Vault;
  readonly schools?: readonly School[];
  readonly registry?: Registry;
  readonly clock?: TestClock;
  readonly chat?: FakeChat;
  /** A second chat, for schools that use both. */
  readonly slack?: FakeChat;
}

/** What did not work, as the log would have it. */
export type Failure = Parameters<Parameters<typeof assembleApplication>[0]['failed']>[0];

/** The real application, with a chat and a clock that a test moves. */
export interface TestApplication {
  readonly app: Application;
  readonly store: TroubledStore;
  readonly vault: Vault;
  readonly chat: FakeChat;
  readonly clock: TestClock;
  /** The first of the schools. */
  readonly school: School;
  readonly failures: readonly Failure[];
  /** Reports a concern; Amara Osei does if nobody else is named. */
  report(answers?: Answers, by?: PersonId): Promise<string>;
  /** Gives a command, each time another one unless `id` says otherwise. */
  give(type: string, of: GiveOf): Promise<CommandResult>;
  /** Lets everything that was begun come to its end. */
  settle(): Promise<void>;
  /** Moves the clock and lets the application see to everything that has come due by then, at its own time. */
  pass(milliseconds: number): Promise<void>;
  /** One round of the clock, with everything that it begins. */
  runDue(of?: { readonly takeOver?: boolean }): Promise<void>;
  /** The record as it is now. */
  record(reference: string): Promise<OpenRecord<ConcernState>>;
  /** What happened to a record, in order. */
  events(reference: string): Promise<readonly string[]>;
  /** How many records of a kind there are. */
  count(kind?: string): Promise<number>;
  /** Another process on the same store, with the same chat, as after a kill: what this one had begun is lost. */
  another(): Promise<TestApplication>;
  close(): Promise<void>;
}

export interface GiveOf {
  readonly by?: PersonId | 'clock';
  readonly reference?: string;
  readonly data?: Json;
  readonly id?: string;
  readonly school?: School;
}

/** Opens applications that are closed again, and their folder removed, when the tests of a file have run. */
export function applications() {
  const folder = temporaryFolder();
  const opened: TestApplication[] = [];
  let vault: Promise<Vault> | undefined;
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(() => folder.remove());
  return {
    folder: folder as TemporaryFolder,
    /** A path for a store of its own. */
    aPath: () => folder.path(`${randomUUID()}.db`),
    async open(options: TestApplicationOptions = {}): Promise<TestApplication> {
      vault ??= openFileVault(folder.path('keys.json'));
      const one = await openApplication({ vault: await vault, ...options });
      opened.push(one);
      return one;
    },
  };
}

/** Assembles the application around these parts. */
async function openApplication(options: TestApplicationOptions & { readonly vault: Vault }): Promise<TestApplication> {
  const {
    vault,
    schools = [aSchool()],
    clock = aClock(monday),
    chat = aFakeChat(),
    registry = everyWorkflow,
  } = options;
  const [school = aSchool()] = schools;
  const { path } = options;
  const inner = options.store ?? (path === undefined ? sqliteHere() : await createSqliteRecordStore({ path }));
  const store = aTroubledStore(inner);
  await checkKeys({ store: inner, vault, registry, schools });
  const failures: Failure[] = [];
  const app = assembleApplication({
    store,
    vault,
    registry,
    schools,
    clock,
    ids: { fresh: () => randomUUID(), bytes: (count) => new Uint8Array(randomBytes(count)) },
    failed: (of) => failures.push(of),
  });
  app.channels.set('teams', chat);
  if (options.slack !== undefined) app.channels.set('slack', options.slack);

  async function record(reference: string): Promise<OpenRecord<ConcernState>> {
    const found = await inner.get(school.id, reference);
    const workflow = registry.get(found?.record.kind ?? '');
    if (found === undefined || workflow === undefined) throw new Error(`there is no ${reference}`);
    return (await app.sealer.open(workflow, found)) as OpenRecord<ConcernState>;
  }

  const test: TestApplication = {
    app,
    store,
    vault,
    chat,
    clock,
    school,
    failures,
    async report(answers = someAnswers(), by = people.teacher) {
      const result = await test.give('concern/report', { by, data: { ...answers } });
      if (result.kind !== 'done') throw new Error(`refused: ${result.sentence}`);
      await test.settle();
      return result.reference;
    },
    give: (type, { by = people.dsl, reference, data = {}, id = randomUUID(), school: at = school }) =>
      app.commands.handle({
        id,
        school: at,
        type,
        by: by === 'clock' ? theClock : actorOf(by),
        data,
        ...(reference === undefined ? {} : { reference }),
      }),
    settle: () => app.settle(),
    async runDue({ takeOver = false } = {}) {
      if (takeOver) await app.dueRunner.release();
      await app.dueRunner.run().finally(() => app.dueRunner.settled());
    },
    async pass(milliseconds) {
      const end = new Date(Date.parse(clock.now()) + milliseconds).toISOString();
      for (let rounds = 0; rounds < 10_000; rounds++) {
        await app.settle();
        const next = await nextDue(inner, clock.now(), end);
        if (next === undefined) break;
        if (next > clock.now()) clock.set(next);
        await test.runDue();
        // As the clockwork does: a second passes between two rounds.
        if (next <= clock.now()) clock.move(1_000);
      }
      if (clock.now() < end) clock.set(end);
      await test.runDue();
      await app.settle();
    },
    record,
    async events(reference) {
      const found = await inner.get(school.id, reference);
      const workflow = registry.get(found?.record.kind ?? '');
      if (found === undefined || workflow === undefined) return [];
      const history = await app.sealer.history(workflow, found.record);
      return history.map(({ event }) => (event as { readonly type: string }).type);
    },
    async count(kind = 'concern') {
      const { records } = await inner.all({ limit: 500 });
      return records.filter((one) => one.kind === kind).length;
    },
    another: () => openApplication({ ...options, store: inner, clock, chat }),
    close: () => inner.close(),
  };
  return test;
}

/** When the store has next something to be seen to, at `end` at the latest. */
async function nextDue(store: RecordStore, now: Instant, end: Instant): Promise<Instant | undefined> {
  const [first] = await store.due(end, 1);
  if (first === undefined) return undefined;
  return first.due > now ? first.due : now;
}

/** Long enough for everything that was opened in a chat to have been put away. */
export const UNTIL_FADED = 31 * MINUTE;
