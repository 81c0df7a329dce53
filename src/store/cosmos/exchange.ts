import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { CosmosClientOptions } from '@azure/cosmos';
import type { createConnections } from './connections.ts';

/** What the library makes its requests by. */
export type HttpClient = NonNullable<CosmosClientOptions['httpClient']>;
export type HttpRequest = Parameters<HttpClient['sendRequest']>[0];

/** What was answered, whatever its status. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One request and its answer. Rejects with an `AbortError` when its signal says so, before or meanwhile, and with a
 * `ConnectionBroken` when the connection breaks or leads somewhere else.
 */
export async function exchange(
  { url, method, body, headers, abortSignal }: HttpRequest,
  { agentFor }: Pick<ReturnType<typeof createConnections>, 'agentFor'>,
): Promise<Answer> {
  const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
  // The library comes here late where an identity was long in coming: what was given up is not done any more.
  signal?.throwIfAborted();
  const isSecure = url.startsWith('https:');
  const asking = (isSecure ? httpsRequest : httpRequest)(url, {
    method,
    headers: headers.toJSON(),
    agent: agentFor(isSecure ? 'https:' : 'http:'),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    return await answerTo(asking, typeof body === 'string' ? body : undefined);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ConnectionBroken('the connection broke', { cause });
  }
}

async function answerTo(asking: ClientRequest, body: string | undefined): Promise<Answer> {
  const answering = once(asking, 'response');
  // What breaks while the answer is read is told there.
  asking.on('error', () => {});
  asking.end(body);
  const [message] = (await answering) as [IncomingMessage];
  const { statusCode: status = 0 } = message;
  if (status >= 300 && status < 400) {
    message.destroy();
    // The service never does; the library would take it for success.
    throw Object.assign(new Error('it leads somewhere else'), { code: String(status) });
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, String(value));
  return { status, headers, text: await text(message) };
}

/** A broken connection, with the code of its cause; the library does not know it, and so does nothing about it. */
class ConnectionBroken extends Error {
  /** The system's code, such as `ECONNRESET`. */
  readonly connection: string;

  constructor(message: string, { cause }: { readonly cause: unknown }) {
    super(message, { cause });
    const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
    this.connection = typeof code === 'string' ? code : 'no connection';
  }
}
