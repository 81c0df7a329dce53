import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type AnsweredRequest,
  createHttpServer,
  type HttpHandler,
  type HttpRequest,
} from '../../src/channels/http-server.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface ServerUnderTest {
  readonly missing: () => Promise<readonly string[]>;
  readonly handle: HttpHandler;
  readonly answered: (of: AnsweredRequest) => void;
  readonly schoolFileMistakes: () => number;
}

/** A server with one route, which answers with how much it was sent. */
async function aServer({
  missing = async () => [],
  handle = counted,
  answered = () => undefined,
  schoolFileMistakes = () => 0,
}: Partial<ServerUnderTest> = {}) {
  const failures: unknown[] = [];
  const failed = (error: unknown) => void failures.push(error);
  const server = createHttpServer({ host: '127.0.0.1', port: 0, missing, schoolFileMistakes, answered, failed });
  const taken: HttpRequest[] = [];
  server.post('/api/messages', (request) => {
    taken.push(request);
    return handle(request);
  });
  const port = await server.listen();
  stops.push(server.close);
  return { server, port, address: `http://127.0.0.1:${port}`, taken, failures };
}

function counted({ body }: HttpRequest) {
  return Promise.resolve({ status: 200, body: { length: body.length } });
}

async function answerOf(response: Response) {
  return [response.status, await response.json()];
}

describe('what watches the service', () => {
  it('is told that it is alive', async () => {
    const { address } = await aServer({ missing: async () => ['store'] });
    expect(await answerOf(await fetch(`${address}/healthz`))).toEqual([200, { alive: true }]);
  });

  it('is told that it is ready, and when it is not, by the names of what is missing', async () => {
    let missing: readonly string[] = [];
    const { address } = await aServer({ missing: async () => missing });
    expect(await answerOf(await fetch(`${address}/readyz`))).toEqual([200, { ready: true }]);
    missing = ['store', 'slack'];
    const answer = [503, { ready: false, missing: ['store', 'slack'] }];
    expect(await answerOf(await fetch(`${address}/readyz?verbose=1`))).toEqual(answer);
  });
});

describe('who looks after the service, on its machine', () => {
  it('is told how many mistakes keep a school file from being taken over, and nothing where there are none', async () => {
    let mistakes = 2;
    const { address } = await aServer({ schoolFileMistakes: () => mistakes });
    const answer = [200, { ready: true, schoolFileMistakes: 2 }];
    expect(await answerOf(await fetch(`${address}/readyz`))).toEqual(answer);
    mistakes = 0;
    expect(await answerOf(await fetch(`${address}/readyz`))).toEqual([200, { ready: true }]);
  });
});

