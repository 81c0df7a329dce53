import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it was sent, to the byte. */
export interface Recorded {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Stands between both chats and the service: passes everything on, and keeps it, so that it can be sent again. */
export async function startRecorder(target: () => string) {
  const recorded: Recorded[] = [];

  async function send({ path, headers, body }: Recorded, to = target()) {
    const answer = await fetch(`${to}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    return { status: answer.status, body: await answer.text() };
  }

  const server = createServer(async (request, response) => {
    const of = { path: request.url ?? '', headers: passedOn(request.headers), body: await buffer(request) };
    recorded.push(of);
    try {
      const { status, body } = await send(of);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded: recorded as readonly Recorded[],
    /** Sends it once more, or to somebody else. */
    send,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const passed = Object.entries(headers).filter(([name]) => /^(x-slack-.*|content-type|authorization)$/.test(name));
  return Object.fromEntries(passed.map(([name, value]) => [name, String(value)]));
}
