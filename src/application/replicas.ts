import { SECOND } from '../domain/instant.ts';
import type { RecordStore } from './ports.ts';

/** How often a process says that it is there, in milliseconds. */
export const ANNOUNCE_EVERY_MS = 10 * SECOND;
/** For how long that is believed: two announcements may be lost. */
const BELIEVED_MS = 30 * SECOND;

/** Knows how many processes serve the store, so that each keeps to its part of what all may do. */
export function createReplicas({ store, replica }: { readonly store: RecordStore; readonly replica: string }) {
  let count = 1;
  return {
    /** Says that this process is there. Rejects when the store does not answer; what was known last then stands. */
    async announce(): Promise<void> {
      count = Math.max(1, await store.announce(replica, BELIEVED_MS));
    },
    /** How many there are as far as is known; this one alone until the store has said otherwise. */
    count: (): number => count,
    /** The part of every limit that is this process's, above 0 and at most 1. */
    share: (): number => 1 / count,
    /** Says that this process is going. */
    withdraw: (): Promise<void> => store.withdraw(replica),
  };
}