describe('a request', () => {
  it('to a path that is none is answered with 404, and with another method with 405', async () => {
    const { address, taken } = await aServer();
    for (const path of [
      '/',
      '/api',
      '/api/messages/',
      '/API/messages',
      '/%61pi/messages',
      '//api/messages',
      '/healthz/x',
    ])
      expect((await fetch(address + path, { method: 'POST' })).status, path).toBe(404);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await fetch(`${address}/api/messages`, { method });
      expect([response.status, response.headers.get('allow')], method).toEqual([405, 'POST']);
    }
    expect((await fetch(`${address}/healthz`, { method: 'POST' })).status).toBe(404);
    expect(taken).toEqual([]);
  });

  it('that is too large is refused with 413 and goes no further', async () => {
    const { address, taken } = await aServer();
    const post = (body: string) => fetch(`${address}/api/messages`, { method: 'POST', body });
    expect((await post('x'.repeat(1_000_000))).status).toBe(200);
    expect((await post('x'.repeat(1_000_001))).status).toBe(413);
    expect((await post('x'.repeat(20_000_000)).catch(() => ({ status: 413 }))).status).toBe(413);
    expect(taken).toHaveLength(1);
  });

  it('that does not say how large it is is refused when it has become too large', async () => {
    const { port, taken } = await aServer();
    const status = await new Promise((resolve, reject) => {
      const sending = request({ port, path: '/api/messages', method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sending.on('error', reject);
      for (let part = 0; part < 30; part++) sending.write('x'.repeat(50_000));
      sending.end();
    });
    expect(status).toBe(413);
    expect(taken).toEqual([]);
  });

  it('that is compressed is refused, so that a small one cannot become a large one', async () => {
    const { address, taken } = await aServer();
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity', 'zstd']) {
      const headers = { 'content-encoding': encoding };
      const body = new Uint8Array(gzipSync('{}'));
      expect((await fetch(`${address}/api/messages`, { method: 'POST', headers, body })).status, encoding).toBe(415);
    }
    expect(taken).toEqual([]);
  });

  it('whose handler fails is answered with 500 and no word of why, and the failure is told', async () => {
    const { address, failures } = await aServer({ handle: () => Promise.reject(new Error('SECRET')) });
    const response = await fetch(`${address}/api/messages`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('SECRET');
    expect(failures).toHaveLength(1);
  });

  it('whose sender goes away in the middle harms nobody', async () => {
    const { port, address, taken, failures } = await aServer();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":');
        setTimeout(() => socket.destroy(), 20);
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(taken).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('that is no HTTP is closed, and the service goes on', async () => {
    const { port, address } = await aServer();
    for (const line of [
      'nonsense\r\n\r\n',
      'POST /api/messages HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}',
      '\0\0\0\0',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(line));
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });

  it('is answered in a way that no browser takes for a page or keeps', async () => {
    const { address } = await aServer();
    const { headers } = await fetch(`${address}/healthz`);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('in hand is finished before the service closes', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { server, address, taken } = await aServer({
      handle: async () => {
        await held;
        return { status: 200, body: { finished: true } };
      },
    });
    const answer = fetch(`${address}/api/messages`, { method: 'POST', body: '{}' });
    while (taken.length === 0) await new Promise(setImmediate);
    const closed = server.close();
    release();
    expect(await answerOf(await answer)).toEqual([200, { finished: true }]);
    await closed;
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  });

  it('that never came to its end was not in hand: nothing is lost when it is cut off', async () => {
    const { server, port } = await aServer();
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":'),
    );
    socket.on('error', () => undefined);
    await once(socket, 'ready');
    await expect(server.close({ withinMs: 200 })).resolves.toBeUndefined();
  });

  it('that comes soon after is answered too, so that who asks hears that the service stops', async () => {
    const missing: string[] = [];
    const { server, address } = await aServer({ missing: async () => missing });
    missing.push('stopping');
    const closed = server.close({ lingerMs: 1_500 });
    for (let times = 0; times < 3; times++) {
      const asked = await fetch(`${address}/readyz`);
      expect(asked.headers.get('connection')).toBe('close');
      expect(await answerOf(asked)).toEqual([503, { ready: false, missing: ['stopping'] }]);
      expect((await fetch(`${address}/api/messages`, { method: 'POST', body: '{}' })).status).toBe(200);
    }
    await closed;
    await expect(fetch(`${address}/readyz`)).rejects.toThrow();
  });

  it('does not keep the service from closing when it does not end, or never comes to its end', async () => {
    const { server, port, taken } = await aServer({ handle: () => new Promise<never>(() => {}) });
    const ends = [
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}',
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":',
      'POST /api/messages HTTP/1.1\r\nHost: x\r\n',
    ].map((text) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      return new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => undefined));
    });
    while (taken.length === 0) await new Promise(setImmediate);
    const began = performance.now();
    await expect(server.close({ withinMs: 200 })).rejects.toMatchObject({ code: 'requests-slow' });
    expect(performance.now() - began).toBeGreaterThan(150);
    expect(performance.now() - began).toBeLessThan(2_000);
    await Promise.all(ends);
  });
});

describe('a connection that is kept open', () => {
  it('and has nothing in hand does not hold up the closing', async () => {
    const { server, port } = await aServer();
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      const asking = request({ port, path: '/healthz', agent }, (response) => response.resume().on('end', resolve));
      asking.on('error', reject).end();
    });
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    agent.destroy();
  });
});

it('a port that is taken is said so', async () => {
  const { port } = await aServer();
  const second = createHttpServer({ host: '127.0.0.1', port, missing: async () => [], failed: () => {} });
  await expect(second.listen()).rejects.toThrow('EADDRINUSE');
});

it('a server that cannot take a connection goes on, and says so each time', async () => {
  const listening = vi.spyOn(Server.prototype, 'listen');
  const { address, failures } = await aServer();
  const inner = listening.mock.contexts[0] as Server;
  listening.mockRestore();
  for (let times = 0; times < 2; times++) inner.emit('error', new Error('EMFILE'));
  expect(failures).toHaveLength(2);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});

describe('whoever counts requests', () => {
  it('is told of each by its path and status, and of a path that is none not by what it is', async () => {
    const told: AnsweredRequest[] = [];
    const { address } = await aServer({
      answered: (of) => told.push(of),
      missing: async () => ['store'],
      handle: () => Promise.reject(new Error('MARKER')),
    });
    for (const path of ['/healthz', '/readyz?MARKER', '/MARKER', '/api/messages/MARKER', '/__proto__'])
      await (await fetch(`${address}${path}`)).text();
    await (await fetch(`${address}/api/messages?MARKER`, { method: 'POST', body: 'MARKER' })).text();
    await (await fetch(`${address}/api/messages`)).text();
    expect(told.map(({ path, status, outcome }) => [path, status, outcome])).toEqual([
      ['/healthz', 200, '2xx'],
      ['/readyz', 503, '5xx'],
      ['other', 404, '4xx'],
      ['other', 404, '4xx'],
      ['other', 404, '4xx'],
      ['/api/messages', 500, '5xx'],
      ['/api/messages', 405, '4xx'],
    ]);
    expect(JSON.stringify(told)).not.toContain('MARKER');
    for (const { milliseconds } of told) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });
});
