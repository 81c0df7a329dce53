import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one of the processes answered. */
interface Answered {
  readonly status: number;
  readonly body: string;
}

/**
 * Stands between the chat and the processes: gives each request that comes `times` times, to the processes in turn, all
 * at once, and answers with the first answer. Nobody's answer is waited for longer than the chat waits.
 */
export async function startRepeater(targets: () => readonly string[], times: () => number) {
  const answers: Answered[] = [];
  let requests = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts);
    const to = targets();
    const copies = Array.from({ length: times() }, (_, index) => to[(requests + index) % to.length] ?? '');
    requests++;
    try {
      const all = copies.map(async (target) => {
        const answer = await post(target, body, request.headers);
        answers.push(answer);
        return answer;
      });
      void Promise.allSettled(all);
      const first = await Promise.any(all);
      response.writeHead(first.status, { 'content-type': 'application/json' }).end(first.body);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    /** How many requests the chat sent, and how many were answered in all. */
    get requests() {
      return requests;
    },
    answers: answers as readonly Answered[],
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function post(target: string, body: Buffer<ArrayBuffer>, headers: IncomingHttpHeaders): Promise<Answered> {
  const passed = Object.entries(headers).filter(([name]) => name.startsWith('x-slack-') || name === 'content-type');
  const answer = await fetch(target, {
    method: 'POST',
    body,
    headers: Object.fromEntries(passed.map(([name, value]) => [name, String(value)])),
  });
  return { status: answer.status, body: await answer.text() };
}
