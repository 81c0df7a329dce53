import type { Deadline } from '../../domain/decider.ts';
import type { CheckState } from './state.ts';

/** When a check next needs attention by itself: always at some time, so that none is forgotten. */
export function checkDeadlines(state: CheckState): readonly Deadline[] {
  switch (state.status) {
    case 'none':
      return [];
    case 'scheduled': {
      const { noticeAt, dueAt } = state.file.next;
      return [
        ...(noticeAt === null ? [] : [{ at: noticeAt, command: 'filtering-check/announce', data: {} }]),
        { at: dueAt, command: 'filtering-check/come-due', data: {} },
      ];
    }
    case 'due':
      return [
        { at: state.overdueAt, command: 'filtering-check/run-over', data: {} },
        { at: state.remindAt, command: 'filtering-check/remind', data: {} },
      ];
    case 'overdue':
      return [{ at: state.remindAt, command: 'filtering-check/remind', data: {} }];
    default:
      return state satisfies never;
  }
}
