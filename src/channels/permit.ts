import { AsyncLocalStorage } from 'node:async_hooks';
import { type DeliveryFault, leaseOver } from '../application/faults.ts';
import type { Permit } from '../application/ports.ts';

/** One call to a chat, as whoever writes its bytes sees it. */
export interface Passage {
  /** Asked right before bytes leave; when it says no, none may. From a yes on, it counts as sent. */
  mayLeave(): boolean;
  /** Aborted once nobody waits for the call any more though it has not come to its end. */
  readonly givenUp: AbortSignal;
}

/** What a failed call means; `hasLeft` is false when surely nothing of it reached the chat. */
type Judge = (error: unknown, hasLeft: boolean) => DeliveryFault;

const permits = new AsyncLocalStorage<Permit>();
const passages = new AsyncLocalStorage<Passage>();

/** Whatever this work sends to a chat, leaves by this permit alone. Work without a permit needs none. */
export function withPermit<Value>(permit: Permit, work: () => Promise<Value>): Promise<Value> {
  return permits.run(permit, work);
}

/** Whether the work here goes by a permit, and so is owed. What does not, answers somebody who waits at the screen. */
export function isOwed(): boolean {
  return permits.getStore() !== undefined;
}

/** Whether the work here is for one of many who are told the same. */
export function isOfCampaign(): boolean {
  return permits.getStore()?.isOfCampaign === true;
}

/**
 * Makes one call to a chat. Rejects with `leaseOver` when its permit held no more before anything left, else with what
 * `judge` makes of the failure. Once this has settled, nothing of the call leaves any more, nor is its answer read.
 */
export async function passing<Value>(work: () => Promise<Value>, judge: Judge): Promise<Value> {
  const permit = permits.getStore();
  let isOver = false;
  let hasLeft = false;
  let isRefused = false;
  const ending = new AbortController();
  const passage: Passage = {
    mayLeave() {
      const may = !isOver && permit?.holds() !== false;
      if (may) hasLeft = true;
      else isRefused = true;
      return may;
    },
    givenUp: ending.signal,
  };
  try {
    return await passages.run(passage, work);
  } catch (error) {
    ending.abort();
    throw isRefused && !hasLeft ? leaseOver() : judge(error, hasLeft);
  } finally {
    isOver = true;
  }
}

/** The call that is being made here; undefined where nobody asked for one, as when a connection is looked after. */
export function currentPassage(): Passage | undefined {
  return passages.getStore();
}
