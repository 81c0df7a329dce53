import { z } from 'zod';
import type { MayReach } from '../outgoing-hosts.ts';

export interface BotTokenParts {
  /** Who issues tokens, such as `https://login.microsoftonline.com`. */
  readonly loginEndpoint: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the token is for, such as `https://api.botframework.com/.default`. */
  readonly scope: string;
  readonly mayReach: MayReach;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
}

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

const ANSWER_WITHIN_MS = 5_000;
/** A token is not used in the last minutes of its life: it may be looked at by another clock. */
const SPARE_MS = 300_000;

/**
 * What the bot proves itself to Teams with, got by its client secret (learn.microsoft.com, Authentication with the Bot
 * Connector API, step 1). The SDK's own way asks an address of its own choice whether the issuer is one, and no issuer on
 * this machine is; this asks the one that it was given, and follows it nowhere.
 */
export function createBotToken({ monotonicMs = () => performance.now(), ...parts }: BotTokenParts) {
  const { loginEndpoint, tenantId, clientId, clientSecret, scope, mayReach } = parts;
  const address = `${loginEndpoint}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  let held: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const askedAt = monotonicMs();
    if (!mayReach(new URL(address))) throw new Error('the issuer is none of the chat');
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (!response.ok) throw new Error(`no token: status ${response.status}`);
    const { access_token: token, expires_in: seconds } = answerSchema.parse(await response.json());
    held = { token, until: askedAt + seconds * 1_000 - SPARE_MS };
    return token;
  }

  /** Rejects where none can be had. Whoever asks meanwhile waits for the same one. */
  return async (): Promise<string> => {
    if (held !== undefined && monotonicMs() < held.until) return held.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return await asking;
  };
}
