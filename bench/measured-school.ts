import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleApplication } from '../src/application/assemble.ts';
import { createCheckpoints } from '../src/application/checkpoints.ts';
import type { Surface } from '../src/application/surface.ts';
import { later } from '../src/domain/instant.ts';
import type { Json } from '../src/domain/message.ts';
import { actorOf, type PersonId } from '../src/domain/people.ts';
import type { School } from '../src/domain/school.ts';
import { createCosmosRecordStore } from '../src/store/cosmos/record-store.ts';
import { openFileVault } from '../src/vault/file-vault.ts';
import { registry } from '../src/workflows/index.ts';
import { aClock } from '../test/support/clock.ts';
import { aFakeChat } from '../test/support/fake-chat.ts';
import { startFakeCosmos } from '../test/support/fake-cosmos.ts';
import { aSchool } from '../test/support/school.ts';

/** A Monday in term, at 14:05 in the school. */
const MONDAY = '2026-11-23T14:05:00.000Z';

/** One request to the database. */
export interface Cost {
  /** `plan`: how a query over all schools is to be made, which the library asks first. Not charged here. */
  readonly what: 'read' | 'create' | 'replace' | 'query' | 'plan';
  readonly requestUnits: number;
}

/**
 * The real application on the real store and Microsoft's library, with a stand-in of Cosmos DB that charges what
 * Microsoft's table says, and a chat that takes everything.
 */
export async function openMeasuredSchool(school: School = aSchool()) {
  const clock = aClock(MONDAY);
  const fake = await startFakeCosmos({ now: () => Date.parse(clock.now()) });
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const store = await createCosmosRecordStore({
    endpoint: fake.url,
    database: 'records',
    credential: { kind: 'key', key: fake.key },
  });
  const vault = await openFileVault(join(folder, 'keys.json'));
  const codes: string[] = [];
  // A campaign that is begun alone tells a policy of itself that is not there.
  const failed = ({ code }: { readonly code: string }) => code !== 'not-there' && codes.push(code);
  const ids = { fresh: randomUUID, bytes: (count: number) => randomBytes(count) };
  const app = assembleApplication({ store, vault, registry, schools: [school], clock, ids, failed });
  const chat = aFakeChat();
  app.channels.set('teams', chat);
  // Nothing is written to a disk here: what a checkpoint costs the database is asked.
  const shelf = { keep: async () => {}, names: async () => [], read: async () => '' };
  const checkpoints = createCheckpoints({
    ...{ store, vault, registry, clock, shelf, failed },
    ...{ sealer: app.sealer, schools: app.directory.schools, commands: app.commands },
  });

  /** What the database was asked since it was last asked for this. */
  function costs(): readonly Cost[] {
    const asked = fake.requests().filter(({ kind, charge }) => charge > 0 || kind === 'plan');
    const all = asked.map(({ kind, charge }) => ({ what: whatOf(kind), requestUnits: charge }));
    fake.forget();
    return all;
  }

  return {
    app,
    school,
    clock,
    store,
    checkpoints,
    /** Gives a command, in a dialog unless said otherwise; resolves before what comes of it is delivered. */
    async give(type: string, by: PersonId, data: Json, of: { reference?: string; surface?: Surface } = {}) {
      const { reference, surface = { kind: 'dialog' } } = of;
      const request = { id: randomUUID(), school, type, by: actorOf(by), data, surface };
      const result = await app.commands.handle({ ...request, ...(reference === undefined ? {} : { reference }) });
      if (result.kind !== 'done') throw new Error(`${type} was refused: ${result.code}`);
      return result.reference;
    },
    /** What some work asks of the database, with all that comes of it. */
    async costOf(work: () => Promise<unknown>): Promise<readonly Cost[]> {
      await app.settle();
      costs();
      await work();
      await app.settle();
      if (codes.length > 0) throw new Error(`something did not work: ${[...new Set(codes)].join(', ')}`);
      // Two things do not happen to a record in the same second.
      clock.set(later(clock.now(), 1_000));
      return costs();
    },
    vault,
    /** How many bytes the record with this reference takes. */
    bytesOf: (reference: string): number =>
      Math.max(
        ...fake
          .documents()
          .map((document) => JSON.stringify(document))
          .filter((text) => text.includes(`"${reference}"`))
          .map((text) => Buffer.byteLength(text)),
      ),
    async stop(): Promise<void> {
      await store.close();
      await fake.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type MeasuredSchool = Awaited<ReturnType<typeof openMeasuredSchool>>;

function whatOf(kind: string): Cost['what'] {
  if (kind === 'read' || kind === 'query' || kind === 'plan' || kind === 'create') return kind;
  // Whoever puts a document where one may be has, as a rule, one there: a process says every ten seconds that it lives.
  if (['replace', 'upsert', 'remove'].includes(kind)) return 'replace';
  return 'read'; // Of the database and its container.
}
