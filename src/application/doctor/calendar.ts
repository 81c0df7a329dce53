import { dayAfter } from '../../domain/calendar-day.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { localDateTime, saidDate } from '../../domain/school-time.ts';
import { type Finding, findingsOf } from './finding.ts';

/** No holiday is longer, in days: a term that begins later is not the next one. */
const LONGEST_HOLIDAY = 60;
/** How many days before the last known term ends the next ones should be there. */
const AHEAD = 30;

const putIn = 'Put the next terms into "calendar.terms" of the school file.';

/** Whether the next terms are known: what can wait is sent, and what is owed is chased, by them. */
export function checkCalendar(school: School, at: Instant): readonly Finding[] {
  const found = findingsOf('calendar', school);
  const today = localDateTime(school, at).date;
  const ahead = school.calendar.terms.filter(({ until }) => until >= today).sort(byBeginning);
  const [next, ...others] = ahead;
  const last = others.at(-1) ?? next;
  const said = (day: string) => saidDate(school, day, at);
  if (next === undefined || last === undefined)
    return [found.wrong('The last term in the school file is over, so that nobody knows when school is.', putIn)];
  if (next.from > dayAfter(today, LONGEST_HOLIDAY))
    return [
      found.look(`No term covers the next ${LONGEST_HOLIDAY} days. The next one begins on ${said(next.from)}.`, putIn),
    ];
  const hole = firstHole(ahead);
  if (hole !== undefined)
    return [
      found.look(
        `No term is known between ${said(hole.from)} and ${said(hole.until)}: what can wait would wait for all of it.`,
        'Look at the years in "calendar.terms" of the school file, and put in the terms that are missing.',
      ),
    ];
  if (last.until < dayAfter(today, AHEAD))
    return [
      found.look(`The last term in the school file ends on ${said(last.until)}, and none comes after it.`, putIn),
    ];
  return [found.well(`Terms are known until ${said(last.until)}.`)];
}

/** The first pause between two terms that is longer than any holiday, by the days on either side. */
function firstHole(terms: School['calendar']['terms']): { readonly from: string; readonly until: string } | undefined {
  let until = terms[0]?.until ?? '';
  for (const term of terms) {
    if (term.from > dayAfter(until, LONGEST_HOLIDAY)) return { from: until, until: term.from };
    if (term.until > until) until = term.until;
  }
  return undefined;
}

function byBeginning(one: { readonly from: string }, other: { readonly from: string }): number {
  return one.from < other.from ? -1 : 1;
}
