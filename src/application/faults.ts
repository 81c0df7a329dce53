/** What a fault is made of; `whatToDo` is a sentence for the person who looks after the service. */
interface FaultDetails {
  readonly code: string;
  readonly whatToDo: string;
  readonly cause?: unknown;
}

/** Something outside our control did not work. Never carries content: its text may reach a log. */
export class Fault extends Error {
  readonly code: string;
  readonly whatToDo: string;

  constructor(message: string, details: FaultDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.whatToDo = details.whatToDo;
  }
}

/** The record store did not do what was asked; nothing is known to be saved. */
export class StoreFault extends Fault {}

/** The vault could not wrap, unwrap or make a token. */
export class VaultFault extends Fault {}

/** A record is not what it was when it was written. */
export class IntegrityFault extends Fault {}

/** Codes of a store or vault that say that one record is damaged, rather than that nothing can be had at all. */
const ofOneRecord: readonly string[] = ['store-corrupt', 'vault-wrap-altered'];

/** Whether a record cannot be read, now or later. */
export function isDamage(error: unknown): boolean {
  if (error instanceof StoreFault || error instanceof VaultFault) return ofOneRecord.includes(error.code);
  return error instanceof IntegrityFault;
}

/** What the log says of an error: the code of a fault; of anything else the name, as its text may say more. */
export function faultCode(error: unknown): string {
  if (error instanceof Fault) return error.code;
  return error instanceof Error && /^\w{1,40}$/.test(error.name) ? `unforeseen-${error.name}` : 'unforeseen';
}

/** A record has no room for what was to be added. */
export class RecordFullFault extends Fault {}

interface DeliveryFaultDetails extends FaultDetails {
  /** True when the chat surely did not take the message; false when it may have. */
  readonly certain: boolean;
  /** The chat asked for this much patience. */
  readonly retryAfterMs?: number;
  /** True when no repetition can help: the person blocked the bot, the channel is gone. */
  readonly hopeless?: boolean;
  /** True when the chat was never told how to reach this place. */
  readonly noAddress?: boolean;
  /** True when nothing was attempted: our own limits ask to wait for `retryAfterMs`. */
  readonly notTried?: boolean;
}

/** The code of a `DeliveryFault` for a message that is to be edited and does not stand there any more. */
export const MESSAGE_GONE = 'message-gone';

/** The code of a `DeliveryFault` for an attempt whose permit held no more: nothing left the house. */
export const LEASE_OVER = 'lease-over';

/** A chat did not take a message. */
export class DeliveryFault extends Fault {
  readonly certain: boolean;
  readonly retryAfterMs: number | undefined;
  readonly hopeless: boolean;
  readonly noAddress: boolean;
  readonly notTried: boolean;

  constructor(message: string, details: DeliveryFaultDetails) {
    super(message, details);
    this.certain = details.certain;
    this.retryAfterMs = details.retryAfterMs;
    this.hopeless = details.hopeless ?? false;
    this.noAddress = details.noAddress ?? false;
    this.notTried = details.notTried ?? false;
  }
}

/** The fault of an attempt whose way out took so long that nobody could say any more who may have the message. */
export function wayOutSlow(): DeliveryFault {
  return new DeliveryFault('a message took too long to leave', {
    code: 'way-out-slow',
    whatToDo: 'Look at the way from this server to the chat, and at the load of this machine.',
    certain: true,
  });
}

/** The fault of an attempt that came to its turn too late: somebody else has it by now, or will. Nothing was sent. */
export function leaseOver(): DeliveryFault {
  return new DeliveryFault('the right to this attempt had run out before it was made', {
    code: LEASE_OVER,
    whatToDo: 'Nothing, unless it is seen often: then look for what holds this process up.',
    certain: true,
    notTried: true,
  });
}
