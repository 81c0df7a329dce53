import type { Reply } from '../domain/decider.ts';
import type { Gathered } from '../domain/gathering.ts';
import type { Instant } from '../domain/instant.ts';
import type { Json, Message } from '../domain/message.ts';
import type { Actor } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { Delivery } from './delivery.ts';
import type { Deliveries } from './outbox.ts';
import type { OpenRecord } from './sealed-record.ts';
import type { Surface } from './surface.ts';

/** What somebody, or the clock, asks. */
export interface CommandRequest {
  /** Made from the chat's own ids: the same delivery always has the same id, and has its effect once. */
  readonly id: string;
  readonly school: School;
  readonly type: string;
  /** The record it is for; absent for a command that begins one. */
  readonly reference?: string;
  /** For a record of which there is one for each key, such as an address: what it is found by. */
  readonly key?: string;
  /** Of a deadline that has come: when it was due. Nothing happens when the record has it no more. */
  readonly deadline?: Instant;
  /** What has to hold of the record in the moment of writing; nothing happens otherwise. */
  readonly onlyIf?: (record: Pick<OpenRecord<unknown>, 'outbox'>) => boolean;
  /** What whoever asks calls it, where that is not the record's own reference. */
  readonly named?: string;
  /** The record as this process wrote it a moment ago, so that it need not be read. */
  readonly record?: OpenRecord<unknown>;
  /** What a delivery came to, to be written together with what the command makes of it; undefined for nothing. */
  readonly settles?: (record: Deliveries) => Deliveries | undefined;
  /** Told of the record as it was written, if it was. */
  readonly wrote?: (record: OpenRecord<unknown>) => void;
  /** Given the delivery of what the command leaves to be delivered, to be followed. */
  readonly follows?: (delivering: Promise<Delivery>) => void;
  readonly by: Actor;
  readonly data: Json;
  /** Where the answer will be shown. Without it, the answer is only returned. */
  readonly surface?: Surface;
}

export type CommandResult =
  | {
      readonly kind: 'done';
      readonly reference: string;
      /** What the person who asked sees. */
      readonly reply?: Reply;
      /** True when the reply takes the place of the card that was pressed; false when it comes as a message. */
      readonly inPlace: boolean;
      /** True when it had been carried out before. Content is not shown a second time without a read on the record. */
      readonly isRepeated: boolean;
      readonly messages: readonly Message[];
    }
  | CommandRefused;

export interface CommandRefused {
  readonly kind: 'refused';
  readonly code: string;
  readonly sentence: string;
}

/** Whether a command could be given now. `repeated` when it was carried out already. */
export type CheckResult =
  | {
      readonly kind: 'allowed';
      readonly state: unknown;
      /** What the command asks to know of elsewhere, for its form. */
      readonly gathered?: Gathered | undefined;
    }
  | { readonly kind: 'repeated' }
  | CommandRefused;
