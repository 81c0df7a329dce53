import { later, MINUTE } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidHost, saidSite } from '../../domain/site-address.ts';
import { type CardContext, chatButton } from './buttons.ts';
import { endedAt } from './end.ts';
import { isExtended, isJob } from './job-card.ts';
import { lastMorning } from './period.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { onOneLine, saidDecider, saidLonger, saidSpan } from './words.ts';

/**
 * From when it is agreed to says where the site stands and until when, with the way to give it back; once it is over,
 * that it is. Undefined before.
 */
export function accessMessage(request: SiteRequest, of: CardContext): Message | undefined {
  if (!isJob(request)) return undefined;
  const { school, reference } = of;
  const { requestedBy, requested } = request.file;
  const { site, group } = requested;
  const notice = (title: string, lines: readonly string[], buttons: readonly ReturnType<typeof chatButton>[]) => ({
    slot: 'access',
    to: { kind: 'person', person: requestedBy } as const,
    card: 'notice' as const,
    preview: title,
    data: { title, lines, buttons },
  });
  switch (request.status) {
    case 'approved':
      return notice(
        `${reference} was agreed to`,
        [
          `${saidSite(site)}, for ${onOneLine(group)}: ${saidSpan(school, request.from, request.until)}.`,
          'IT has the job of opening it. You will be told when it is open.',
        ],
        [chatButton('site-access/end', reference)],
      );
    case 'not-opened':
      return notice(`${reference}: the site could not be opened`, [`Why: ${onOneLine(request.reason)}`], []);
    case 'open':
      return notice(
        saidAccess(request, of),
        [saidOpen(request, of), ...saidAsked(request, school), 'Press "I no longer need it" when you finish.'],
        [
          chatButton('site-access/end', reference, { primary: true }),
          ...(request.extension === null ? [chatButton('site-access/extend', reference)] : []),
        ],
      );
    case 'ended':
    case 'blocked':
      return notice(saidEnd(request, of), endLines(request, school), []);
    default:
      return request satisfies never;
  }
}

/** What a notification shows of what is over. */
function saidEnd({ ended }: SiteAt<'ended' | 'blocked'>, { school, reference }: CardContext): string {
  switch (ended.how) {
    case 'time':
      return `${reference}: the time is over`;
    case 'given-back':
      return `${reference}: you gave it back`;
    case 'cut-short':
      return `${reference} was ended by ${saidDecider(ended.by, school)}`;
    default:
      return ended.how satisfies never;
  }
}

function endLines(request: SiteAt<'ended' | 'blocked'>, school: School): readonly string[] {
  const { why } = request.ended;
  return [
    saidWhen(request, saidDateTime(school, endedAt(request))),
    ...(why === undefined ? [] : [`Why: ${onOneLine(why)}`]),
    request.status === 'blocked' ? 'It is blocked again.' : 'IT blocks it again.',
  ];
}

function saidWhen({ ended, opened, file }: SiteAt<'ended' | 'blocked'>, when: string): string {
  if (ended.how === 'given-back') return `You gave it back ${when}.`;
  if (ended.how === 'cut-short') return `It was ended ${when}.`;
  if (opened === null) return `Its time ended ${when}. IT had not said that the site was open.`;
  return `${saidHost(file.requested.site)} was open until ${when}.`;
}

/** What a notification shows of it; a reminder before the end is known as one. */
function saidAccess({ from, until }: SiteAt<'open'>, { school, reference, at }: CardContext): string {
  const [lastDay] = lastMorning(from, until, school);
  if (from > at) return `${reference}: the site is set up`;
  const isNearlyOver = later(at, school.sites.remindBefore * MINUTE) >= until;
  if (isNearlyOver) return `${reference}: the time is nearly over`;
  const isLastDay = lastDay !== undefined && lastDay <= at;
  return isLastDay ? `${reference}: the time ends on ${saidDateTime(school, until)}` : `${reference}: the site is open`;
}

/** `example.org is open for 9B until Mon 23 Nov, 15:10.`, also where it was set up before its time. */
function saidOpen(request: SiteAt<'open'>, { school, at }: CardContext): string {
  const { file, from, until } = request;
  const { site, group } = file.requested;
  const is = from > at ? `is set up for ${group}: open from ${saidDateTime(school, from)}` : `is open for ${group}`;
  const what = `${saidSite(site)} ${is}`;
  return isExtended(request)
    ? `${what}. It is ${saidLonger(until, school)}.`
    : `${what} until ${saidDateTime(school, until)}.`;
}

function saidAsked({ extension }: SiteAt<'open'>, school: School): readonly string[] {
  if (extension === null) return [];
  return [`You have asked for it until ${saidDateTime(school, extension.until)}. You will be told what is decided.`];
}
