import { dayAfter } from './calendar-day.ts';
import type { ListSearch, Sought } from './decider.ts';
import type { Answers, Form } from './form.ts';
import { HOUR, type Instant, later } from './instant.ts';
import type { School } from './school.ts';
import { instantOf, type LocalDate, saidFullDate } from './school-time.ts';
import { readSite, type Site, saidHost, siteTokens } from './site-address.ts';

/**
 * How much earlier than the days that somebody looks for a record may have begun: asked for months ahead, and open for
 * as long as any school lets it be.
 */
const BEGINS_EARLIER_MS = 500 * 24 * HOUR;

/** How the filtering change log is searched: by site, and by the days on which something was asked, open or blocked. */
export const filteringLogSearch: ListSearch = {
  label: 'Search the log',
  form: (): Form => ({
    title: 'Search the filtering change log',
    intro: 'Fill in what you know. All of it holds together.',
    send: 'Search',
    steps: [
      {
        id: 'all',
        items: [
          {
            kind: 'web-address',
            id: 'site',
            label: 'Site',
            help: 'With everything below its name.',
            site: 'find',
            atMost: 150,
          },
          { kind: 'date', id: 'from', label: 'From' },
          { kind: 'date', id: 'until', label: 'Until' },
        ],
      },
    ],
  }),
  seeks(answers, school): Sought {
    const { site, from, until } = soughtIn(answers);
    return {
      ...(site === undefined ? {} : { findBy: siteTokens(site)[0] ?? '' }),
      ...(from === undefined ? {} : { from: later(instantOf(school, bounded(from), '00:00'), -BEGINS_EARLIER_MS) }),
      ...(until === undefined ? {} : { before: instantOf(school, dayAfter(bounded(until), 1), '00:00') }),
    };
  },
  said(answers, _school: School): string {
    const { site, from, until } = soughtIn(answers);
    const parts = [
      ...(site === undefined ? [] : [saidHost(site)]),
      ...(from === undefined ? [] : [`from ${saidFullDate(from)}`]),
      ...(until === undefined ? [] : [`until ${saidFullDate(until)}`]),
    ];
    return parts.length === 0 ? 'All of it.' : `Looked for: ${parts.join(', ')}.`;
  },
};

/** Whether what lasted from `from` until `until`, or still lasts, touches the days that somebody looks for. */
export function isSoughtAt(
  sought: Sought | undefined,
  { from, until }: { readonly from: Instant; readonly until: Instant | undefined },
): boolean {
  const isBefore = sought?.before === undefined || from < sought.before;
  if (sought?.from === undefined || until === undefined) return isBefore;
  return isBefore && until >= later(sought.from, BEGINS_EARLIER_MS);
}

/** A day near enough that moments round it are written with a year of four digits, and so sort as text. */
function bounded(date: LocalDate): LocalDate {
  if (date < '1900-01-01') return '1900-01-01';
  return date > '9000-01-01' ? '9000-01-01' : date;
}

function soughtIn({ site, from, until }: Answers): {
  readonly site: Site | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
} {
  const text = (answer: Answers[string] | undefined) =>
    typeof answer === 'string' && answer !== '' ? answer : undefined;
  const address = text(site);
  const read = address === undefined ? undefined : readSite(address, 'find');
  return { site: read?.kind === 'site' ? read.site : undefined, from: text(from), until: text(until) };
}
