import type { Reply } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { roleLabel } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidSite } from '../../domain/site-address.ts';
import { type CardContext, chatButton } from './buttons.ts';
import { endedAt } from './end.ts';
import { lineTo } from './request-card.ts';
import type { SiteRequest } from './state.ts';
import { onOneLine, saidDeciders, saidSpan, saidStanding, spanOf } from './words.ts';

/** The receipt of whoever asked, which also shows where the request stands. */
export function receipt(request: SiteRequest, of: CardContext): Reply {
  const { school, reference } = of;
  const { title, lines } = receiptWords(request, of);
  const { from, until } = spanOf(request);
  const asked = `${saidSite(request.file.requested.site)}, ${saidSpan(school, from, until)}.`;
  return {
    slot: 'receipt',
    card: 'receipt',
    preview: `${reference}: ${saidStanding(request, of)}`,
    data: { title, reference, lines: [asked, ...lines], danger: '' },
  };
}

/** The receipt as a message that edits the one they have. */
export function receiptMessage(request: SiteRequest, of: CardContext): Message {
  const { slot, card, data, preview } = receipt(request, of);
  return { slot, card, data, preview, to: { kind: 'person', person: request.file.requestedBy } };
}

/** A receipt has no buttons. */
const withdrawing = 'To withdraw it, write "safeguarding" here and open it.';

function receiptWords(
  request: SiteRequest,
  { school, at }: CardContext,
): { readonly title: string; readonly lines: readonly string[] } {
  const said = (title: string, ...lines: readonly string[]) => ({ title, lines });
  switch (request.status) {
    case 'asked':
      return request.file.approvals.length === 0
        ? said('Received', `It is with ${saidDeciders(school)}. You will be told what is decided.`, withdrawing)
        : said('Agreed to by one', 'A second person has to agree as well. You will be told.', withdrawing);
    case 'refused': {
      const { rule, bySchool } = request.file.ruling;
      const why = bySchool === undefined ? rule.why : `Your school decided: ${bySchool.reason}`;
      return said(
        'This site cannot be opened',
        onOneLine(why),
        `The safeguarding team is being told. If you think the rule is wrong here, speak to the ${roleLabel(school, 'online-safety-coordinator')}.`,
      );
    }
    case 'declined':
      return said('Declined', `Why: ${onOneLine(request.reason)}`);
    case 'withdrawn':
      return said('Withdrawn', 'You have withdrawn this request.');
    case 'lapsed':
      return said('Not decided in time', 'Nobody decided before the time was over. If you still need it, ask again.');
    case 'approved':
      return said('Agreed to', 'IT has the job of opening it. You will be told when it is open.');
    case 'not-opened':
      return said('It could not be opened', `Why: ${onOneLine(request.reason)}`);
    case 'open':
      return request.from > at
        ? said('Set up', `IT set it up ${saidDateTime(school, request.opened.at)}.`)
        : said('Open', `IT opened it ${saidDateTime(school, request.opened.at)}.`);
    case 'ended':
      return said('Over', `It ended ${saidDateTime(school, endedAt(request))}. IT blocks the site again.`);
    case 'blocked':
      return said('Over', `It ended ${saidDateTime(school, endedAt(request))}, and the site is blocked again.`);
    default:
      return request satisfies never;
  }
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
