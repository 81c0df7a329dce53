import { Agent as HttpAgent } from 'node:http';
import { globalAgent, Agent as HttpsAgent } from 'node:https';

/** An account that has moved is found by its name alone, so the name is looked up anew at least this often. */
const KEPT_MS = 60_000;

type Protocol = 'http:' | 'https:';

/**
 * The connections that are kept to the service. Where they lead was looked up when they were made, so they are let go
 * when they are a minute old, and at once when what they lead to does not serve.
 */
export function createConnections(monotonicMs: () => number = () => performance.now()) {
  let agents = fresh();
  let since = monotonicMs();

  /** Those in use end with their answer. */
  function renew(): void {
    for (const agent of Object.values(agents)) {
      agent.maxFreeSockets = 0;
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    }
    agents = fresh();
    since = monotonicMs();
  }

  return {
    /** By what the next request is made. */
    agentFor(protocol: Protocol): HttpAgent | HttpsAgent {
      if (monotonicMs() - since > KEPT_MS) renew();
      return agents[protocol];
    },
    /** Has the next request look up the address and connect anew. */
    renew,
    /** Ends them all. */
    close(): void {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function fresh(): Readonly<Record<Protocol, HttpAgent | HttpsAgent>> {
  // Through a proxy where Node itself is told to use one (NODE_USE_ENV_PROXY).
  const options = { keepAlive: true, proxyEnv: globalAgent.options.proxyEnv };
  return { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
}
