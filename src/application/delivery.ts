import type { Claim } from './lease.ts';
import type { Whose } from './owed-record.ts';
import type { OpenRecord } from './sealed-record.ts';

/** What became of what a write left to be delivered, for whoever paces a campaign. */
export interface Delivery {
  /** How long it waited for its turn, in milliseconds. */
  readonly waitedMs: number;
  /** False when the chat does not take what it is given just now. */
  readonly isTaken: boolean;
}

/** Of what is no one's campaign. */
export const nothingToTell: Delivery = { waitedMs: 0, isTaken: true };

/** Which messages of a record to see to. */
export interface DeliveryRequest extends Whose {
  /** What this process has claimed for itself already. */
  readonly claims?: readonly Claim[];
  /** The record as this process wrote it when it claimed them, if it is known. */
  readonly record?: OpenRecord<unknown> | undefined;
  /** True when it may owe something to another record that this process has not claimed. */
  readonly owesRecords?: boolean;
  /** True to leave its chats, where one holds up what is under way already. */
  readonly onlyRecords?: boolean;
}
