import type { CloudEnvironment } from '@microsoft/teams.api';
import { z } from 'zod';
import type { HttpAnswer, HttpRequest } from '../http-server.ts';
import { wayBackToTeams, wayOutTo } from '../outgoing-hosts.ts';
import { createServiceKeys } from './service-keys.ts';
import { createServiceTokenCheck } from './service-token.ts';

export interface GuardParts {
  /** What the bot is called in Microsoft Entra; undefined in the local try-out, where it is nothing. */
  readonly clientId: string | undefined;
  readonly cloud: Pick<CloudEnvironment, 'openIdMetadataUrl' | 'tokenIssuer'>;
  /** Where Teams is, for this bot. */
  readonly serviceUrl: string;
  /** Whether a school is served that has this tenant, now. */
  readonly knowsTenant: (tenantId: string) => boolean;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Told why a request was not let through: a code, never content. */
  readonly troubled: (of: { readonly code: string }) => void;
}

/** Says why a request is not let through to the SDK; undefined when it is. */
export type Guard = (request: HttpRequest, body: object) => Promise<HttpAnswer | undefined>;

const notAuthorised = { status: 401, body: { error: 'Not authorised.' } } as const;

/** How often the same reason is told at the most, in milliseconds: strangers may knock as often as they like. */
const SELDOM_MS = 60_000;

/** Stands before everything that Teams sends. */
export function createGuard({ clientId, cloud, serviceUrl, troubled, ...parts }: GuardParts): Guard {
  if (clientId === undefined) return guardTryOut;
  const { openIdMetadataUrl, tokenIssuer: issuer } = cloud;
  const mayReach = wayOutTo('Teams', { also: [openIdMetadataUrl] });
  const keys = createServiceKeys({ ...parts, openIdMetadataUrl, mayReach });
  const mayAnswerAt = wayBackToTeams({ also: [serviceUrl] });
  const whyNot = createServiceTokenCheck({ ...parts, issuer, clientId, keys, mayAnswerAt });
  const tell = seldom(troubled, parts.monotonicMs);
  return async ({ headers }, body) => {
    const code = await whyNot(headers.authorization, body);
    if (code === undefined) return undefined;
    tell({ code });
    return notAuthorised;
  };
}

/** What is wrong with the bot's own settings shows in why Teams is not believed; so it is told, but not each time. */
function seldom(troubled: GuardParts['troubled'], monotonicMs = () => performance.now()): GuardParts['troubled'] {
  const toldAt = new Map<string, number>();
  return (of) => {
    const now = monotonicMs();
    if (now - (toldAt.get(of.code) ?? Number.NEGATIVE_INFINITY) < SELDOM_MS) return;
    toldAt.set(of.code, now);
    troubled(of);
  };
}

const localBodySchema = z.object({
  serviceUrl: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ }),
});

/**
 * In the try-out anybody on this machine is believed, and nobody beyond it: no page that a browser has open, and no
 * activity that asks for its answer to be sent elsewhere.
 */
async function guardTryOut({ headers }: HttpRequest, body: object): Promise<HttpAnswer | undefined> {
  return headers.origin === undefined && localBodySchema.safeParse(body).success ? undefined : notAuthorised;
}
