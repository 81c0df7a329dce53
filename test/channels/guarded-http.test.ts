import type { ClientRequest, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { type AddressInfo, createServer, type LookupFunction, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault, LEASE_OVER } from '../../src/application/faults.ts';
import { createGuardedHttp, type GuardedHttp } from '../../src/channels/guarded-http.ts';
import { passing, withPermit } from '../../src/channels/permit.ts';
import { type LateServer, startLateServer } from '../support/late-server.ts';

const WORDS = 'He said that he is afraid of going home.';

/** The right to send, which the test ends. */
function createPermit() {
  let [isValid, asked] = [true, 0];
  return {
    end: () => {
      isValid = false;
    },
    get asked() {
      return asked;
    },
    permit: {
      holds: () => {
        asked++;
        return isValid;
      },
    },
  };
}

let http: GuardedHttp;
let server: LateServer;
let made: ClientRequest[];

beforeEach(async () => {
  made = [];
  http = createGuardedHttp({ mayReach: () => true, connectWithinMs: 2_000 });
  server = await startLateServer();
});

afterEach(async () => {
  http.close();
  await server.stop();
});

async function send(of: RequestOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = http.request({ method: 'POST', path: '/', ...of }, resolve);
  made.push(request);
  request.on('error', reject);
  request.write(WORDS);
  request.end();
  return await text(await promise);
}

const securely = () => ({ protocol: 'https:', hostname: 'localhost', port: server.port });

const judged = (hasLeft: boolean) =>
  new DeliveryFault('it did not work', { code: hasLeft ? 'sent' : 'not-sent', whatToDo: 'Look.', certain: !hasLeft });
const call = (of: RequestOptions) =>
  passing(
    () => send(of),
    (_error, hasLeft) => judged(hasLeft),
  );

/** Bytes that have been sent are seen by then. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('a request to a chat', () => {
  it('leaves while its permit holds, and leaves too where none is asked for', async () => {
    const { permit } = createPermit();
    expect(await withPermit(permit, () => call(securely()))).toContain('"ok":true');
    expect(await call(securely())).toContain('"ok":true');
    expect(await send(securely())).toContain('"ok":true');
    expect(server.received.join().split(WORDS)).toHaveLength(4);
  });

  it('asks for leave once, when its connection stands, and not before', async () => {
    server.hold();
    const right = createPermit();
    const sent = withPermit(right.permit, () => call(securely()));
    await server.until(() => server.begun === 1);
    await aWhile();
    expect(right.asked).toBe(0);
    server.letIn();
    await sent;
    expect(right.asked).toBe(1);
  });

  it('never leaves when the permit ended while the connection was made secure', async () => {
    server.hold();
    const right = createPermit();
    const sent = withPermit(right.permit, () => call(securely()));
    const fault = sent.catch((error: unknown) => error);
    await server.until(() => server.begun === 1);
    right.end();
    server.letIn();
    expect(await fault).toMatchObject({ code: LEASE_OVER, certain: true, notTried: true, retryAfterMs: undefined });
    await aWhile();
    expect(server.received.join('')).toBe('');
    expect(server.open).toBe(0);
  });

  it('never leaves by a connection that was kept, once the permit has ended', async () => {
    const right = createPermit();
    await withPermit(right.permit, () => call(securely()));
    await withPermit(right.permit, () => call(securely()));
    const [before] = server.received;
    expect(made.map(({ reusedSocket }) => reusedSocket)).toEqual([false, true]);
    right.end();
    await expect(withPermit(right.permit, () => call(securely()))).rejects.toMatchObject({ code: LEASE_OVER });
    expect(made[2]?.reusedSocket).toBe(true);
    await aWhile();
    expect(server.received).toEqual([before]);
  });

  it('never leaves after whoever sent it has given it up', async () => {
    server.hold();
    const late = new Error('too late');
    const given = passing(
      () => Promise.race([send(securely()), server.until(() => server.begun === 1).then(() => Promise.reject(late))]),
      (_error, hasLeft) => judged(hasLeft),
    );
    await expect(given).rejects.toMatchObject({ code: 'not-sent', certain: true });
    server.letIn();
    await aWhile();
    expect(server.received.join('')).toBe('');
  });

  it('never leaves when no connection came in time, and that is known', async () => {
    http = createGuardedHttp({ mayReach: () => true, connectWithinMs: 50 });
    server.hold();
    await expect(call(securely())).rejects.toMatchObject({ code: 'not-sent', certain: true });
    server.letIn();
    await aWhile();
    expect(server.received.join('')).toBe('');
  });

  it('to somebody who cannot prove to be the chat never leaves, and that is known', async () => {
    await expect(call({ ...securely(), servername: 'elsewhere.example' })).rejects.toMatchObject({ code: 'not-sent' });
    await aWhile();
    expect(server.received.join('')).toBe('');
  });

  it('that was refused after another of the same call had left is not called unsent', async () => {
    const right = createPermit();
    const work = async () => {
      await send(securely());
      right.end();
      return await send(securely());
    };
    const both = withPermit(right.permit, () => passing(work, (_error, hasLeft) => judged(hasLeft)));
    await expect(both).rejects.toMatchObject({ code: 'sent', certain: false });
    await aWhile();
    expect(server.received.join().split(WORDS)).toHaveLength(2);
  });

  it('ends with whoever waits for it', async () => {
    await server.stop();
    server = await startLateServer({ answer: () => 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf' });
    const answered = server.until(() => server.received.join('').includes(WORDS));
    const given = passing(
      () => Promise.race([send(securely()), answered.then(() => Promise.reject(new Error('too late')))]),
      (_error, hasLeft) => judged(hasLeft),
    );
    await expect(given).rejects.toMatchObject({ code: 'sent', certain: false });
    await server.until(() => server.open === 0);
  });

  it('leaves its connection open for the next, but not for as long as the chat may', async () => {
    await call(securely());
    // Five seconds are what Node's own servers give, which is the shortest that is usual.
    expect(made[0]?.socket?.timeout).toBeGreaterThan(1_000);
    expect(made[0]?.socket?.timeout).toBeLessThan(5_000);
    http.close();
    http = createGuardedHttp({ mayReach: () => true, idleMs: 40 });
    await call(securely());
    await server.until(() => server.open === 0);
  });

  it('that was cut off after it left may have come', async () => {
    await server.stop();
    server = await startLateServer({ answer: () => 'no HTTP\r\n\r\n' });
    await expect(call(securely())).rejects.toMatchObject({ code: 'sent', certain: false });
  });

  it('ends with all connections', async () => {
    await call(securely());
    expect(server.open).toBe(1);
    http.close();
    await server.until(() => server.open === 0);
  });
});

describe('a request without TLS', () => {
  let bytes: Buffer[];
  let sockets: Socket[];
  const plain = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      bytes.push(part);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });

  beforeEach(async () => {
    [bytes, sockets] = [[], []];
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => plain.close(resolve));
  });

  /** The name of the server is found out only when the test says so; until then nothing connects. */
  function slowly() {
    const found = Promise.withResolvers<void>();
    const lookup: LookupFunction = (_name, { all }, answer) =>
      void found.promise.then(() => {
        if (all === true) answer(null, [{ address: '127.0.0.1', family: 4 }]);
        else answer(null, '127.0.0.1', 4);
      });
    const { port } = plain.address() as AddressInfo;
    return { of: { protocol: 'http:', hostname: 'chat.example', port, lookup }, find: found.resolve };
  }

  it('leaves when the connection stands at last', async () => {
    const { of, find } = slowly();
    const sent = withPermit(createPermit().permit, () => call(of));
    find();
    expect(await sent).toBe('{}');
    expect(Buffer.concat(bytes).toString()).toContain(WORDS);
  });

  it('never leaves when the permit ended while the connection was made', async () => {
    const { of, find } = slowly();
    const right = createPermit();
    const sent = withPermit(right.permit, () => call(of)).catch((error: unknown) => error);
    await aWhile();
    right.end();
    find();
    expect(await sent).toMatchObject({ code: LEASE_OVER });
    await aWhile();
    expect(sockets).toHaveLength(1);
    expect(bytes).toEqual([]);
  });
});
