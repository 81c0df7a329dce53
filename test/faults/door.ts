import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of one process to the chat, as it passed its door. */
export interface Call {
  readonly method: string;
  /** The conversation it is about; '' where it is about none. */
  readonly channel: string;
  readonly text: string;
  /** When it came, in the test's time. */
  readonly at: number;
  /** The message that it made or changed; undefined where the chat did not. */
  ts?: string;
  /** For how long it was asked to wait, in milliseconds; undefined where it was not. */
  askedToWait?: number;
}

/** What meets a call at the door instead of the chat. */
export type Met =
  /** It is let through. */
  | undefined
  | { readonly does: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The chat takes it, and the connection breaks before the answer. */
  | { readonly does: 'take and break' }
  | { readonly does: 'break' };

/** Stands between one process and the fake chat at `target`: notes what passes, and can be a bad line. */
export async function startDoor(target: string, now: () => number) {
  const calls: Call[] = [];
  let meets: (call: Call) => Met = () => undefined;
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const call = readCall(request.url ?? '', body, now());
    calls.push(call);
    const met = meets(call);
    if (met?.does === 'break') return void request.socket.resetAndDestroy();
    if (met?.does === 'answer') {
      const asked = met.headers?.['retry-after'] ?? '';
      if (/^\d+$/.test(asked)) call.askedToWait = Number(asked) * 1_000;
      response.writeHead(met.status, { 'content-type': 'text/html', ...met.headers }).end('<html>Not now.</html>');
      return;
    }
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(new URL(request.url ?? '', target), {
      method: request.method ?? 'POST',
      body,
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
    });
    const text = await answer.text();
    const { ok, ts } = JSON.parse(text) as { readonly ok?: boolean; readonly ts?: string };
    if (ok === true && ts !== undefined) call.ts = ts;
    if (met?.does === 'take and break') return void request.socket.resetAndDestroy();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(text);
  }

  return {
    url: `http://127.0.0.1:${port}/api/`,
    calls: calls as readonly Call[],
    /** From now on every call meets with what this says. */
    set(what: (call: Call) => Met): void {
      meets = what;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Door = Awaited<ReturnType<typeof startDoor>>;

function readCall(url: string, body: Buffer, at: number): Call {
  const [, method = ''] = /\/api\/([\w.]+)/.exec(url) ?? [];
  const fields = new URLSearchParams(body.toString());
  return { method, channel: fields.get('channel') ?? '', text: fields.get('text') ?? '', at };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}
