import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { HttpAnswer, HttpRequest, HttpServer } from '../http-server.ts';
import { challengeSchema } from './incoming-schemas.ts';
import { readIncoming } from './read-incoming.ts';
import { bodyKind, parseBody } from './request-body.ts';

export interface HttpReceiverParts {
  readonly server: Pick<HttpServer, 'post'>;
  /** Whether Slack sent a request. */
  readonly isGenuine: (request: HttpRequest) => boolean;
  /** Something went wrong before anybody took what came in: a code, never content. */
  readonly troubled: (of: { readonly code: string }) => void;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Slack's patience, in milliseconds. */
  readonly answerWithinMs?: number;
}

/** Slack waits for 3 seconds (docs.slack.dev, Acknowledging requests). */
const ANSWER_WITHIN_MS = 2_900;

/** What was signed longer ago comes again, or too late: its trigger lasted 3 seconds. Two clocks may be a little apart. */
const FRESH_FOR_MS = 10_000;

const taken = { status: 200 } as const;
const notTaken = { status: 500, body: { error: 'The service could not do this.' } } as const;
const notJson = { status: 400, body: { error: 'This is nothing that Slack sends.' } } as const;
const notAuthorised = { status: 401, body: { error: 'Not authorised.' } } as const;
const wrongType = { status: 415, body: { error: 'The body must be JSON or a form.' } } as const;

/** Bolt's way in on our own HTTP server. Only what Slack has signed is parsed, and only what can be read reaches Bolt. */
export function createHttpReceiver(parts: HttpReceiverParts): Receiver {
  const { server, isGenuine, troubled, nowMs, answerWithinMs = ANSWER_WITHIN_MS } = parts;
  let app: App | undefined;

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    const kind = bodyKind(request.headers['content-type']);
    if (kind === undefined) return wrongType;
    if (!isGenuine(request)) return notAuthorised;
    const body = parseBody(kind, request.body);
    if (body === undefined) return malformed();
    const asked = challengeSchema.safeParse(body);
    if (asked.success) return { status: 200, body: { challenge: asked.data.challenge } };
    const incoming = readIncoming(body);
    if (incoming === 'of no interest') return taken;
    if (incoming === 'malformed') return malformed();
    return await handOver(body, request.headers);
  }

  function malformed(): HttpAnswer {
    troubled({ code: 'malformed-payload' });
    return notJson;
  }

  /** Resolves with what is acknowledged, however long the rest takes. What nobody acknowledges was not taken. */
  function handOver(body: Record<string, unknown>, headers: HttpRequest['headers']): Promise<HttpAnswer> {
    const retryNum = Number(headers['x-slack-retry-num'] ?? 0);
    const ageMs = nowMs() - Number(headers['x-slack-request-timestamp']) * 1_000;
    const customProperties = { isFresh: retryNum === 0 && Math.abs(ageMs) <= FRESH_FOR_MS };
    const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
    const timer = setTimeout(() => {
      troubled({ code: 'slack-answered-late' });
      resolve(notTaken);
    }, answerWithinMs);
    const ack: ReceiverEvent['ack'] = async (response) => resolve(asAnswer(response));
    const event = { body, ack, retryNum, customProperties };
    void Promise.resolve(app?.processEvent(event))
      .catch(() => troubled({ code: 'slack-sdk' }))
      .then(() => resolve(notTaken));
    return promise.finally(() => clearTimeout(timer));
  }

  return {
    init(given) {
      app = given;
    },
    async start() {
      server.post('/slack/events', answer);
    },
    async stop() {},
  };
}

function asAnswer(response: unknown): HttpAnswer {
  if (response === undefined || response === '') return taken;
  const body = typeof response === 'string' ? { response_type: 'ephemeral', text: response } : response;
  return { status: 200, body };
}
