import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpRequest } from '../../src/channels/http-server.ts';

// What anybody on the internet may write to the port, byte by byte.

let server: ReturnType<typeof createHttpServer>;
let port: number;
let taken: HttpRequest[];
const failures: unknown[] = [];

beforeAll(async () => {
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    missing: async () => [],
    failed: (error) => void failures.push(error),
    requestWithinMs: 400,
  });
  server.post('/api/messages', async (request) => {
    taken.push(request);
    return { status: 200, body: {} };
  });
  port = await server.listen();
});

afterAll(() => server.close());

beforeEach(() => {
  taken = [];
});

const BODY = '{"type":"message"}';
const LINE = 'POST /api/messages HTTP/1.1\r\n';
const HEADERS = 'Host: bot.oakfield.example\r\nContent-Type: application/json\r\n';
const LENGTH = `Content-Length: ${BODY.length}\r\n`;
const CHUNKS = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;

/** Everything that is answered to these bytes, until the connection ends or, after an answer, nothing more comes. */
async function answerTo(bytes: string, { patienceMs = 50 } = {}): Promise<{ statuses: number[]; isClosed: boolean }> {
  const socket = connect(port, '127.0.0.1');
  let [got, isClosed] = ['', false];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('data', (data) => {
    got += data.toString('latin1');
    setTimeout(resolve, patienceMs);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
    resolve();
  });
  await once(socket, 'connect');
  socket.write(Buffer.from(bytes, 'latin1'));
  await promise;
  socket.destroy();
  return { statuses: [...got.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status)), isClosed };
}

const request = (line: string, headers = '', body = BODY, length = LENGTH) =>
  `${line}${HEADERS}${headers}${length}\r\n${body}`;

