import type { Attempted } from './conclude.ts';
import type { Delivery } from './delivery.ts';
import { type Claim, isHeld } from './lease.ts';
import { isForChat } from './owed-message.ts';
import type { OpenRecord } from './sealed-record.ts';
import { isUnreachable } from './send-message.ts';

/** Whether all that a record owes is one message of a campaign, which this process has claimed. */
export function isOneOfCampaign({ outbox }: OpenRecord<unknown>, [claim]: readonly Claim[]): boolean {
  const [owed] = outbox;
  const isCampaign = owed !== undefined && isForChat(owed) && owed.message.campaign !== undefined;
  return isCampaign && outbox.length === 1 && claim !== undefined && isHeld(claim, owed);
}

export function deliveryOf(sent: Attempted['sent'], waitedMs: number): Delivery {
  // What had no turn in time has waited longer than anything that had; what the chat sent away, too.
  const isSentAway = sent.kind === 'failed' && sent.fault.retryAfterMs !== undefined;
  if (sent.kind === 'waits' || sent.kind === 'let-go' || isSentAway)
    return { waitedMs: Number.POSITIVE_INFINITY, isTaken: true };
  return { waitedMs, isTaken: sent.kind !== 'failed' || isUnreachable(sent.fault) };
}
