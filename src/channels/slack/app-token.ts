import { webApi } from '@slack/bolt';
import { DeliveryFault } from '../../application/faults.ts';
import type { GuardedHttp } from '../guarded-http.ts';
import { createQuietLogger } from './quiet-logger.ts';
import { faultOf } from './slack-fault.ts';
import { createSlackFetch } from './slack-fetch.ts';

export interface AppTokenParts {
  readonly appToken: string;
  /** Where Slack's Web API is, if not where Slack says. */
  readonly apiUrl?: string | undefined;
  readonly http: GuardedHttp;
}

const WITHIN_MS = 9_000;

/** What Slack says of a token that is none, or of another kind, or may not connect. */
const REFUSED = /^slack-(invalid_auth|not_authed|not_allowed_token_type|missing_scope|token_\w+|account_inactive)$/;

/**
 * Resolves when Slack takes the app-level token, with which a service in Socket Mode connects. Asks for an address to
 * connect to, and does not connect: what Slack has to tell goes on to the service. Rejects with a `DeliveryFault`.
 */
export async function checkAppToken({ appToken, apiUrl, http }: AppTokenParts): Promise<void> {
  const client = new webApi.WebClient(appToken, {
    logger: createQuietLogger(() => undefined),
    timeout: WITHIN_MS,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
    fetch: createSlackFetch({ http, nowMs: Date.now }),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
  try {
    await client.apps.connections.open();
  } catch (error) {
    const fault = faultOf(error, 'other', true);
    throw REFUSED.test(fault.code) ? notTaken(fault) : fault;
  }
}

function notTaken(cause: DeliveryFault): DeliveryFault {
  return new DeliveryFault('Slack does not take the app-level token of Socket Mode', {
    code: 'slack-app-token',
    whatToDo:
      'Make an App-Level Token with the scope connections:write under "Basic Information" at api.slack.com/apps, and put it into SLACK_APP_TOKEN.',
    certain: true,
    cause,
  });
}
