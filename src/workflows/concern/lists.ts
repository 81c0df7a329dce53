import type { ListDefinition } from '../../domain/decider.ts';
import { saidDuration, saidTime } from '../../domain/school-time.ts';
import { mayHandle, mayRead } from './access.ts';
import { saidOwner } from './case-card.ts';
import { isToldStill } from './reporter-told.ts';
import type { ConcernState } from './state.ts';
import { reporterStatusWords, saidKind, statusWords, urgencyWords } from './words.ts';

const byUrgency = { immediate: 0, urgent: 1, routine: 2 };

/** The concerns that a handler has to look after, the most pressing first. */
export const openConcerns: ListDefinition<ConcernState> = {
  id: 'open-concerns',
  title: 'Open concerns',
  empty: 'No open concern is yours to handle.',
  statuses: ['new', 'acknowledged', 'handled'],
  isFor: mayHandle,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || !mayRead(state, person, school)) return undefined;
    const { urgency, reportedAt } = state.file;
    const urgent = urgency === 'routine' ? [] : [urgencyWords[urgency]];
    return {
      rank: (state.status === 'new' ? 0 : 3) + byUrgency[urgency],
      since: reportedAt,
      title: [reference, statusWords[state.status], ...urgent].join(' · '),
      detail: [saidKind(state), saidDuration(reportedAt, now), saidOwner(state, school)].join(' · '),
      press: { label: 'Open', command: 'concern/open' },
    };
  },
};

/** What somebody has reported, and where it stands. Nothing of what others did or wrote. */
export const myReports: ListDefinition<ConcernState> = {
  id: 'my-reports',
  title: 'My reports and requests',
  empty: 'You have reported nothing and asked for nothing.',
  findBy: (person) => `reporter:${person}`,
  isFor: () => true,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || state.file.reportedBy !== person) return undefined;
    // As their receipt has it: of what turned out to be about them no more is said than of what is closed.
    const status = isToldStill(state, school) ? state.status : 'closed';
    return {
      rank: status === 'closed' ? 1 : 0,
      since: state.file.reportedAt,
      title: `${reference} · ${reporterStatusWords[status]}`,
      detail: `Reported ${saidTime(school, state.file.reportedAt, now)}`,
    };
  },
};
