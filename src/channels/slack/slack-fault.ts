import { z } from 'zod';
import { DeliveryFault, MESSAGE_GONE } from '../../application/faults.ts';
import { isRefusal } from '../refusal.ts';
import { slackErrors } from './slack-errors.ts';

/** A message that cannot be edited any more is posted anew. */
const uneditable = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** What the SDK throws, as far as it is looked at. Its messages are not: they may hold what Slack answered. */
const failureSchema = z
  .object({
    code: z.string().optional(),
    data: z.object({ error: z.unknown(), response_metadata: z.unknown() }).partial().optional(),
    /** What the way to Slack threw. */
    original: z.unknown(),
    retryAfter: z.number().optional(),
    statusCode: z.number().optional(),
    headers: z.record(z.string(), z.unknown()).optional(),
  })
  .partial()
  .catch({});

/** The code of a `DeliveryFault` for a call with which Slack was asked too much. */
export const TOO_MANY = 'slack-429';

/**
 * What a failed call means; `hasLeft` is false when Slack was surely told nothing. Nothing of its body is kept: it may
 * repeat what was sent.
 */
export function faultOf(error: unknown, what: 'edit' | 'other', hasLeft: boolean): DeliveryFault {
  if (error instanceof DeliveryFault) return error;
  const { code, data, original, retryAfter, statusCode, headers } = failureSchema.parse(error ?? {});
  if (original instanceof DeliveryFault) return original;
  switch (code) {
    case 'slack_webapi_rate_limited_error':
      return tooMany(retryAfter);
    case 'slack_webapi_platform_error':
      return refused(data?.error, data?.response_metadata, what);
    case 'slack_webapi_http_error':
      return badStatus(statusCode ?? 0, headers ?? {});
    default:
      return isRateLimit(error) ? tooMany(undefined) : noAnswer(hasLeft);
  }
}

/** The SDK says only in words that Slack gave no time to wait for. */
function isRateLimit(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Retry header did not contain');
}

const retrySchema = z.object({ retryAfter: z.number() });

function refused(given: unknown, metadata: unknown, what: 'edit' | 'other'): DeliveryFault {
  // Something between here and Slack may answer in its own words.
  const error = typeof given === 'string' && /^[a-z][a-z0-9_]{0,79}$/.test(given) ? given : undefined;
  if (error === undefined) return unreadable();
  if (error === 'ratelimited' || error === 'rate_limited')
    return tooMany(retrySchema.safeParse(metadata).data?.retryAfter);
  if (what === 'edit' && uneditable.has(error))
    return new DeliveryFault('the message is not there any more, or cannot be edited', {
      code: MESSAGE_GONE,
      whatToDo: 'Nothing: it is posted again.',
      certain: true,
    });
  const { code, whatToDo, hopeless, unsure } = slackErrors.get(error) ?? { whatToDo: 'Look up this error of Slack.' };
  return new DeliveryFault(`Slack answered ${error}`, {
    code: code ?? `slack-${error}`,
    whatToDo,
    certain: unsure !== true,
    hopeless: hopeless ?? false,
  });
}

const DAY_MS = 86_400_000;

function tooMany(retryAfterSeconds: number | undefined): DeliveryFault {
  const patience = patienceOf(retryAfterSeconds);
  return new DeliveryFault('Slack asks to be called less often', {
    code: TOO_MANY,
    whatToDo: 'Nothing: it is tried again when Slack says.',
    certain: true,
    ...(patience === undefined ? {} : { retryAfterMs: patience }),
  });
}

function badStatus(status: number, headers: Readonly<Record<string, unknown>>): DeliveryFault {
  const asked = headers['retry-after'];
  const patience = patienceOf(typeof asked === 'string' && /^\d{1,9}$/.test(asked) ? Number(asked) : undefined);
  return new DeliveryFault(`Slack answered with status ${status}`, {
    code: `slack-${status}`,
    whatToDo: status >= 500 ? 'Look at the status of Slack.' : 'Look at what stands between this server and Slack.',
    certain: isRefusal(status),
    ...(patience === undefined ? {} : { retryAfterMs: patience }),
  });
}

/** How long Slack asks to wait, in milliseconds; a day at the most. */
function patienceOf(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 ? Math.min(seconds * 1_000, DAY_MS) : undefined;
}

function noAnswer(hasLeft: boolean): DeliveryFault {
  return new DeliveryFault('Slack did not answer', {
    code: 'slack-no-answer',
    whatToDo: 'Look at the way from this server to Slack.',
    certain: !hasLeft,
  });
}

/** Slack, or something on the way, answered what cannot be understood. */
export function unreadable(): DeliveryFault {
  return new DeliveryFault('Slack gave an answer that cannot be read', {
    code: 'slack-unreadable',
    whatToDo: 'Look at what stands between this server and Slack; a message may stand in the chat twice.',
    certain: false,
  });
}
