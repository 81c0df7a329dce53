import { setTimeout as pause } from 'node:timers/promises';
import { importJWK } from 'jose';
import { z } from 'zod';
import type { MayReach } from '../outgoing-hosts.ts';

export interface ServiceKeysOptions {
  /** Where the Teams service says what its keys are, as the SDK has it. */
  readonly openIdMetadataUrl: string;
  readonly mayReach: MayReach;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Lets this many milliseconds pass. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** A key of the service. */
export interface ServiceKey {
  readonly key: Awaited<ReturnType<typeof importJWK>>;
  /** The chats that it vouches for. */
  readonly endorsements: ReadonlySet<string>;
}

const keySchema = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig').optional(),
  kid: z.string().min(1).max(300),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).optional(),
});
/** A key that is not understood keeps no other from being known. */
const keysSchema = z.object({ keys: z.array(keySchema.optional().catch(undefined)).max(100) });

/** How often the list is asked for again at the most, whatever anybody sends. */
const PAUSE_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;
/** From when on it is asked for again: a key that was taken back holds no longer than this. */
const REFRESH_MS = 3_600_000;
/** How long somebody waits for that; after it, or after it failed, what is known goes on to hold. */
const PATIENCE_MS = 1_000;
/**
 * How long a list holds when none can be had, so that nobody notices that the server of the keys is away. Microsoft's
 * own libraries keep one for a day (botframework-connector, OpenIdMetadata), its documents say five days.
 */
const KEEP_MS = 86_400_000;

/**
 * Knows what the Teams service signs with. The SDK asks Microsoft for each key that it does not know, so that a stranger
 * could have it make a request for each forged one, and forgets what it knows after ten minutes; this asks once in half a
 * minute at the most, and keeps a list through the outage of a day.
 */
export function createServiceKeys(options: ServiceKeysOptions) {
  const { openIdMetadataUrl, mayReach, monotonicMs = () => performance.now() } = options;
  const { wait = (milliseconds) => pause(milliseconds, undefined, { ref: false }) } = options;
  const address = openIdMetadataUrl.replace(/\/openidconfiguration$/, '/keys');
  let known: ReadonlyMap<string, ServiceKey> = new Map();
  let takenAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let hasFailed = false;
  let asking: Promise<void> = Promise.resolve();

  async function take(): Promise<void> {
    const began = monotonicMs();
    if (!mayReach(new URL(address))) throw new Error('the keys are none of the chat');
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' });
    if (!response.ok) throw new Error(`no keys: status ${response.status}`);
    const { keys } = keysSchema.parse(await response.json());
    const read = await Promise.all(keys.filter((key) => key !== undefined).map(readKey));
    known = new Map(read);
    takenAt = began;
  }

  /** Never rejects. Whoever asks meanwhile waits for the same answer. */
  function ask(): Promise<void> {
    const now = monotonicMs();
    if (now - askedAt >= PAUSE_MS) {
      askedAt = now;
      asking = take().then(
        () => {
          hasFailed = false;
        },
        () => {
          hasFailed = true;
        },
      );
    }
    return asking;
  }

  function held(keyId: string): ServiceKey | undefined {
    return monotonicMs() - takenAt < KEEP_MS ? known.get(keyId) : undefined;
  }

  return {
    /** Undefined where it is no key of the service, and where the list cannot be had. */
    async find(keyId: string): Promise<ServiceKey | undefined> {
      if (held(keyId) === undefined) {
        await ask();
      } else if (monotonicMs() - takenAt >= REFRESH_MS) {
        const wasAway = hasFailed;
        const asked = ask();
        if (!wasAway) await Promise.race([asked, wait(PATIENCE_MS)]);
      }
      return held(keyId);
    },
  };
}

export type ServiceKeys = Pick<ReturnType<typeof createServiceKeys>, 'find'>;

async function readKey({
  kid,
  kty,
  n,
  e,
  endorsements = [],
}: z.infer<typeof keySchema>): Promise<[string, ServiceKey]> {
  return [kid, { key: await importJWK({ kty, n, e }, 'RS256'), endorsements: new Set(endorsements) }];
}
