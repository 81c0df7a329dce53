import type { Deadline } from '../../domain/decider.ts';
import type { BlockState } from './state.ts';

/** When a record next needs attention by itself. */
export function blockDeadlines(state: BlockState): readonly Deadline[] {
  if (state.status === 'none' || state.status === 'closed') return [];
  const { job, reviewWait, morning } = state.file;
  return [
    ...(job === null ? [] : [{ at: job.due, command: 'site-block/remind-to-block', data: {} }]),
    ...(reviewWait === null ? [] : [{ at: reviewWait.due, command: 'site-block/remind-to-review', data: {} }]),
    ...(morning === null ? [] : [{ at: morning.due, command: 'site-block/morning', data: {} }]),
  ];
}
