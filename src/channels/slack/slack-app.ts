import { type AllMiddlewareArgs, type AnyMiddlewareArgs, App, type Receiver, webApi } from '@slack/bolt';
import { DeliveryFault, Fault, faultCode } from '../../application/faults.ts';
import { waitAtMost } from '../../application/wait-at-most.ts';
import { createGuardedHttp, type GuardedHttp } from '../guarded-http.ts';
import type { HttpServer } from '../http-server.ts';
import { type MayReach, wayOutTo } from '../outgoing-hosts.ts';
import { createRateLimiter, type RateLimiter } from '../rate-limiter.ts';
import type { SlackConnector } from './connector.ts';
import type { SlackAnswer, SlackReceive } from './incoming.ts';
import { createQuietLogger } from './quiet-logger.ts';
import { readIncoming } from './read-incoming.ts';
import { createHttpReceiver } from './receiver.ts';
import { createRequestCheck } from './request-check.ts';
import { createSdkConnector } from './sdk-connector.ts';
import { createSlackFetch } from './slack-fetch.ts';
import { createSocket, type SocketParts } from './socket.ts';

/** How Slack reaches the service: by signed requests, or through a connection that the service makes. */
export type SlackTransport =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

export interface SlackAppOptions {
  readonly server: Pick<HttpServer, 'post'>;
  readonly credentials: { readonly botToken: string; readonly transport: SlackTransport };
  /** Where Slack's Web API is, if not where Slack says. */
  readonly apiUrl?: string | undefined;
  /** Something went wrong with what came in or at Slack: a code, never content. */
  readonly troubled: (of: { readonly code: string }) => void;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** How long a call to Slack may last, in milliseconds. */
  readonly callWithinMs?: number;
  /** Lets this many milliseconds pass between two attempts to connect, unless it is called off. */
  readonly wait?: SocketParts['wait'];
  /** Keeps calls within Slack's limits; one of the app's own if not given. */
  readonly limiter?: RateLimiter;
  /** The way to Slack; one of the app's own if not given. Not closed by the app: what is being said is said to its end. */
  readonly http?: GuardedHttp;
}

export interface SlackApp {
  readonly connector: SlackConnector;
  /** Takes what comes in from now on. Resolves also while Slack cannot be reached: it goes on trying then. */
  start(receive: SlackReceive): Promise<void>;
  /** Takes no more, and resolves when what was taken is done. Rejects when that takes too long. */
  stop(): Promise<void>;
}

/** With the wait for its turn, shorter than whoever sends a message waits for it. */
const CALL_WITHIN_MS = 9_000;

/** How long stopping waits for what is in hand, in milliseconds. The service is given ten seconds to stop. */
const STOP_WITHIN_MS = 2_300;

