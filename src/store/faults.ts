import { StoreFault } from '../application/faults.ts';

/** What a fault says, and what whoever looks after the service can do about it. */
export interface FaultWords {
  readonly message: string;
  readonly whatToDo: string;
}

/** The words of the faults that any store may have. */
export const SHARED_WORDS = {
  'store-corrupt': {
    message: 'The record store holds something that it did not write',
    whatToDo: 'Stop the service, keep a copy of the records as they are, run verify, and restore the last good backup.',
  },
  'store-closed': {
    message: 'The record store is closed',
    whatToDo: 'Start the service again; it was stopping when this was asked.',
  },
  'store-failed': {
    message: 'The record store failed',
    whatToDo: 'Read the code in the message, check what STORE names, and restart the service.',
  },
} as const satisfies Record<string, FaultWords>;

/**
 * Makes the faults of a store from their words. `about` goes into the text, so it may be an id, a path or a result
 * code, never content.
 */
export function faultsFrom<Code extends string>(
  words: Readonly<Record<Code, FaultWords>>,
): (code: Code, about?: string) => StoreFault {
  return (code, about) => {
    const { message, whatToDo } = words[code];
    return new StoreFault(about === undefined ? message : `${message} (${about})`, { code, whatToDo });
  };
}

/** A fault that any store may have. */
export const sharedFault = faultsFrom(SHARED_WORDS);
