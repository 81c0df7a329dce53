import { createHmac } from 'node:crypto';

/**
 * The headers with which Slack signs a request (docs.slack.dev, "Verifying requests from Slack"). The time in seconds
 * since 1970.
 */
export function signed(body: string, secret: string, timestamp: number | string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${signature}` };
}

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';
