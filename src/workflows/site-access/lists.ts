import type { ListDefinition, RowContext } from '../../domain/decider.ts';
import { filteringParts } from '../../domain/filtering.ts';
import type { Instant } from '../../domain/instant.ts';
import { itSupervision } from '../../domain/it-jobs.ts';
import { filteringLogSearch, isSoughtAt } from '../../domain/log-search.ts';
import { holds } from '../../domain/school.ts';
import { saidDateTime, saidDuration, saidTime } from '../../domain/school-time.ts';
import { mayHavePart, standingsOf } from './access.ts';
import { endedAt } from './end.ts';
import { saidName } from './history-words.ts';
import { logLines, logTitle } from './log.ts';
import { refusalFor } from './offers.ts';
import { saidHostOf } from './request-card.ts';
import type { SiteRequest, SiteState } from './state.ts';
import { isOverdue, saidSpan, saidStanding, spanOf } from './words.ts';

type List = ListDefinition<SiteState>;

const open = { label: 'Open', command: 'site-access/open' };

/** What somebody has asked for themselves, and where it stands. */
const myReports: List = {
  id: 'my-reports',
  title: 'My reports and requests',
  empty: 'You have reported nothing and asked for nothing.',
  findBy: (person) => `requester:${person}`,
  isFor: () => true,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || state.file.requestedBy !== person) return undefined;
    const isOver = !['asked', 'approved', 'open'].includes(state.status);
    return {
      rank: isOver ? 1 : 0,
      since: state.file.requestedAt,
      title: `${reference} · site request, ${saidStanding(state, { school, at: now })}`,
      detail: `${saidHostOf(state)} · asked ${saidTime(school, state.file.requestedAt, now)}`,
      press: open,
    };
  },
};

/** The requests that wait for somebody to decide. */
const waiting: List = {
  id: 'filtering-waiting',
  title: 'Filtering: waiting for you',
  empty: 'Nothing about filtering waits for you.',
  alwaysSaid: true,
  statuses: ['asked', 'open'],
  isFor: (person, school) => mayHavePart('agreesToo', person, school),
  row(state, { reference, person, school, now }) {
    const isAsked = refusalFor(state, 'site-access/approve', person, school) === undefined;
    const isLonger = refusalFor(state, 'site-access/approve-extension', person, school) === undefined;
    if (state.status === 'none' || !(isAsked || isLonger)) return undefined;
    const since = waitsSince(state);
    const { from, until } = spanOf(state);
    return {
      rank: 0,
      since,
      title: `${reference} · ${isLonger ? 'more time for a site' : 'a blocked site'}`,
      detail: [saidHostOf(state), saidSpan(school, from, until), saidDuration(since, now)].join(' · '),
      press: open,
    };
  },
};

/** What IT has to open, or to block again. */
const jobs: List = {
  id: 'it-jobs',
  title: 'Jobs for IT',
  empty: 'There is no job for IT.',
  alwaysSaid: true,
  statuses: ['approved', 'ended'],
  isFor: (person, school) => mayHavePart('carriesOut', person, school),
  row(state, { reference, person, school, now }) {
    if (state.status !== 'approved' && state.status !== 'ended') return undefined;
    if (!standingsOf(state, person, school).includes('it')) return undefined;
    const isBlock = state.status === 'ended';
    const since = isBlock ? endedAt(state) : (state.file.approvals.at(-1)?.at ?? state.file.requestedAt);
    const when = isBlock ? `ended ${saidDateTime(school, since)}` : saidSpan(school, state.from, state.until);
    return {
      rank: isBlock ? 0 : 1,
      since,
      title: [reference, isBlock ? 'block again' : 'open', ...(isOverdue(state, now) ? ['overdue'] : [])].join(' · '),
      detail: [saidHostOf(state), when, saidDuration(since, now)].join(' · '),
      press: open,
    };
  },
};

/** What is open now, or may be: what is past its end first. */
const openNow: List = {
  id: 'open-now',
  title: 'Open now',
  empty: 'No blocked site is open now.',
  statuses: ['approved', 'open', 'ended'],
  folded: true,
  isFor: (person, school) => mayHavePart('carriesOut', person, school) || mayHavePart('decides', person, school),
  row(state, { reference, person, school, now }) {
    if (state.status !== 'approved' && state.status !== 'open' && state.status !== 'ended') return undefined;
    const standings = standingsOf(state, person, school);
    if (!standings.includes('it') && !standings.includes('handler')) return undefined;
    const isPast = state.status === 'ended';
    const isAhead = state.status === 'open' && state.from > now;
    const opens = isAhead ? `set up, open from ${saidDateTime(school, state.from)}` : 'open';
    const words = { approved: 'to be opened', open: opens, ended: 'past its end, not blocked' };
    return {
      rank: isPast ? 0 : 1,
      since: isPast ? endedAt(state) : state.from,
      title: `${saidHostOf(state)} · ${words[state.status]}`,
      detail: isPast
        ? `${reference} · ended ${saidDateTime(school, endedAt(state))}`
        : `${reference} · ${saidSpan(school, state.from, state.until)}`,
      press: open,
    };
  },
};

/** Every request there was: who, what, why, when, until and by whom done (R132). */
const filteringLog: List = {
  id: 'filtering-log',
  title: 'Filtering change log',
  empty: 'Nothing was changed in the filter.',
  folded: true,
  newestFirst: true,
  search: filteringLogSearch,
  isFor: (person, school) => holds(school, person, filteringParts.readsLog.roles),
  row(state, { reference, school, now, sought }: RowContext) {
    if (state.status === 'none' || !isSoughtAt(sought, lasted(state))) return undefined;
    return {
      rank: 0,
      since: state.file.requestedAt,
      title: logTitle(state, { reference, school, at: now }),
      detail: logLines(state, { reference, school, at: now }).join('\n'),
      press: open,
    };
  },
};

/** What IT opened and blocked again, for whoever supervises it: which site, who and when (R009). */
const supervision: List = {
  ...itSupervision,
  row(state, { reference, school, now }) {
    if (state.status === 'none' || state.file.approvals.length === 0) return undefined;
    const done = [
      ['Opened', 'opened' in state ? (state.opened ?? undefined) : undefined],
      ['Blocked again', state.status === 'blocked' ? state.blocked : undefined],
    ] as const;
    const said = done.flatMap(([what, one]) =>
      one === undefined ? [] : [`${what} by ${saidName(one.by, school)}, ${saidTime(school, one.at, now)}`],
    );
    return {
      rank: 0,
      since: state.file.requestedAt,
      title: `${reference} · Open a site`,
      detail: [saidHostOf(state), ...(said.length === 0 ? ['Not done yet'] : said)].join('\n'),
    };
  },
};

/** The lists in which requests stand. */
export const siteLists: readonly List[] = [myReports, waiting, jobs, openNow, filteringLog, supervision];

/** Since when somebody has to decide. */
function waitsSince(request: SiteRequest): Instant {
  if (request.status === 'open' && request.extension !== null) return request.extension.askedAt;
  return request.file.requestedAt;
}

/** From when until when it was of any account: what is not blocked again still is. */
function lasted(request: SiteRequest): { readonly from: Instant; readonly until: Instant | undefined } {
  const from = request.file.requestedAt;
  switch (request.status) {
    case 'asked':
    case 'approved':
    case 'open':
    case 'ended':
      return { from, until: undefined };
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'lapsed':
    case 'not-opened':
      return { from, until: request.closed.at };
    case 'blocked':
      return { from, until: request.blocked.at };
    default:
      return request satisfies never;
  }
}
