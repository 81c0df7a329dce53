import type { Container, CosmosClient } from '@azure/cosmos';
import { z } from 'zod';
import { StoreFault } from '../../application/faults.ts';
import { beginCall, type Call } from './call.ts';
import { storeFault } from './faults.ts';
import { INDEXING_POLICY } from './indexing-policy.ts';

/** The container of the records. */
const CONTAINER = 'records';
const PARTITION_KEY = '/school';
/** Nobody waits for an answer while the service starts, and an account may be slow on the first request. */
const OPEN_WITHIN_MS = 10_000;

/** What is looked at of a container. */
const settingsSchema = z.object({
  partitionKey: z.object({ paths: z.array(z.string()) }),
  defaultTtl: z.number().optional(),
  indexingPolicy: z.object({
    includedPaths: z.array(z.object({ path: z.string() })).default([]),
    excludedPaths: z.array(z.object({ path: z.string() })).default([]),
    compositeIndexes: z.array(z.array(z.object({ path: z.string(), order: z.string().optional() }))).default([]),
  }),
});

type Policy = z.infer<typeof settingsSchema>['indexingPolicy'];

/**
 * The container `records` of a database, made with the database where it is not there and may be made. Rejects with
 * `store-not-set-up`, `store-not-ours`, `store-denied` and what else a request may be answered with.
 */
export async function openContainer(client: CosmosClient, database: string): Promise<Container> {
  const call = beginCall(OPEN_WITHIN_MS);
  await refuseSeveralWriters(client, call);
  const container = client.database(database).container(CONTAINER);
  const read = () => call.ask(async (abortSignal) => (await container.read({ abortSignal })).resource);
  let settings = await unlessMissing(read);
  if (settings === undefined) {
    await make(client, database, call);
    settings = await unlessMissing(read);
  }
  check(settings, database);
  return container;
}

/** Where several regions take writes, each compares with what it has itself, and the last of two writes wins. */
async function refuseSeveralWriters(client: CosmosClient, call: Call): Promise<void> {
  const { value } = await call.ask((abortSignal) => client.getDatabaseAccount({ abortSignal }));
  if (value?.resource?.enableMultipleWritableLocations !== true) return;
  throw storeFault('store-not-set-up', 'the account takes writes in several regions, which loses some');
}

async function unlessMissing<T>(read: () => Promise<{ readonly value: T | undefined }>): Promise<T | undefined> {
  try {
    return (await read()).value;
  } catch (fault) {
    if (fault instanceof StoreFault && fault.code === 'store-not-set-up') return undefined;
    throw fault;
  }
}

/** Another process may be making the same at the same time; whoever is second finds it there. */
async function make(client: CosmosClient, database: string, call: Call): Promise<void> {
  try {
    await call.ask((abortSignal) => client.databases.create({ id: database }, { abortSignal }));
    const settings = {
      id: CONTAINER,
      partitionKey: { paths: [PARTITION_KEY] },
      indexingPolicy: INDEXING_POLICY,
      // Nothing is removed by itself but what says so: see presence.ts.
      defaultTtl: -1,
    };
    await call.ask((abortSignal) => client.database(database).containers.create(settings, { abortSignal }));
  } catch (fault) {
    if (!(fault instanceof StoreFault) || fault.code !== 'store-denied') throw fault;
    const what = `there is no container ${CONTAINER} in a database ${database}, and the service may not make one`;
    throw storeFault('store-not-set-up', what);
  }
}

function check(settings: unknown, database: string): void {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) throw storeFault('store-not-set-up', `container ${CONTAINER} of database ${database}`);
  const { partitionKey, defaultTtl, indexingPolicy } = parsed.data;
  if (partitionKey.paths.join() !== PARTITION_KEY) {
    throw storeFault('store-not-ours', `its partition key is ${partitionKey.paths.join()}, not ${PARTITION_KEY}`);
  }
  if (defaultTtl !== -1) {
    const now = defaultTtl === undefined ? 'never removes anything' : `removes records after ${defaultTtl} s`;
    throw storeFault('store-not-set-up', `the container ${now}; set its TTL to -1`);
  }
  const missing = INDEXING_POLICY.includedPaths.filter(({ path }) => !isIndexed(path, indexingPolicy));
  const orders = indexingPolicy.compositeIndexes.map(namesOf);
  const without = INDEXING_POLICY.compositeIndexes.map(namesOf).filter((order) => !orders.includes(order));
  const lacking = [...missing.map(({ path }) => path), ...without];
  if (lacking.length > 0) throw storeFault('store-not-set-up', `its indexing policy lacks ${lacking.join(' and ')}`);
}

/** Of the paths of a policy that hold a path, the longest decides: learn.microsoft.com, "Indexing policies". */
function isIndexed(path: string, { includedPaths, excludedPaths }: Policy): boolean {
  const nearest = (paths: Policy['includedPaths']) =>
    Math.max(-1, ...paths.filter((of) => holds(of.path, path)).map((of) => of.path.length));
  return nearest(includedPaths) > nearest(excludedPaths);
}

/** Whether a path of a policy, which may end in a star for all that is below, holds one of ours. */
function holds(ofPolicy: string, path: string): boolean {
  if (!ofPolicy.endsWith('/*')) return ofPolicy === path;
  return path.startsWith(ofPolicy.slice(0, -1));
}

function namesOf(index: readonly { readonly path: string; readonly order?: string | undefined }[]): string {
  return index.map(({ path, order }) => `${path}${order === 'descending' ? ' descending' : ''}`).join(', ');
}
