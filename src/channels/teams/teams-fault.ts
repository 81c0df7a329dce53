import { z } from 'zod';
import { DeliveryFault, MESSAGE_GONE } from '../../application/faults.ts';
import { isRefusal } from '../refusal.ts';
import { retryAfterMs } from '../retry-after.ts';

/**
 * Refusals after which the same may work later: Teams says so of 412 and 429 (msteams-docs rate-limit.md), HTTP of the
 * others, or they are about the way to Teams, the token, or a place that comes back.
 */
const PASSING = new Set([401, 404, 407, 408, 409, 412, 421, 423, 425, 429]);

/** The code of an error that says that a call took too long. */
export const TOO_LATE = 'TOO_LATE';
/** The code of a `DeliveryFault` for a call with which Teams was asked too much. */
export const TOO_MANY = 'teams-429';

export interface FailedCall {
  readonly what: 'post' | 'edit' | 'members';
  /** False when Teams was surely told nothing. */
  readonly hasLeft: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** What a failed call means. Nothing of its body is kept: it may repeat what was sent. */
export function faultOf(error: unknown, { what, hasLeft, nowMs }: FailedCall): DeliveryFault {
  if (error instanceof DeliveryFault) return error;
  const { response, code, isAxiosError } = failureSchema.parse(error ?? {});
  if (response === undefined && isAxiosError !== true && code !== TOO_LATE && !hasLeft)
    return new DeliveryFault('the bot could not prove itself to Teams', {
      code: 'teams-no-token',
      whatToDo: 'Look whether the client secret or the managed identity of the bot is still valid.',
      certain: true,
    });
  if (response === undefined)
    return new DeliveryFault('Teams did not answer', {
      code: 'teams-no-answer',
      whatToDo: 'Look at the way from this server to Teams.',
      certain: !hasLeft,
    });
  const { status, headers } = response;
  if (status === 404 && what === 'edit')
    return new DeliveryFault('the message is not there any more', {
      code: MESSAGE_GONE,
      whatToDo: 'Nothing: it is posted again.',
      certain: true,
    });
  const patience = retryAfterMs(headers['retry-after'], headers['date'], nowMs);
  return new DeliveryFault(`Teams answered with status ${status}`, {
    code: `teams-${status}`,
    whatToDo: status === 403 ? forbidden[what] : 'Look at the status of Teams.',
    certain: isRefusal(status),
    // All but a refusal is a trouble of somebody on the way, and goes again.
    hopeless: isRefusal(status) && !PASSING.has(status),
    ...(patience === undefined ? {} : { retryAfterMs: patience }),
  });
}

const removed = 'The person has blocked or removed the bot; ask them to install it again.';
/** What to do where Teams does not let the bot. */
const forbidden: Readonly<Record<FailedCall['what'], string>> = {
  post: removed,
  edit: removed,
  members: 'Install the app in the team of this channel.',
};

type Headers = Readonly<Record<string, unknown>>;

/** What the SDK's HTTP client throws, as far as it is looked at. Its headers are an object of a class of its own. */
const failureSchema = z
  .object({
    code: z.string().optional(),
    /** Absent on what is thrown before anything was sent. */
    isAxiosError: z.boolean().optional(),
    response: z
      .object({
        status: z.number(),
        headers: z.custom<Headers>((given) => typeof given === 'object' && given !== null),
      })
      .optional(),
  })
  .catch({});
