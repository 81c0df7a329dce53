import type { IncomingMessage } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import type { webApi } from '@slack/bolt';
import type { DeliveryFault } from '../../application/faults.ts';
import type { GuardedHttp } from '../guarded-http.ts';
import { retryAfterMs } from '../retry-after.ts';
import { unreadable } from './slack-fault.ts';

export interface SlackFetchParts {
  readonly http: GuardedHttp;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** What Slack answers to this product is far smaller. */
const MOST_BYTES = 4_000_000;

/**
 * `fetch` for Slack's SDK, over our own connections. A redirection is an answer like any other; what is compressed though
 * nobody asked for that, or too long, is not read. `Retry-After` is put into whole seconds, the one form that the SDK
 * reads, or left out where nobody can read it.
 */
export function createSlackFetch({ http, nowMs }: SlackFetchParts): webApi.FetchFunction {
  return async (url, init = {}) => {
    const { method = 'GET', headers = {}, body, signal } = init;
    if (body !== undefined && typeof body !== 'string') throw new Error('no files are sent to Slack');
    const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const address = urlToHttpOptions(new URL(url));
    const request = http.request(
      {
        ...address,
        method,
        headers: { ...headers, 'accept-encoding': 'identity' },
        ...(signal === undefined ? {} : { signal }),
      },
      resolve,
    );
    request.on('error', reject);
    // An answer in another protocol is neither an answer nor an error.
    request.on('close', () => reject(new Error('no answer')));
    request.end(body);
    return asResponse(await answered, nowMs);
  };
}

async function asResponse(answer: IncomingMessage, nowMs: () => number): Promise<Response> {
  const { 'content-encoding': encoding = 'identity' } = answer.headers;
  if (encoding !== 'identity') throw unread(answer);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw unread(answer);
    parts.push(part);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const waitMs = retryAfterMs(headers.get('retry-after'), headers.get('date'), nowMs);
  if (waitMs === undefined) headers.delete('retry-after');
  else headers.set('retry-after', String(Math.ceil(waitMs / 1_000)));
  return new Response(bytes === 0 ? null : Buffer.concat(parts), { status: answer.statusCode ?? 0, headers });
}

/** Gives an answer up without reading it to its end. */
function unread(answer: IncomingMessage): DeliveryFault {
  answer.destroy();
  return unreadable();
}
