import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { MayReach } from '../outgoing-hosts.ts';
import { TEAMS } from './activity.ts';
import type { ServiceKey, ServiceKeys } from './service-keys.ts';

export interface ServiceTokenParts {
  /** Who issues the tokens of the Teams service, as the SDK has it. */
  readonly issuer: string;
  /** The bot that they must be meant for. */
  readonly clientId: string;
  readonly keys: ServiceKeys;
  /** Whether a school is served that has this tenant, now. */
  readonly knowsTenant: (tenantId: string) => boolean;
  /** Whether an activity may ask for its answer to be sent there. */
  readonly mayAnswerAt: MayReach;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/** Why a request is not believed. */
export type Disbelief =
  | 'no-token'
  | 'token-of-another-issuer'
  | 'token-for-another-bot'
  | 'token-out-of-time'
  | 'another-service-address'
  | 'unknown-tenant'
  | 'unknown-key'
  | 'wrong-signature';

/** Between two clocks, in seconds (learn.microsoft.com, Authentication with the Bot Connector API, step 4). */
const SKEW = 300;

/** How many tokens are remembered at the most. One lasts an hour or more, and there are a few at a time. */
const MOST_VERIFIED = 200;

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(300) });

/** Seconds since 1970, as far as a calendar goes. */
const time = z.number().max(8.64e12);

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: time,
  nbf: time,
  serviceurl: z.string().min(1).max(500),
  tid: z.string().optional(),
});

const bodySchema = z.object({
  channelId: z.literal(TEAMS),
  serviceUrl: z.string().min(1).max(500),
  conversation: z.object({ tenantId: z.string().max(100).nullish() }).nullish(),
  channelData: z.object({ tenant: z.object({ id: z.string().max(100) }).nullish() }).nullish(),
});

/**
 * Says why a request is not believed to be of the Teams service, for this bot and this activity; undefined when it is.
 * This is the whole check, and the only one: the SDK's own also takes tokens that Entra issues for the bot's id, which
 * another program of the same tenant may obtain, does not check their service address, and fails while the server of the
 * keys is away. Whoever gets through could claim to be anybody.
 *
 * All that needs no key is looked at first, so that a stranger who knows less than all of it has no key asked for.
 */
export function createServiceTokenCheck(parts: ServiceTokenParts) {
  const { issuer, clientId, keys, knowsTenant, mayAnswerAt, nowMs = () => Date.now() } = parts;
  const verified = new Map<string, ServiceKey>();

  return async (authorization: string | undefined, body: unknown): Promise<Disbelief | undefined> => {
    const [, token = '', header, payload] = /^Bearer (([\w-]+)\.([\w-]+)\.[\w-]+)$/.exec(authorization ?? '') ?? [];
    const signed = headerSchema.safeParse(decoded(header));
    const read = claimsSchema.safeParse(decoded(payload));
    if (!signed.success || !read.success) return 'no-token';
    const { iss, aud, exp, nbf, serviceurl, tid } = read.data;
    if (iss !== issuer) return 'token-of-another-issuer';
    if (aud !== clientId) return 'token-for-another-bot';
    const now = nowMs() / 1_000;
    if (exp <= now - SKEW || nbf >= now + SKEW) return 'token-out-of-time';
    const activity = bodySchema.safeParse(body).data;
    if (activity === undefined || !mayAnswer(activity.serviceUrl) || !isSame(serviceurl, activity.serviceUrl))
      return 'another-service-address';
    const tenants = [activity.channelData?.tenant?.id, activity.conversation?.tenantId, tid].filter((id) => id != null);
    if (tenants.length === 0 || !tenants.every((id) => isSame(id, tenants[0] ?? '') && knowsTenant(id)))
      return 'unknown-tenant';
    const key = await keys.find(signed.data.kid);
    if (key?.endorsements.has(activity.channelId) !== true) return 'unknown-key';
    return (await isSigned(token, key)) ? undefined : 'wrong-signature';
  };

  /** Teams sends one token many times. What was verified with the very same key need not be again. */
  async function isSigned(token: string, key: ServiceKey): Promise<boolean> {
    if (verified.get(token) === key) return true;
    const currentDate = new Date(nowMs());
    const demands = { algorithms: ['RS256'], issuer, audience: clientId, clockTolerance: SKEW, currentDate };
    const isGood = await jwtVerify(token, key.key, demands).then(
      () => true,
      () => false,
    );
    const [oldest] = verified.keys();
    if (isGood && verified.size >= MOST_VERIFIED && oldest !== undefined) verified.delete(oldest);
    if (isGood) verified.set(token, key);
    return isGood;
  }

  /** In one plain form only: nothing that two readers of addresses might read in two ways. */
  function mayAnswer(serviceUrl: string): boolean {
    if (!URL.canParse(serviceUrl)) return false;
    const address = new URL(serviceUrl);
    return isSame(address.href, serviceUrl) && address.search + address.hash === '' && mayAnswerAt(address);
  }
}

function decoded(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** As the SDK compares addresses, and Microsoft Entra its ids. */
function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/\/$/, '').toLowerCase();
  return plain(one) === plain(other);
}
