import { z } from 'zod';

export interface ServiceKeysOptions {
  /** Where the Teams service says what its keys are, as the SDK has it. */
  readonly openIdMetadataUrl: string;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
}

const keysSchema = z.object({
  keys: z.array(z.object({ kid: z.string().max(300), endorsements: z.array(z.string()).optional() })).max(100),
});

/** How often the list is asked for again at the most, whatever anybody sends. */
const PAUSE_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Knows which keys the service signs with for Teams. The SDK asks Microsoft again for each key that it does not know, so
 * that a stranger could have it make a request for each forged one; this asks once in half a minute.
 */
export function createServiceKeys({ openIdMetadataUrl, monotonicMs = () => performance.now() }: ServiceKeysOptions) {
  const address = openIdMetadataUrl.replace(/\/openidconfiguration$/, '/keys');
  let known: ReadonlySet<string> = new Set();
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> = Promise.resolve();

  async function ask(): Promise<void> {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' });
    const { keys } = keysSchema.parse(await response.json());
    // A key vouches for the channels it names (learn.microsoft.com, Authentication with the Bot Connector API).
    const forTeams = keys.filter(({ endorsements }) => endorsements?.includes('msteams'));
    known = new Set(forTeams.map(({ kid }) => kid));
  }

  return {
    /** False also where the list cannot be had. */
    async isForTeams(keyId: string): Promise<boolean> {
      if (known.has(keyId)) return true;
      const now = monotonicMs();
      if (now - askedAt >= PAUSE_MS) {
        askedAt = now;
        asking = ask().catch(() => undefined);
      }
      await asking;
      return known.has(keyId);
    },
  };
}

export type ServiceKeys = ReturnType<typeof createServiceKeys>;