/** Bolt on our own HTTP server, or in Socket Mode. Its routing is not used: everything goes to one handler. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { credentials, apiUrl, troubled, callWithinMs = CALL_WITHIN_MS, limiter = createRateLimiter() } = options;
  const mayReach = wayOutTo('Slack', { also: [apiUrl] });
  const { nowMs = () => Date.now(), http = createGuardedHttp({ mayReach }) } = options;
  const logger = createQuietLogger(() => troubled({ code: 'slack-sdk' }));
  const clientOptions = {
    logger,
    timeout: callWithinMs,
    // What was not taken waits in the outbox, which a restart does not empty.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    // Whoever waits for a modal does not wait behind calls that hang.
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    allowAbsoluteUrls: false,
    fetch: createSlackFetch({ http, nowMs }),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
  const client = new webApi.WebClient(credentials.botToken, { ...clientOptions });
  const connector = createSdkConnector({ client, limiter });
  const { receiver, isConnected } = transportOf(options, clientOptions, mayReach);
  const app = new App({
    receiver,
    logger,
    clientOptions,
    // Nothing is asked of Slack before it is needed; a service starts also when Slack does not answer.
    authorize: async () => ({ botToken: credentials.botToken }),
    convoStore: false,
    ignoreSelf: false,
  });
  // Who waits for the error is told by whatever brought what came in.
  app.error(async (error) => {
    throw error;
  });
  const inHand = new Set<Promise<void>>();
  let takesNoMore = false;

  return {
    connector: {
      ...connector,
      async health() {
        if (!isConnected()) throw notConnected();
        return await connector.health();
      },
    },
    async start(receive) {
      app.use(async (args) => {
        // Not acknowledged: Slack brings it to another process, or says that it was not done.
        if (takesNoMore) return;
        const work = take(args, receive, troubled);
        inHand.add(work);
        await work.finally(() => inHand.delete(work));
      });
      await app.start();
    },
    async stop() {
      takesNoMore = true;
      try {
        // What is in hand is acknowledged through the connection.
        await waitAtMost(STOP_WITHIN_MS, Promise.allSettled(inHand), stoppedLate);
      } finally {
        await app.stop();
      }
    },
  };
}

function transportOf(
  options: SlackAppOptions,
  clientOptions: webApi.WebClientOptions,
  mayReach: MayReach,
): { readonly receiver: Receiver; readonly isConnected: () => boolean } {
  const { server, credentials, troubled, wait } = options;
  const { nowMs = () => Date.now(), monotonicMs = () => performance.now() } = options;
  const { transport } = credentials;
  switch (transport.kind) {
    case 'http': {
      const isGenuine = createRequestCheck({ signingSecret: transport.signingSecret, nowMs });
      return { receiver: createHttpReceiver({ server, isGenuine, troubled, nowMs }), isConnected: () => true };
    }
    case 'socket': {
      // Its failures are told one by one; its log would tell each of them once more.
      const logger = createQuietLogger(() => undefined);
      return createSocket({
        appToken: transport.appToken,
        mayReach,
        clientOptions: { ...clientOptions, logger },
        logger,
        troubled,
        monotonicMs,
        wait,
      });
    }
    default:
      return transport satisfies never;
  }
}

/** Hands over what came in. Somebody waits for the answer to a command or a modal; all else is acknowledged at once. */
async function take(
  { body, context, ...args }: AnyMiddlewareArgs & AllMiddlewareArgs,
  receive: SlackReceive,
  troubled: SlackAppOptions['troubled'],
): Promise<void> {
  const acknowledge = 'ack' in args ? (args.ack as (response?: unknown) => Promise<void>) : async () => undefined;
  const incoming = readIncoming(body, context['isFresh'] === true);
  if (incoming === 'malformed') return troubled({ code: 'malformed-payload' });
  if (incoming === 'of no interest') return await acknowledge();
  try {
    if (incoming.kind === 'command' || incoming.kind === 'submission')
      return await answered(acknowledge, await receive(incoming));
    await acknowledge();
    await receive(incoming);
  } catch (error) {
    // What was not acknowledged, Slack says was not done.
    troubled({ code: faultCode(error) });
  }
}

/** What takes longer than Slack waits goes on after the answer, and is still in hand. */
async function answered(acknowledge: (response?: unknown) => Promise<void>, answer: SlackAnswer | undefined) {
  await acknowledge(asAck(answer));
  if (answer !== undefined && 'rest' in answer) await answer.rest;
}

function asAck(answer: SlackAnswer | undefined): unknown {
  switch (answer?.kind) {
    case undefined:
    case 'nothing':
      return undefined;
    case 'text':
      return { response_type: 'ephemeral', text: answer.text };
    case 'view':
      return { response_action: 'update', view: answer.view };
    default:
      return answer satisfies never;
  }
}

function stoppedLate(): Fault {
  return new Fault('something of Slack was still in hand when the service stopped', {
    code: 'slack-stopped-late',
    whatToDo: 'Look whether the record store or Slack was slow then.',
  });
}

function notConnected(): DeliveryFault {
  return new DeliveryFault('the service is not connected to Slack', {
    code: 'slack-no-socket',
    whatToDo: 'Look at the way from this server to Slack, and whether the app token is still valid.',
    certain: true,
  });
}