describe('a request that two readers of HTTP might read in two ways is taken by nobody', () => {
  const smuggled = `${LINE}${HEADERS}${LENGTH}\r\n${BODY}`;
  const requests: Readonly<Record<string, string>> = {
    'with a length and chunks': request(LINE, 'Transfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`),
    'with chunks and a length': `${LINE}${HEADERS}Transfer-Encoding: chunked\r\n${LENGTH}\r\n0\r\n\r\n${smuggled}`,
    'with two lengths': request(LINE, 'Content-Length: 5\r\n'),
    'with the same length twice': request(LINE, LENGTH),
    'with two lengths in one': request(LINE, '', BODY, 'Content-Length: 18, 18\r\n'),
    'with a length below nothing': request(LINE, '', BODY, 'Content-Length: -1\r\n'),
    'with a length with a sign': request(LINE, '', BODY, 'Content-Length: +18\r\n'),
    'with a length in hexadecimal': request(LINE, '', BODY, 'Content-Length: 0x12\r\n'),
    'with a length beyond counting': request(LINE, '', BODY, `Content-Length: ${'9'.repeat(30)}\r\n`),
    'with chunks of another name': request(LINE, '', CHUNKS, 'Transfer-Encoding: xchunked\r\n'),
    'with chunks, twice': request(LINE, '', CHUNKS, 'Transfer-Encoding: chunked, chunked\r\n'),
    'with chunks behind something else': request(LINE, '', CHUNKS, 'Transfer-Encoding: identity, chunked\r\n'),
    'with chunks that are compressed': request(LINE, '', CHUNKS, 'Transfer-Encoding: gzip, chunked\r\n'),
    'with a blank behind the name of a header': request(LINE, '', CHUNKS, 'Transfer-Encoding : chunked\r\n'),
    'with a blank in the name of a header': request(LINE, 'X A: b\r\n'),
    'with a header without a colon': request(LINE, 'Authorization\r\n'),
    'with a header over two lines': request(LINE, 'Authorization: Bearer x\r\n y\r\n'),
    'with a zero in a header': request(LINE, 'Authorization: Bearer\0x\r\n'),
    'with a zero in the name of a header': request(LINE, 'Autho\0rization: Bearer x\r\n'),
    'with half a line break': `${LINE}${HEADERS}${LENGTH}\r\n`.replaceAll('\r\n', '\n') + BODY,
    'with the other half of a line break': `${LINE}${HEADERS}${LENGTH}\r\n`.replaceAll('\r\n', '\r') + BODY,
    'with a chunk of no length': request(LINE, '', 'zz\r\nabc\r\n0\r\n\r\n', 'Transfer-Encoding: chunked\r\n'),
    'with a chunk beyond counting': request(LINE, '', `${'f'.repeat(17)}\r\nx`, 'Transfer-Encoding: chunked\r\n'),
    'with more said of a chunk than in it': request(
      LINE,
      '',
      `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`,
      'Transfer-Encoding: chunked\r\n',
    ),
    'that names no host': `${LINE}${LENGTH}\r\n${BODY}`,
    'with a blank before it': request(` ${LINE}`),
    'in small letters': request(LINE.replace('POST', 'post')),
    'of HTTP 2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'of HTTP 3': request(LINE.replace('1.1', '3.0')),
    'of HTTP 0.9': 'POST /api/messages\r\n\r\n',
    'that begins to speak TLS': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'that is nothing': '\0\0\0\0\0\0\0\0',
    'with 20,000 letters in a header': request(LINE, `X-A: ${'a'.repeat(20_000)}\r\n`),
    'with 3,000 headers': request(LINE, Array.from({ length: 3_000 }, (_, index) => `a${index}: b\r\n`).join('')),
    'with an expectation': request(LINE, 'Expect: something\r\n'),
  };

  it.each(Object.entries(requests))('%s', async (_how, bytes) => {
    const { statuses, isClosed } = await answerTo(bytes);
    expect(taken).toEqual([]);
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    expect(statuses.length > 0 || isClosed).toBe(true);
  });
});

describe('nobody comes in by another name for the way in', () => {
  const targets = [
    ...['http://bot.oakfield.example/api/messages', 'http://evil.example/api/messages', 'evil.example:80', '*'],
    ...[
      '//api/messages',
      '/api//messages',
      '/api/messages/',
      '/./api/messages',
      '/x/../api/messages',
      '/api/messages/.',
    ],
    ...[
      '/api%2fmessages',
      '/%61pi/messages',
      '/api/messages%00',
      '/api/messages%20',
      '/api/messages;x=1',
      '/API/messages',
    ],
    ...['/api/messages#x', '/api/messages\0', '\\api\\messages', '/api/m\xe9ssages', `/${'a'.repeat(17_000)}`, '/api'],
    ...['/__proto__', '/constructor', '/toString', '/api/functions/x', '/slack/install', '/slack/oauth_redirect'],
  ];

  it.each(targets)('%j', async (target) => {
    const { statuses } = await answerTo(request(`POST ${target} HTTP/1.1\r\n`));
    expect([400, 404, 431]).toContain(statuses[0]);
    expect(taken).toEqual([]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s, though a header says that it is POST',
    async (method) => {
      const override = 'X-HTTP-Method-Override: POST\r\nX-HTTP-Method: POST\r\nX-Method-Override: POST\r\n';
      expect((await answerTo(request(LINE.replace('POST', method), override))).statuses[0]).toBe(405);
      expect(taken).toEqual([]);
    },
  );

  it('as a proxy, by another path in a header, or by another protocol', async () => {
    expect((await answerTo('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n')).statuses).toEqual([]);
    const rewritten = 'X-Original-URL: /api/messages\r\nX-Rewrite-URL: /api/messages\r\nX-Forwarded-Prefix: /api\r\n';
    expect((await answerTo(request('POST /healthz HTTP/1.1\r\n', rewritten))).statuses).toEqual([404]);
    const upgrade = `GET /api/messages HTTP/1.1\r\n${HEADERS}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    expect((await answerTo(upgrade)).statuses).toEqual([405]);
    expect(taken).toEqual([]);
  });
});

it('of two requests on one connection each is looked at by itself', async () => {
  const both = `${request(LINE, 'Authorization: one\r\n')}${request(LINE)}`;
  expect((await answerTo(both)).statuses).toEqual([200, 200]);
  expect(taken.map(({ headers }) => headers.authorization)).toEqual(['one', undefined]);
});

it('what comes behind the body is no header of it', async () => {
  const trailer = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\nAuthorization: Bearer x\r\n\r\n`;
  expect((await answerTo(request(LINE, '', trailer, 'Transfer-Encoding: chunked\r\n'))).statuses).toEqual([200]);
  expect(taken.map(({ headers, body }) => [headers.authorization, body.toString()])).toEqual([[undefined, BODY]]);
});

describe('whoever takes their time is not waited for', () => {
  const begun: Readonly<Record<string, string>> = {
    'with nothing said': '',
    'in the middle of the headers': `${LINE}Host: x\r\nX-A: `,
    'in the middle of the body': `${LINE}${HEADERS}${LENGTH}\r\n{"type"`,
    'in the middle of a chunk': `${LINE}${HEADERS}Transfer-Encoding: chunked\r\n\r\nff\r\n{"type"`,
  };

  it.each(Object.entries(begun))('%s', async (_where, bytes) => {
    const { statuses, isClosed } = await answerTo(bytes, { patienceMs: 5_000 });
    expect(isClosed).toBe(true);
    expect(statuses.filter((status) => status !== 408)).toEqual([]);
    expect(taken).toEqual([]);
  });
});

it('and after all of it the next request is taken as ever', async () => {
  expect((await answerTo(request(LINE))).statuses).toEqual([200]);
  expect(taken.map(({ body }) => body.toString())).toEqual([BODY]);
  expect(failures).toEqual([]);
});
