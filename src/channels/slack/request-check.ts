import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http-server.ts';

export interface RequestCheckOptions {
  readonly signingSecret: string;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/** How far the time of a request may be off, either way (docs.slack.dev, Verifying requests from Slack). */
const SKEW_MS = 300_000;

/** Ten digits for as long as this will matter; nothing that only some parsers would take for a number. */
const TIMESTAMP = /^[1-9]\d{0,11}$/;
const SIGNATURE = /^v0=([0-9a-f]{64})$/;

/**
 * Says whether a request was signed by Slack for this app, and just now. Asked before anything of it is parsed. Bolt's
 * own check takes requests that are dated in the future; that a request comes twice is for those to notice who act on it.
 */
export function createRequestCheck({ signingSecret, nowMs = () => Date.now() }: RequestCheckOptions) {
  if (signingSecret === '') throw new Error('the signing secret is empty: anybody could sign a request');
  return ({ headers, body }: HttpRequest): boolean => {
    const timestamp = onlyMatch(TIMESTAMP, headers['x-slack-request-timestamp']);
    const signature = onlyMatch(SIGNATURE, headers['x-slack-signature']);
    if (timestamp === undefined || signature === undefined) return false;
    if (Math.abs(nowMs() - Number(timestamp[0]) * 1_000) > SKEW_MS) return false;
    const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp[0]}:`).update(body).digest();
    return timingSafeEqual(expected, Buffer.from(signature[1] ?? '', 'hex'));
  };
}

/** Undefined also for a header that came more than once. */
function onlyMatch(form: RegExp, header: string | string[] | undefined): RegExpExecArray | undefined {
  return typeof header === 'string' ? (form.exec(header) ?? undefined) : undefined;
}
