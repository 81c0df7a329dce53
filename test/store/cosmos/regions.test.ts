import dns, { type LookupAddress } from 'node:dns';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnections } from '../../../src/store/cosmos/connections.ts';
import { type CosmosRecordStore, createCosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';

// An account that moves: its name leads to another address from then on, and the first refuses. Two addresses of this
// machine stand for two regions, both before one account.

const HOST = 'account.example';
const [FIRST, SECOND] = ['127.0.0.2', '127.0.0.3'] as const;

/** What a region says to a write that it does not take; undefined for a connection that breaks. */
type Refusal = readonly [status: number, subStatus: number] | undefined;

let fake: FakeCosmos;
let store: CosmosRecordStore;
let regions: Server[];
let address: string;
let refusal: Refusal;
let connections: Record<string, number>;

beforeEach(async () => {
  fake = await startFakeCosmos();
  [address, refusal, connections, regions] = [FIRST, undefined, {}, []];
  const port = await startRegion(FIRST, 0);
  await startRegion(SECOND, port);
  const lookup = dns.lookup as unknown as (...asked: unknown[]) => void;
  vi.spyOn(dns, 'lookup').mockImplementation(((host: string, options: object, tell: Told) => {
    if (host !== HOST) return lookup(host, options, tell);
    return tell(null, [{ address, family: 4 }]);
  }) as unknown as typeof dns.lookup);
  store = await createCosmosRecordStore({
    endpoint: `http://${HOST}:${port}`,
    database: 'safeguarding',
    credential: { kind: 'key', key: fake.key },
    requestTimeoutMs: 5_000,
  });
});

afterEach(async () => {
  await store.close();
  vi.restoreAllMocks();
  for (const region of regions) {
    region.closeAllConnections();
    region.close();
  }
  await fake.stop();
});

type Told = (fault: null, found: readonly LookupAddress[]) => void;

describe('an account that moves to another region', () => {
  test.each([
    ['refuses writes', [403, 3]],
    ['does not know the account any more', [403, 1008]],
    ['does not serve', [503, 0]],
    ['breaks every connection', undefined],
  ] as const)('takes writes there in the same call, when the one before %s', async (_, says) => {
    expect((await store.create(aStoredRecord({ id: 'C-1' }))).kind).toBe('created');
    expect(connections[SECOND]).toBeUndefined();
    [address, refusal] = [SECOND, says];
    expect((await store.create(aStoredRecord({ id: 'C-2' }))).kind).toBe('created');
    expect(connections[SECOND]).toBe(1);
    // What serves is kept.
    await store.get('oakfield', 'C-2');
    expect(connections[SECOND]).toBe(1);
  });
});

describe('connections', () => {
  test('are kept for a minute, so that the address is asked anew though nothing broke', () => {
    let now = 0;
    const { agentFor } = createConnections(() => now);
    const first = agentFor('https:');
    now += 59_000;
    expect(agentFor('https:')).toBe(first);
    now += 2_000;
    const second = agentFor('https:');
    expect(second).not.toBe(first);
    now += 59_000;
    expect(agentFor('https:')).toBe(second);
  });
});

/** Passes on what comes to an address; writes only as long as the name of the account leads there. */
async function startRegion(own: string, port: number): Promise<number> {
  const region = createServer((asked, answer) => {
    if (address !== own) {
      asked.resume();
      if (refusal === undefined) return void asked.socket.resetAndDestroy();
      answer.writeHead(refusal[0], { 'x-ms-substatus': String(refusal[1]), 'content-type': 'application/json' });
      return void answer.end(JSON.stringify({ message: 'not here' }));
    }
    const { method, headers, url: path } = asked;
    const onward = request(`${fake.url}${path}`, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 0, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(onward);
  });
  region.on('connection', () => {
    connections[own] = (connections[own] ?? 0) + 1;
  });
  region.keepAliveTimeout = 120_000;
  regions.push(region);
  return await new Promise((resolve) =>
    region.listen(port, own, () => resolve((region.address() as AddressInfo).port)),
  );
}
