import { z } from 'zod';
import type { ServiceKeys } from './service-keys.ts';

export interface ServiceTokenParts {
  /** Who issues the tokens of the Teams service, as the SDK has it. */
  readonly issuer: string;
  /** The bot that they must be meant for. */
  readonly clientId: string;
  readonly keys: ServiceKeys;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/** Between two clocks, in seconds (learn.microsoft.com, Authentication with the Bot Connector API, step 4). */
const SKEW = 300;

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(300) });

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number(),
  serviceurl: z.string().min(1),
});

const bodySchema = z.object({ serviceUrl: z.string().min(1) });

/**
 * Says whether a request carries what claims to be a token of the Teams service for this bot and this activity. Asked
 * before the SDK, which then checks the signature: the SDK also takes tokens that Entra issues for the bot's id, which
 * another program of the same tenant may obtain, and does not check their service address. Such a caller could claim to
 * be anybody.
 */
export function createServiceTokenCheck({ issuer, clientId, keys, nowMs = () => Date.now() }: ServiceTokenParts) {
  return async (authorization: string | undefined, body: unknown): Promise<boolean> => {
    const [, header, payload] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '') ?? [];
    const signed = headerSchema.safeParse(decoded(header));
    const claims = claimsSchema.safeParse(decoded(payload));
    const activity = bodySchema.safeParse(body);
    if (!signed.success || !claims.success || !activity.success) return false;
    const { iss, aud, exp, nbf, serviceurl } = claims.data;
    const now = nowMs() / 1_000;
    const isForThis = iss === issuer && aud === clientId && sameAddress(serviceurl, activity.data.serviceUrl);
    return isForThis && exp > now - SKEW && nbf < now + SKEW && (await keys.isForTeams(signed.data.kid));
  };
}

function decoded(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** As the SDK compares them. */
function sameAddress(one: string, other: string): boolean {
  const plain = (address: string) => address.replace(/\/$/, '').toLowerCase();
  return plain(one) === plain(other);
}
