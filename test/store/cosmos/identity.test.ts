import { setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';

const TOKEN = 'a-token-of-the-service';

let tls: { readonly key: string; readonly cert: string };
let fake: FakeCosmos;

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  tls = { key: made.private, cert: made.cert };
  setDefaultCACertificates([made.cert]);
});

afterEach(() => fake.stop());

function open(getToken: GetToken, requestTimeoutMs = 5_000) {
  return createCosmosRecordStore({
    endpoint: fake.url,
    database: 'safeguarding',
    credential: { kind: 'identity', credential: { getToken } },
    requestTimeoutMs,
  });
}

type GetToken = (scopes: string | string[]) => Promise<{ token: string; expiresOnTimestamp: number }>;

describe('an identity', () => {
  test('is shown with every request, and asked for a token once', async () => {
    fake = await startFakeCosmos({ tls, acceptsToken: (token) => token === TOKEN });
    let asked = 0;
    const store = await open(async () => {
      asked++;
      return { token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 };
    });
    await store.create(aStoredRecord());
    expect((await store.get('oakfield', 'C-7K3Q9F'))?.record).toEqual(aStoredRecord());
    expect(asked).toBe(1);
    await store.close();
  });

  test('that is not let in, or of which there is no token, is a fault that does not show the token', async () => {
    fake = await startFakeCosmos({ tls, acceptsToken: () => false });
    const refused = open(async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }));
    const fault = await refused.catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: 'store-denied', whatToDo: expect.stringContaining('Data Contributor') });
    expect(`${fault}${(fault as Error).cause}`).not.toContain(TOKEN);
    const without = open(async () => {
      throw Object.assign(new Error('no identity on this machine'), { name: 'CredentialUnavailableError' });
    });
    await expect(without).rejects.toMatchObject({ code: 'store-denied' });
  });

  test('that does not answer keeps nobody waiting, and nothing that was given up is done later', async () => {
    fake = await startFakeCosmos({ tls });
    const gate = Promise.withResolvers<void>();
    let isSlow = false;
    const store = await open(async () => {
      if (isSlow) await gate.promise;
      // Over at once, so that the next request needs another.
      return { token: TOKEN, expiresOnTimestamp: isSlow ? Date.now() + 3_600_000 : Date.now() };
    }, 600);
    isSlow = true;
    const began = performance.now();
    const creating = expect(store.create(aStoredRecord())).rejects.toMatchObject({ code: 'store-slow' });
    const reading = expect(store.get('oakfield', 'C-7K3Q9F')).rejects.toMatchObject({ code: 'store-slow' });
    await store.close();
    await Promise.all([creating, reading]);
    expect(performance.now() - began).toBeLessThan(1_500);
    gate.resolve();
    // Another goes all the way there and back meanwhile.
    await (await open(async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }))).close();
    expect(fake.documents()).toEqual([]);
  });

  test('is asked for a token for this account alone, never for one that is good for every account', async () => {
    fake = await startFakeCosmos({ tls });
    const scopes: unknown[] = [];
    const refused = open(async (scope) => {
      scopes.push(scope);
      throw Object.assign(new Error('AADSTS500011: the resource was not found'), { name: 'AuthenticationError' });
    });
    await expect(refused).rejects.toMatchObject({ code: 'store-denied' });
    expect(new Set(scopes.flat())).toEqual(new Set([`${fake.url}/.default`]));
  });
});
