import type { Relay } from '../domain/decider.ts';
import type { Message, Place } from '../domain/message.ts';

/** What is owed: a message for a chat, or a command for another record. */
export type OwedMessage = Omit<Message, 'to'> & { readonly to: Place | RecordPlace };

/** Another record, as a place to which something goes: the command, and which record it is for. */
interface RecordPlace {
  readonly kind: 'record';
  readonly command: string;
  readonly reference?: string | undefined;
  readonly key?: string | undefined;
  /** For many records at once: as in `Relay`. */
  readonly each?: Relay['each'] | undefined;
}

/** What is owed as it is kept in its record. */
export type KeptMessage = Omit<Message, 'to'> & { readonly to: Place | KeptRecordPlace };

/** Version 0.1.0 reads this as a message to nobody: it can open the record, and says there that it went nowhere. */
interface KeptRecordPlace {
  readonly kind: 'person';
  readonly person: '';
  readonly record: Omit<RecordPlace, 'kind'>;
}

/** What is owed as it is to be kept. */
export function asKept({ to, ...message }: OwedMessage): KeptMessage {
  if (to.kind !== 'record') return { ...message, to };
  const { kind: _, ...record } = to;
  return { ...message, to: { kind: 'person', person: '', record } };
}

/** What is owed, from what was kept of it. */
export function asOwed({ to, ...message }: KeptMessage): OwedMessage {
  return { ...message, to: 'record' in to && to.record !== undefined ? { kind: 'record', ...to.record } : to };
}

/** A relay as it is owed, beside the messages of its record. */
export function relayed({ slot, type, reference, key, data, each }: Relay): OwedMessage {
  return { slot, to: { kind: 'record', command: type, reference, key, each }, card: 'line', data, preview: '' };
}

/** Whether something that is owed is for a chat, rather than for another record. */
export function isForChat<Owing extends { readonly message: OwedMessage }>(
  owed: Owing,
): owed is Owing & { readonly message: Message } {
  return owed.message.to.kind !== 'record';
}
