import { labelOf } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Actor } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { localDateTime, saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import { endedAt } from './end.ts';
import { saidName } from './history-words.ts';
import { isJob, type Job } from './job-card.ts';
import { saidHostOf } from './request-card.ts';
import { categoryChoices } from './site-rules.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { onOneLine, saidStanding, spanOf } from './words.ts';

/** The first line of a request in the filtering change log: which site, and where it stands. */
export function logTitle(request: SiteRequest, of: CardContext): string {
  const host = saidHostOf(request);
  switch (request.status) {
    case 'open': {
      const standing = request.from > of.at ? saidStanding(request, of) : `open until ${saidAt(request.until, of)}`;
      return `${host} · ${standing}`;
    }
    case 'blocked':
      return `${host} · blocked again ${saidAt(request.blocked.at, of)}`;
    default:
      return `${host} · ${saidStanding(request, of)}`;
  }
}

/**
 * Who, what, why, when, until and by whom done (R132). The purpose stands here only as those who agreed put it: what was
 * not agreed to is in the log with what kind of site it was and why not. What nobody with the duty has read has no place
 * here: no class, no page, no words of IT's.
 */
export function logLines(request: SiteRequest, of: CardContext): readonly string[] {
  const { file } = request;
  const asked = `${of.reference} · asked by ${personName(of.school, file.requestedBy)}, ${saidAt(file.requestedAt, of)}`;
  const { from, until } = spanOf(request);
  const isOneDay = localDateTime(of.school, from).date === localDateTime(of.school, until).date;
  const end = isOneDay ? localDateTime(of.school, until).time : saidAt(until, of);
  const when = `For ${saidAt(from, of)} to ${end}`;
  if (!isJob(request))
    return [
      asked,
      when,
      `Kind of site: ${labelOf(categoryChoices, file.ruling.category)}`,
      ...outcomeLines(request, of),
    ];
  return [asked, when, `Why: ${onOneLine(request.why)}`, ...agreementLines(request, of), ...outcomeLines(request, of)];
}

/** Who agreed to it, and to more time. */
function agreementLines({ file }: Job, of: CardContext): readonly string[] {
  const agreed = file.approvals.map(({ by, at }) => `${saidName(by, of.school)}, ${saidAt(at, of)}`).join('; ');
  const longer = file.extended.map(({ until, by, at, why }) => {
    const names = by.map((one) => saidName(one, of.school)).join(' and ');
    const words = [`agreed to by ${names}, ${saidAt(at, of)}`, ...(why === '' ? [] : [onOneLine(why)])];
    return [`Longer, until ${saidAt(until, of)}`, ...words].join(': ');
  });
  return [`Agreed to by ${agreed}`, ...longer];
}

function outcomeLines(request: SiteRequest, of: CardContext): readonly string[] {
  const said = (what: string, { by, at }: { readonly by: Actor; readonly at: Instant }) =>
    `${what} by ${saidName(by, of.school)}, ${saidAt(at, of)}`;
  const { rule, bySchool } = request.file.ruling;
  switch (request.status) {
    case 'asked':
    case 'approved':
      return [];
    case 'refused':
      return [`Refused by rule: ${onOneLine(bySchool?.reason ?? rule.why)}`];
    case 'declined':
      return [`${said('Declined', request.closed)}: ${onOneLine(request.reason)}`];
    case 'withdrawn':
      return [said('Withdrawn', request.closed)];
    case 'lapsed':
      return [`Nobody had decided by ${saidAt(request.closed.at, of)}`];
    case 'not-opened':
      return [said('Could not be opened', request.closed)];
    case 'open':
      return [said('Opened', request.opened)];
    case 'ended':
    case 'blocked':
      return [
        request.opened === null ? 'Not marked as opened' : said('Opened', request.opened),
        saidEnd(request, of),
        request.status === 'blocked' ? said('Blocked again', request.blocked) : 'Not blocked yet',
      ];
    default:
      return request satisfies never;
  }
}

/** When it ended; where somebody ended it before its time, who, and why where they took it away. */
function saidEnd(request: SiteAt<'ended' | 'blocked'>, of: CardContext): string {
  const { by, how, why } = request.ended;
  const when = saidAt(endedAt(request), of);
  if (how === 'time') return `Ended ${when}`;
  return [`Ended by ${saidName(by, of.school)}, ${when}`, ...(why === undefined ? [] : [onOneLine(why)])].join(': ');
}

/** A moment with its year where that is another: what is in the log is read for years. */
function saidAt(at: Instant, { school, at: now }: CardContext): string {
  return saidTime(school, at, now);
}
