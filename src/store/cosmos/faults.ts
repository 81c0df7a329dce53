import { type FaultWords, faultsFrom, SHARED_WORDS } from '../faults.ts';

/** Why Azure Cosmos DB did not do what was asked. Other programs and the runbook rely on these; see docs/cosmos.md. */
export type CosmosFaultCode =
  | 'store-slow'
  | 'store-throttled'
  | 'store-away'
  | 'store-denied'
  | 'store-read-only'
  | 'store-full'
  | 'store-not-set-up'
  | 'store-not-ours'
  | keyof typeof SHARED_WORDS;

const WORDS: Record<CosmosFaultCode, FaultWords> = {
  ...SHARED_WORDS,
  'store-slow': {
    message: 'Azure Cosmos DB did not answer in time',
    whatToDo:
      'Nothing is known to be saved. Where it goes on, look at the health of Azure and at the way from the service to it.',
  },
  'store-throttled': {
    message: 'The record store has used up its request units for the moment',
    whatToDo:
      'Nothing is known to be saved. Where it goes on, give the container more request units, or look in its metrics for what uses them.',
  },
  'store-away': {
    message: 'Azure Cosmos DB cannot be reached or does not serve',
    whatToDo:
      'Nothing is known to be saved. Check the endpoint in STORE, the network and the firewall of the account, and the health of Azure.',
  },
  'store-denied': {
    message: 'Azure Cosmos DB does not let the service in',
    whatToDo:
      'Give the identity of the service the role Cosmos DB Built-in Data Contributor, and let its network through the firewall of the account. See docs/cosmos.md.',
  },
  'store-read-only': {
    message: 'Azure Cosmos DB takes no writes here',
    whatToDo:
      'The account may be moving to another region: wait some minutes. Otherwise look at its regions in the portal.',
  },
  'store-full': {
    message: 'The record store has no room for this',
    whatToDo: 'Look at how much the account stores: a school may have 20 GB, and a record 2 MB. See docs/cosmos.md.',
  },
  'store-not-set-up': {
    message: 'The record store is not set up',
    whatToDo: 'Make the database and its container as docs/cosmos.md says; the message names what is missing.',
  },
  'store-not-ours': {
    message: 'The container is not one of this service',
    whatToDo: 'Name another database in STORE, and make its container as docs/cosmos.md says. This one is untouched.',
  },
};

/** A fault of this store; see `faultsFrom`. */
export const storeFault = faultsFrom(WORDS);
