import type { ListDefinition } from '../../domain/decider.ts';
import { checkKinds } from '../../domain/filtering.ts';
import { isRecorder, mayRead, mayRecord } from './access.ts';
import { checks } from './checks.ts';
import type { CheckState } from './state.ts';
import { checkTitle, saidLast } from './words.ts';

const order: Record<Exclude<CheckState['status'], 'none'>, number> = { overdue: 0, due: 1, scheduled: 2 };

/** The checks that wait for somebody: due, or announced. */
export const checksWaiting: ListDefinition<CheckState> = {
  id: 'filtering-waiting',
  title: 'Filtering: waiting for you',
  empty: 'Nothing about filtering waits for you.',
  isFor: isRecorder,
  row(state, { person, school, now }) {
    if (state.status === 'none' || !mayRecord(state.file.kind, person, school)) return undefined;
    if (state.status === 'scheduled' && state.file.shown.length === 0) return undefined;
    return {
      rank: order[state.status],
      since: state.file.next.dueAt,
      title: checkTitle(state, school, now),
      detail: `Needs: ${checks[state.file.kind].needs}`,
      press: { label: 'Open', command: 'filtering-check/open' },
    };
  },
};

/** Every check of the school, with its last and its next day. */
export const allChecks: ListDefinition<CheckState> = {
  id: 'filtering-checks',
  title: 'Checks of filtering and security',
  empty: 'The checks are set up when the bot next starts.',
  folded: true,
  isFor: mayRead,
  row(state, { person, school, now }) {
    if (state.status === 'none' || !mayRead(person, school)) return undefined;
    return {
      rank: order[state.status] * checkKinds.length + checkKinds.indexOf(state.file.kind),
      since: state.file.next.dueAt,
      title: checkTitle(state, school, now),
      detail: `Last one: ${saidLast(state, school, now)}`,
      press: { label: 'Open', command: 'filtering-check/open' },
    };
  },
};
