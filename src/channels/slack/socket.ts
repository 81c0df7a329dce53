import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, type Receiver, SocketModeReceiver, type webApi } from '@slack/bolt';
import { z } from 'zod';
import { type MayReach, notLetOut } from '../outgoing-hosts.ts';

export interface SocketParts {
  readonly appToken: string;
  readonly mayReach: MayReach;
  readonly clientOptions: webApi.WebClientOptions;
  readonly logger: Logger;
  /** Told when the connection could not be made, or was lost: a code, never content. */
  readonly troubled: (of: { readonly code: string }) => void;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
  /** Lets this many milliseconds pass, unless it is called off. */
  readonly wait?: ((milliseconds: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** How long is waited between two attempts to connect, in milliseconds. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A connection that ends sooner is as good as none; Slack closes a good one after some hours and expects the next. */
const GOOD_AFTER_MS = 10_000;
/** How long the start of the service waits for the first connection, in milliseconds. */
const START_WITHIN_MS = 10_000;

const connectionSchema = z.object({ url: z.url() });

const retriedSchema = z.object({ retry_num: z.number().min(1) });

/**
 * Socket Mode: Slack sends everything through a connection that the service makes itself. Bolt's own reconnecting gives
 * up at some errors, and throws where nobody can catch it; so every attempt is made here.
 */
export function createSocket(parts: SocketParts) {
  const { appToken, mayReach, clientOptions, logger, troubled, monotonicMs } = parts;
  const { wait = (milliseconds, signal) => pause(milliseconds, undefined, { signal, ref: false }) } = parts;
  const bolt = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
    customPropertiesExtractor: (sent: unknown) => ({ isFresh: !retriedSchema.safeParse(sent).success }),
    // What was not acknowledged was not taken; Slack says so where somebody waits.
    processEventErrorHandler: async () => false,
  });
  // Told between being given an address and connecting to it; what is thrown here ends the attempt.
  bolt.client.on('authenticated', (answer: unknown) => {
    if (!mayReach(new URL(connectionSchema.parse(answer).url))) throw notLetOut();
  });
  const stopped = new AbortController();
  let isConnected = false;
  let lost = Promise.withResolvers<void>();
  bolt.client.on('disconnected', () => {
    isConnected = false;
    lost.resolve();
  });

  async function connect(): Promise<boolean> {
    lost = Promise.withResolvers();
    try {
      await bolt.start();
      isConnected = true;
    } catch {
      troubled({ code: 'slack-no-socket' });
    }
    return isConnected;
  }

  async function stayConnected(tried: () => void): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted; ) {
      const connected = await connect();
      const from = monotonicMs();
      tried();
      // It may have been called off meanwhile.
      if (stopped.signal.aborted) await bolt.stop();
      else if (connected) await lost.promise;
      failures = connected && monotonicMs() - from >= GOOD_AFTER_MS ? 0 : failures + 1;
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
      if (failures > 0 && !stopped.signal.aborted) await wait(waitMs, stopped.signal).catch(() => undefined);
    }
  }

  const receiver: Receiver = {
    init: (app) => bolt.init(app),
    /** Resolves when it is connected, or when it will go on trying. */
    async start() {
      const first = Promise.withResolvers<void>();
      void stayConnected(first.resolve);
      await Promise.race([first.promise, pause(START_WITHIN_MS, undefined, { ref: false })]);
    },
    async stop() {
      stopped.abort();
      await bolt.stop();
    },
  };
  return { receiver, isConnected: () => isConnected };
}
