import type { Reply } from '../../domain/decider.ts';
import { later, MINUTE } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidHost, saidSite } from '../../domain/site-address.ts';
import { type CardContext, chatButton } from './buttons.ts';
import { isJob } from './job-card.ts';
import { lineTo } from './request-card.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { saidSpan, saidStanding, spanOf } from './words.ts';

/** The receipt of whoever asked, which also shows where the request stands. */
export function receipt(request: SiteRequest, { school, reference }: CardContext): Reply {
  const { title, lines } = receiptWords(request, school);
  const { from, until } = spanOf(request);
  const asked = `${saidSite(request.file.requested.site)}, ${saidSpan(school, from, until)}.`;
  return {
    slot: 'receipt',
    card: 'receipt',
    preview: `${reference}: ${saidStanding(request)}`,
    data: { title, reference, lines: [asked, ...lines], danger: '' },
  };
}

/** The receipt as a message that edits the one they have. */
export function receiptMessage(request: SiteRequest, of: CardContext): Message {
  const { slot, card, data, preview } = receipt(request, of);
  return { slot, card, data, preview, to: { kind: 'person', person: request.file.requestedBy } };
}

function receiptWords(
  request: SiteRequest,
  school: School,
): { readonly title: string; readonly lines: readonly string[] } {
  const said = (title: string, ...lines: readonly string[]) => ({ title, lines });
  switch (request.status) {
    case 'asked':
      return request.file.approvals.length === 0
        ? said('Received', `It is with ${saidDeciders(school)}. You will be told what is decided.`)
        : said('Agreed to by one', 'A second person has to agree as well. You will be told.');
    case 'refused': {
      const { rule, bySchool } = request.file.ruling;
      const why = bySchool === undefined ? rule.why : `Your school decided: ${bySchool.reason}`;
      return said(
        'This site cannot be opened',
        `${why} (${rule.source})`,
        `The safeguarding team has been told. If you think the rule is wrong here, speak to the ${roleLabel(school, 'online-safety-coordinator')}.`,
      );
    }
    case 'declined':
      return said('Declined', `Why: ${request.reason}`);
    case 'withdrawn':
      return said('Withdrawn', 'You have withdrawn this request.');
    case 'lapsed':
      return said('Not decided in time', 'Nobody decided before the time was over. If you still need it, ask again.');
    case 'approved':
      return said('Agreed to', 'IT has the job of opening it. You will be told when it is open.');
    case 'not-opened':
      return said('It could not be opened', `Why: ${request.reason}`);
    case 'open':
      return said('Open', `IT opened it ${saidDateTime(school, request.opened.at)}.`);
    case 'ended':
      return said('Over', `It ended ${saidDateTime(school, request.ended.at)}. IT blocks the site again.`);
    case 'blocked':
      return said('Over', `It ended ${saidDateTime(school, request.ended.at)}, and the site is blocked again.`);
    default:
      return request satisfies never;
  }
}

/** Who decides, by role. */
function saidDeciders(school: School): string {
  return `the ${roleLabel(school, 'online-safety-coordinator')} and the safeguarding team`;
}

/**
 * Says that the site is open and until when, with the way to give it back; once it is over, that it is. Undefined where
 * it never was open.
 */
export function accessMessage(request: SiteRequest, of: CardContext): Message | undefined {
  if (!isJob(request)) return undefined;
  const { school, reference } = of;
  const { requestedBy } = request.file;
  const notice = (title: string, lines: readonly string[], buttons: readonly ReturnType<typeof chatButton>[]) => ({
    slot: 'access',
    to: { kind: 'person', person: requestedBy } as const,
    card: 'notice' as const,
    preview: title,
    data: { title, lines, buttons },
  });
  switch (request.status) {
    case 'approved':
    case 'not-opened':
      return undefined;
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
      if (request.opened === null) return undefined;
      return notice(
        `${reference}: the time is over`,
        [
          `${saidHost(request.file.requested.site)} was open until ${saidDateTime(school, request.ended.at)}.`,
          request.status === 'ended' ? 'IT blocks it again.' : 'It is blocked again.',
        ],
        [],
      );
    default:
      return request satisfies never;
  }
}

/** What a notification shows of it; a reminder before the end is known as one. */
function saidAccess({ from, until }: SiteAt<'open'>, { school, reference, at }: CardContext): string {
  if (from > at) return `${reference}: the site is set up`;
  const isNearlyOver = later(at, school.sites.remindBefore * MINUTE) >= until;
  return isNearlyOver ? `${reference}: the time is nearly over` : `${reference}: the site is open`;
}

/** `example.org is open for 9B until Mon 23 Nov, 15:10.`, also where it was set up before its time. */
function saidOpen({ file, from, until }: SiteAt<'open'>, { school, at }: CardContext): string {
  const { site, group } = file.requested;
  return from > at
    ? `${saidSite(site)} is set up for ${group}: open from ${saidDateTime(school, from)} until ${saidDateTime(school, until)}.`
    : `${saidSite(site)} is open for ${group} until ${saidDateTime(school, until)}.`;
}

function saidAsked({ extension }: SiteAt<'open'>, school: School): readonly string[] {
  if (extension === null) return [];
  return [`You have asked for it until ${saidDateTime(school, extension.until)}. You will be told what is decided.`];
}

/** The question to whoever asked, with the button that answers it; gone from the chat once it is answered. */
export function questionMessage(request: SiteRequest, number: number, { school, reference }: CardContext): Message {
  const question = request.file.questions.find((candidate) => candidate.number === number);
  const answeredAt = question?.answeredAt ?? null;
  const isOpen = question !== undefined && answeredAt === null;
  return {
    slot: `question:${number}`,
    to: { kind: 'person', person: request.file.requestedBy },
    card: 'notice',
    preview: `A question about ${reference}`,
    data: isOpen
      ? {
          title: `There is a question about your site request ${reference}`,
          lines: [question.text],
          buttons: [chatButton('site-access/answer', reference, { primary: true, given: { number: String(number) } })],
        }
      : {
          title: `Your answer about ${reference} has been sent`,
          lines: answeredAt === null ? [] : [`Sent ${saidDateTime(school, answeredAt)}.`],
          buttons: [],
        },
  };
}

/** A line to whoever asked, said once. */
export function toldRequester(request: SiteRequest, what: string, text: string): Message {
  return lineTo(request.file.requestedBy, `told:${what}`, text);
}

/** News for whoever asked with the words of whoever decided. */
export function newsForRequester(
  request: SiteRequest,
  what: string,
  { title, lines }: { readonly title: string; readonly lines: readonly string[] },
): Message {
  return {
    slot: `told:${what}`,
    to: { kind: 'person', person: request.file.requestedBy },
    card: 'notice',
    preview: title,
    data: { title, lines, buttons: [] },
  };
}
