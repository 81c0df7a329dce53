import type { Deadline } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { PolicyCommand } from './command-data.ts';
import { inForce, type PolicyState } from './state.ts';

/** When a policy next needs attention by itself: its review always, its yearly round and its signatures where they are to come. */
export function policyDeadlines(state: PolicyState): readonly Deadline[] {
  const standing = inForce(state);
  return [
    ...due(standing?.review.at, 'policy/ask-for-review'),
    ...due(standing?.renewAt, 'policy/new-year'),
    ...due(standing?.known?.remindAt, 'policy/remind-to-make-known'),
    ...due(state.status === 'awaiting-signature' ? state.remindAt : undefined, 'policy/remind-to-sign'),
  ];
}

function due(at: Instant | null | undefined, command: PolicyCommand): readonly Deadline[] {
  return at === null || at === undefined ? [] : [{ at, command, data: {} }];
}
