import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

/** A server whose every byte is seen, and whose connections stand only when the test says so. */
export interface LateServer {
  readonly port: number;
  /** What was sent to it on each connection, as plain text. */
  readonly received: readonly string[];
  /** How many have begun to connect. */
  readonly begun: number;
  /** Lets connections stand, those that wait and all later ones. */
  letIn(): void;
  /** Connections wait again. */
  hold(): void;
  /** Connections that are open now. */
  readonly open: number;
  /** Resolves when that is so. */
  until(isSo: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

export interface LateServerOptions {
  readonly isHeld?: boolean;
  /** What it answers to every request: a JSON body with status 200 if not given. */
  readonly answer?: (request: string) => string;
}

const asJson = (body: unknown, status = '200 OK') => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
};

/** What both chats take for an answer to a message that was posted. */
const posted = asJson({ ok: true, id: '1', channel: 'C0SAFE', ts: '1.5' });

/**
 * Speaks TLS as `localhost`, and is trusted by this process until it is stopped. A connection that is held is accepted,
 * but nothing of its handshake is answered.
 */
export async function startLateServer({
  isHeld = false,
  answer = () => posted,
}: LateServerOptions = {}): Promise<LateServer> {
  const trusted = getCACertificates('default');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2_048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  setDefaultCACertificates([...trusted, made.cert]);
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let [begun, held] = [0, isHeld];
  let waiting: (() => void)[] = [];

  const secure = createTlsServer({ key: made.private, cert: made.cert }, (socket) => {
    const index = received.push('') - 1;
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    let rest = '';
    socket.on('data', (text: string) => {
      received[index] += text;
      rest += text;
      const [, length = '0'] = /^content-length: (\d+)\r$/im.exec(rest) ?? [];
      const end = rest.indexOf('\r\n\r\n') + 4 + Number(length);
      if (!rest.includes('\r\n\r\n') || rest.length < end) return;
      socket.write(answer(rest.slice(0, end)));
      rest = rest.slice(end);
    });
  });
  secure.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const inner = (secure.address() as AddressInfo).port;

  const outer = createTcpServer((socket) => {
    begun++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    const goOn = () => {
      const on = connect(inner, '127.0.0.1');
      on.on('error', () => socket.destroy());
      on.on('close', () => socket.destroy());
      socket.on('close', () => on.destroy());
      socket.pipe(on).pipe(socket);
    };
    if (held) waiting.push(goOn);
    else goOn();
  });
  await new Promise<void>((resolve) => outer.listen(0, 'localhost', resolve));

  return {
    port: (outer.address() as AddressInfo).port,
    received,
    get begun() {
      return begun;
    },
    get open() {
      return sockets.size;
    },
    letIn() {
      held = false;
      for (const goOn of waiting.splice(0)) goOn();
    },
    hold() {
      held = true;
    },
    async until(isSo) {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
    },
    async stop() {
      setDefaultCACertificates(trusted);
      waiting = [];
      for (const socket of sockets) socket.destroy();
      await Promise.all([outer, secure].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
