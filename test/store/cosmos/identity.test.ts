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

function open(getToken: () => Promise<{ token: string; expiresOnTimestamp: number }>) {
  return createCosmosRecordStore({
    endpoint: fake.url,
    database: 'safeguarding',
    credential: { kind: 'identity', credential: { getToken } },
    requestTimeoutMs: 5_000,
  });
}

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
});
