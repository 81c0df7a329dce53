import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Channel, Clock } from '../src/application/ports.ts';
import { later } from '../src/domain/instant.ts';
import type { Message, Place, Post } from '../src/domain/message.ts';
import type { PersonId } from '../src/domain/people.ts';
import type { School } from '../src/domain/school.ts';

// The modules of one version of the service, this one or an earlier one, put together without a chat or a network.

/** What a version is made of. Of an earlier one the types are what this version takes them for. */
export interface ReleaseModules {
  readonly assemble: typeof import('../src/application/assemble.ts');
  readonly checkKeys: typeof import('../src/application/check-keys.ts');
  readonly faults: typeof import('../src/application/faults.ts');
  readonly verify: typeof import('../src/application/verify.ts');
  readonly schoolFiles: typeof import('../src/school-files.ts');
  readonly store: typeof import('../src/store/sqlite/record-store.ts');
  readonly vault: typeof import('../src/vault/file-vault.ts');
  readonly workflows: typeof import('../src/workflows/index.ts');
}

const files = {
  assemble: 'application/assemble.ts',
  checkKeys: 'application/check-keys.ts',
  faults: 'application/faults.ts',
  verify: 'application/verify.ts',
  schoolFiles: 'school-files.ts',
  store: 'store/sqlite/record-store.ts',
  vault: 'vault/file-vault.ts',
  workflows: 'workflows/index.ts',
} as const satisfies Record<keyof ReleaseModules, string>;

/** The modules of the version whose sources are in `folder`. */
export async function loadRelease(folder: string): Promise<ReleaseModules> {
  const load = async ([name, file]: readonly [string, string]) =>
    [name, await import(pathToFileURL(join(folder, 'src', file)).href)] as const;
  return Object.fromEntries(await Promise.all(Object.entries(files).map(load))) as unknown as ReleaseModules;
}

/** Where a version finds what it needs. */
export interface ReleasePlaces {
  readonly database: string;
  readonly keys: string;
  /** A school file, of one school. */
  readonly schoolFile: string;
}

/** How the chat meets a message: takes it, refuses it now or for good, takes it and does not say so, never answers. */
export type ChatMood = 'well' | 'down' | 'hopeless' | 'silent' | 'hanging';

/** A record as it opens. */
export interface OpenedRecord {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly entries: number;
  readonly owed: number;
  readonly state: unknown;
}

/** The service of one version on one database, at a time that the caller moves; its chat is a stand-in. */
export async function startRelease(modules: ReleaseModules, places: ReleasePlaces, at: string) {
  const { registry } = modules.workflows;
  const [school] = modules.schoolFiles.readSchools(places.schoolFile, { served: ['teams'] }).schools;
  if (school === undefined) throw new Error('the school file does not fit this version');
  const vault = await modules.vault.openFileVault(places.keys);
  const store = await modules.store.createSqliteRecordStore({ path: places.database });
  await modules.checkKeys.checkKeys({ registry, store, vault, schools: [school] });
  let now = at;
  const clock: Clock = {
    now: () => now,
    forDecision: async () => ({ at: now, isSure: true }),
    stopwatch: () => () => 0,
  };
  const failures: string[] = [];
  const app = modules.assemble.assembleApplication({
    store,
    vault,
    registry,
    schools: [school],
    clock,
    ids: { fresh: randomUUID, bytes: randomBytes },
    failed: ({ code }) => failures.push(code),
  });
  const chat = standInChat(modules);
  app.channels.set('teams', chat);

  return {
    app,
    school,
    chat,
    failures: failures as readonly string[],
    now: () => now,
    /** Gives a command and lets the chat have what comes of it. Gives the reference. */
    async give(
      type: string,
      by: PersonId,
      data: Parameters<typeof app.commands.handle>[0]['data'],
      reference?: string,
    ) {
      const of = { id: randomUUID(), school, type, by: { kind: 'person', person: by } as const, data };
      const result = await app.commands.handle({ ...of, ...(reference === undefined ? {} : { reference }) });
      if (result.kind !== 'done') throw new Error(`${type} was refused: ${result.code}`);
      if (chat.mood !== 'hanging') await app.settle();
      return result.reference;
    },
    /** Lets time pass, and the clock see to what has come due, every `everyMs`. */
    async pass(milliseconds: number, everyMs = milliseconds): Promise<void> {
      for (let passed = 0; passed < milliseconds; passed += everyMs) {
        now = later(now, everyMs);
        await app.dueRunner.run();
        await app.settle();
      }
    },
    /** What `verify` finds. */
    verify: () => modules.verify.verifyStore({ store, vault, sealer: app.sealer, registry }),
    /** Every record of the kinds that this version knows, opened; of each kind the oldest first. */
    async opened(): Promise<readonly OpenedRecord[]> {
      const all: OpenedRecord[] = [];
      for (const workflow of registry.values()) {
        const { records } = await store.query({
          school: school.id,
          kind: workflow.id,
          order: 'oldest-first',
          limit: 500,
        });
        for (const { id, kind, status } of records) {
          const found = await store.get(school.id, id);
          if (found === undefined) throw new Error(`${id} is in a list and nowhere else`);
          const { state, outbox } = await app.sealer.open(workflow, found);
          all.push({ id, kind, status, entries: found.record.entries.length, owed: outbox.length, state });
        }
      }
      return all;
    },
    /** Ends it as a power cut does, where the chat still hangs. */
    async stop(): Promise<void> {
      await store.close();
      chat.letGo();
      await app.settle();
    },
  };
}

export type RunningRelease = Awaited<ReturnType<typeof startRelease>>;

/** A chat that takes what it is given, in a mood that the caller sets. */
function standInChat({ faults }: ReleaseModules): Channel & { mood: ChatMood; posted: number; letGo(): void } {
  const hanging: ((error: Error) => void)[] = [];
  const refusal = (certain: boolean, hopeless: boolean) =>
    new faults.DeliveryFault('the chat did not take it', { code: 'chat-down', whatToDo: 'Wait.', certain, hopeless });

  async function take(): Promise<void> {
    if (chat.mood === 'hanging') await new Promise<void>((_, reject) => hanging.push(reject));
    if (chat.mood === 'down' || chat.mood === 'hopeless') throw refusal(true, chat.mood === 'hopeless');
    chat.posted++;
    if (chat.mood === 'silent') throw refusal(false, false);
  }

  const chat: ReturnType<typeof standInChat> = {
    id: 'teams',
    mood: 'well',
    posted: 0,
    letGo() {
      for (const reject of hanging.splice(0)) reject(refusal(false, false));
    },
    async post(_school: School, to: Place, _message: Message): Promise<Post> {
      await take();
      return { channel: 'teams', at: { place: to.kind, id: String(chat.posted) } };
    },
    edit: () => take(),
    remove: () => take(),
    members: () => Promise.resolve({ members: [] }),
    inspect: () => Promise.resolve({ missingRights: [], channels: [] }),
    isCurrent: () => true,
    health: () => Promise.resolve(),
  };
  return chat;
}
