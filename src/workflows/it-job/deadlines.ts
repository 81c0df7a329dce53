import type { Deadline } from '../../domain/decider.ts';
import type { JobState } from './state.ts';

/** When a job next needs attention by itself. */
export function jobDeadlines(state: JobState): readonly Deadline[] {
  if (state.status !== 'asked' || state.file.wait === null) return [];
  return [{ at: state.file.wait.due, command: 'it-job/remind', data: {} }];
}
