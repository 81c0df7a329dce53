import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createCosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';

// What stands where the service should be, and is none.

let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function opening(answer: RequestListener): Promise<unknown> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return await createCosmosRecordStore({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database: 'safeguarding',
    credential: { kind: 'key', key: 'a2V5' },
  }).catch((fault: unknown) => fault);
}

describe('a fault says what became of the connection', () => {
  test.each<[string, RequestListener, string]>([
    [
      'that leads somewhere else, which is not followed',
      (_, answer) => answer.writeHead(302, { location: '/elsewhere' }).end(),
      '(302)',
    ],
    ['that breaks', (asked) => asked.socket.resetAndDestroy(), '(ECONNRESET)'],
    [
      'that breaks within an answer',
      (asked, answer) => {
        answer.writeHead(200, { 'content-length': '100' }).write('{');
        setImmediate(() => asked.socket.resetAndDestroy());
      },
      '(ECONNRESET)',
    ],
    ['that is no HTTP', (asked) => asked.socket.end('hello\r\n\r\n'), '(HPE_INVALID_CONSTANT)'],
  ])('%s', async (_, answer, words) => {
    const fault = await opening(answer);
    expect(fault).toMatchObject({ code: 'store-away', message: expect.stringContaining(words) });
    expect(String(fault)).not.toContain('undefined');
  });
});
