import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { globalAgent, Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { type MayReach, notLetOut } from './outgoing-hosts.ts';
import { currentPassage, type Passage } from './permit.ts';

export interface GuardedHttpOptions {
  /** Where requests may go; to any other place there is no connection. */
  readonly mayReach: MayReach;
  /** How long a connection may take with everything about it, in milliseconds. */
  readonly connectWithinMs?: number;
  /** How long a connection stays open that nobody uses, in milliseconds. */
  readonly idleMs?: number;
}

const CONNECT_WITHIN_MS = 5_000;
/** Shorter than servers keep a connection that nobody uses: what is sent as it closes may or may not have come. */
const IDLE_MS = 4_000;

/**
 * The one way by which the SDKs of both chats reach them. Each request is held back until its connection stands, then
 * asks whether it may still leave, and leaves in the same turn of the event loop or never.
 */
export function createGuardedHttp(given: GuardedHttpOptions) {
  const { mayReach, connectWithinMs = CONNECT_WITHIN_MS, idleMs = IDLE_MS } = given;
  // Through a proxy where Node itself is told to use one (NODE_USE_ENV_PROXY).
  const options = { keepAlive: true, timeout: idleMs, proxyEnv: globalAgent.options.proxyEnv };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };

  return {
    /**
     * As `request` of `node:http`, by the protocol in the options. Its body has to be written at once. Throws a
     * `DeliveryFault` for a place where none may go.
     */
    request(of: RequestOptions, answered: (response: IncomingMessage) => void): ClientRequest {
      if (!mayReach(addressOf(of))) throw notLetOut();
      const made =
        of.protocol === 'https:'
          ? httpsRequest({ ...of, agent: agents.https }, answered)
          : httpRequest({ ...of, agent: agents.http }, answered);
      guard(made, currentPassage(), connectWithinMs);
      return made;
    },
    /** Ends all connections. */
    close(): void {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

export type GuardedHttp = ReturnType<typeof createGuardedHttp>;

/** Where a request would go, whatever its path. A socket of this machine is no place of a chat. */
function addressOf({ protocol, hostname, host, port, socketPath }: RequestOptions): URL {
  const name = hostname ?? host ?? '';
  const place = /^[^[].*:.*:/.test(name) ? `[${name}]` : name;
  const address = `${protocol ?? 'http:'}//${place}${port == null || port === '' ? '' : `:${port}`}`;
  if (socketPath != null || /[/?#\\@\s]/.test(name) || !URL.canParse(address)) throw notLetOut();
  return new URL(address);
}

function guard(request: ClientRequest, passage: Passage | undefined, connectWithinMs: number): void {
  const slow = setTimeout(() => request.destroy(new Error('no connection in time')), connectWithinMs);
  const giveUp = () => request.destroy(new Error('nobody waits for it any more'));
  passage?.givenUp.addEventListener('abort', giveUp);
  request.once('close', () => {
    clearTimeout(slow);
    passage?.givenUp.removeEventListener('abort', giveUp);
  });
  const goOrEnd = () => {
    clearTimeout(slow);
    if (passage?.mayLeave() === false) request.destroy(new Error('it may not leave any more'));
  };
  // Node writes the request right after this event, into the socket's own buffer where it is not connected yet.
  request.once('socket', (socket) => {
    if (!socket.connecting) return goOrEnd();
    socket.cork();
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      goOrEnd();
      // Nothing is written by this once the socket was destroyed.
      socket.uncork();
    });
  });
}
