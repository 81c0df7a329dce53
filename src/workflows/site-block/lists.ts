import type { ListDefinition } from '../../domain/decider.ts';
import { filteringParts } from '../../domain/filtering.ts';
import { itSupervision, itSupervisors } from '../../domain/it-jobs.ts';
import { isSoughtAt } from '../../domain/log-search.ts';
import { holds } from '../../domain/school.ts';
import { saidDuration, saidTime } from '../../domain/school-time.ts';
import { mayCarryOut, mayDecide, partsOf } from './access.ts';
import { lasted, logLines, logTitle, nameOf } from './log.ts';
import { type BlockState, blockedOf, reporterOf } from './state.ts';
import { isJobOverdue, reporterStatusWords, saidOrigin, saidShortSite } from './words.ts';

type List = ListDefinition<BlockState>;

const open = { label: 'Open', command: 'site-block/open' };

/** What somebody has reported themselves, and where it stands. */
export const myReports: List = {
  id: 'my-reports',
  title: 'My reports and requests',
  empty: 'You have reported nothing and asked for nothing.',
  findBy: (person) => `requester:${person}`,
  isFor: () => true,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || reporterOf(state) !== person) return undefined;
    return {
      rank: state.status === 'closed' ? 1 : 0,
      since: state.file.askedAt,
      title: `${reference} · unsuitable site, ${reporterStatusWords[state.status]}`,
      detail: `${saidShortSite(state)} · reported ${saidTime(school, state.file.askedAt, now)}`,
      press: open,
    };
  },
};

/** The filters that wait for somebody to look at them. */
export const waitingForReview: List = {
  id: 'filtering-waiting',
  title: 'Filtering: waiting for you',
  empty: 'Nothing about filtering waits for you.',
  alwaysSaid: true,
  statuses: ['reported', 'blocked'],
  isFor: mayDecide,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || state.file.review !== null) return undefined;
    if (!partsOf(state, person, school).includes('decides')) return undefined;
    const { askedAt } = state.file;
    return {
      rank: 1,
      since: askedAt,
      title: `${reference} · review the filter`,
      detail: [saidShortSite(state), saidOrigin(state), saidDuration(askedAt, now)].join(' · '),
      press: open,
    };
  },
};

/** What IT has to block, or to take a block off. */
export const jobs: List = {
  id: 'it-jobs',
  title: 'Jobs for IT',
  empty: 'There is no job for IT.',
  alwaysSaid: true,
  statuses: ['reported', 'lifting'],
  isFor: mayCarryOut,
  row(state, { reference, person, school, now }) {
    if (state.status !== 'reported' && state.status !== 'lifting') return undefined;
    if (!partsOf(state, person, school).includes('carriesOut')) return undefined;
    const isBlock = state.status === 'reported';
    const since = isBlock ? state.file.askedAt : (state.file.review?.at ?? state.file.askedAt);
    const overdue = isJobOverdue(state) ? ['overdue'] : [];
    return {
      rank: isBlock ? 0 : 1,
      since,
      title: [reference, isBlock ? 'block' : 'take the block off', ...overdue].join(' · '),
      detail: `${saidShortSite(state)} · ${saidDuration(since, now)}`,
      press: open,
    };
  },
};

/** What IT blocked and took off, for whoever supervises it: which site, who and when (R009). */
export const supervision: List = {
  ...itSupervision,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || !itSupervisors(state.file.without, school).includes(person)) return undefined;
    const done = [
      ['Blocked', blockedOf(state)],
      ['Taken off', state.status === 'closed' ? (state.lifted ?? undefined) : undefined],
    ] as const;
    const said = done.flatMap(([what, one]) =>
      one === undefined ? [] : [`${what} by ${nameOf(one.by, school)}, ${saidTime(school, one.at, now)}`],
    );
    return {
      rank: 0,
      since: state.file.askedAt,
      title: `${reference} · Block a site`,
      detail: [saidShortSite(state), ...(said.length === 0 ? ['Not done yet'] : said)].join('\n'),
    };
  },
};

/** Every block there was: who asked, why, who did it and what came of it (R132). */
export const filteringLog: List = {
  id: 'filtering-log',
  title: 'Filtering change log',
  empty: 'Nothing was changed in the filter.',
  folded: true,
  newestFirst: true,
  isFor: (person, school) => holds(school, person, filteringParts.readsLog.roles),
  row(state, { reference, person, school, now, sought }) {
    if (state.status === 'none' || !isSoughtAt(sought, lasted(state))) return undefined;
    if (!partsOf(state, person, school).includes('readsLog')) return undefined;
    const of = { school, reference, at: now };
    return {
      rank: 0,
      since: state.file.askedAt,
      title: logTitle(state, of),
      detail: logLines(state, of).join('\n'),
      press: open,
    };
  },
};
