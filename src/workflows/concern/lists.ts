import type { ListDefinition } from '../../domain/decider.ts';
import { holds } from '../../domain/school.ts';
import { saidDuration, saidTime } from '../../domain/school-time.ts';
import { saidHandler, standingOf } from './access.ts';
import { type ConcernState, ownerOf } from './state.ts';
import { reporterStatusWords, saidKind, statusWords, urgencyWords } from './words.ts';

/** The concerns that a handler has to look after, the most pressing first. */
export const openConcerns: ListDefinition<ConcernState> = {
  id: 'open-concerns',
  title: 'Open concerns',
  empty: 'There are no open concerns.',
  statuses: ['new', 'acknowledged', 'handled'],
  isFor: (person, school) => holds(school, person, ['dsl', 'deputy-dsl', 'head', 'chair', 'online-safety-governor']),
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || standingOf(state, person, school) !== 'handler') return undefined;
    const { file } = state;
    const owner = ownerOf(state);
    const withWhom = owner === undefined ? 'nobody yet' : saidHandler(state, { kind: 'person', person: owner }, school);
    return {
      rank: (state.status === 'new' ? 0 : 3) + { immediate: 0, urgent: 1, routine: 2 }[file.urgency],
      since: file.reportedAt,
      title: [reference, statusWords[state.status], ...(file.urgency === 'routine' ? [] : [urgencyWords[file.urgency]])].join(' · '),
      detail: `${saidKind(state)} · ${saidDuration(file.reportedAt, now)} · ${withWhom}`,
      press: { label: 'Open', command: 'concern/open' },
    };
  },
};

/** What somebody has reported, and where it stands. Nothing of what others did or wrote. */
export const myReports: ListDefinition<ConcernState> = {
  id: 'my-reports',
  title: 'My reports',
  empty: 'You have reported no concern.',
  findBy: (person) => `reporter:${person}`,
  isFor: () => true,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || state.file.reportedBy !== person) return undefined;
    return {
      rank: state.status === 'closed' ? 1 : 0,
      since: state.file.reportedAt,
      title: `${reference} · ${reporterStatusWords[state.status]}`,
      detail: `Reported ${saidTime(school, state.file.reportedAt, now)}`,
    };
  },
};
