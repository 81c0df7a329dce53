import type { Workflow } from '../../domain/decider.ts';
import { holdersIn, mayStillSendPolicy } from './access.ts';
import { policyCommands } from './commands.ts';
import { policyDeadlines } from './deadlines.ts';
import { againPolicy, decidePolicy, refusesPolicy } from './decider.ts';
import { type PolicyEvent, policyEventSchema } from './events.ts';
import { evolvePolicy } from './evolve.ts';
import { allPolicies, policyDrafts, policyReviews, policySignatures } from './lists.ts';
import { notYours } from './refusals.ts';
import { inForce, noPolicy, type PolicyState, policyStateSchema } from './state.ts';

/** Policies and agreements: their versions with the wording of each, their signatures, their yearly round and their review. */
export const policy: Workflow<PolicyState, PolicyEvent> = {
  id: 'policy',
  prefix: 'P',
  state: policyStateSchema,
  event: policyEventSchema,
  initial: noPolicy,
  commands: policyCommands,
  lists: [policySignatures, policyReviews, policyDrafts, allPolicies],
  refuses: refusesPolicy,
  decide: decidePolicy,
  evolve: evolvePolicy,
  status: (state) => state.status,
  findableBy: (state) => holdersIn(inForce(state)?.review.shown ?? []).map((person) => `review ${person}`),
  deadlines: policyDeadlines,
  deliveryNote: 'policy/delivery-note',
  standing: { statuses: ['preview', 'awaiting-signature', 'published'], command: 'policy/show-again' },
  mayStillSend: mayStillSendPolicy,
  notThere: notYours,
  again: againPolicy,
};
