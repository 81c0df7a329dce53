import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidHost } from '../../domain/site-address.ts';
import { handlersAlone, handlersInChannel } from './access.ts';
import { type CardContext, chatButton } from './buttons.ts';
import type { SiteCommand } from './command-data.ts';
import { endedAt } from './end.ts';
import { refusalFor } from './offers.ts';
import type { SiteRequest } from './state.ts';
import { isPressing } from './timing.ts';
import { isOverdue, saidDecider, saidIt, saidSpan, siteTitle, spanOf } from './words.ts';

const channel = { kind: 'channel', channel: 'safeguarding' } as const;

/** The cards of those who decide: one in the safeguarding channel, and one in the chat of each who is not there. */
export function requestMessages(
  request: SiteRequest,
  of: CardContext,
  /** True where there is something new to decide, so that the cards of those who may stand anew. */
  isNew = false,
): readonly Message[] {
  const alone = handlersAlone(request, of.school).map((person): Message => {
    const may = (command: SiteCommand) => refusalFor(request, command, person, of.school) === undefined;
    const buttons = cardButtons(request).filter(may);
    const decides = buttons.some((command) => command !== 'site-access/open');
    return {
      ...requestCard(request, of, buttons),
      slot: `case:${person}`,
      to: { kind: 'person', person },
      ...(isNew && decides ? { fresh: true } : {}),
    };
  });
  return [channelCard(request, of), ...alone];
}

/** The card in the channel alone. Somebody is only called where a lesson cannot wait. */
export function channelCard(request: SiteRequest, of: CardContext): Message {
  const mentions = request.status === 'asked' ? calledInChannel(request, of) : [];
  return { ...requestCard(request, of, cardButtons(request)), slot: 'case', to: channel, mentions };
}

/** Who is called by name in the channel, where it cannot wait: those who may decide on it now. */
export function calledInChannel(request: SiteRequest, of: CardContext): readonly PersonId[] {
  if (!isPressing(request, of)) return [];
  const command = request.status === 'asked' ? 'site-access/approve' : 'site-access/approve-extension';
  const may = (person: PersonId) => refusalFor(request, command, person, of.school) === undefined;
  return handlersInChannel(request, of.school).filter(may);
}

function requestCard(request: SiteRequest, of: CardContext, buttons: readonly SiteCommand[]) {
  const { school, reference } = of;
  const title = siteTitle(request, of);
  const { from, until } = spanOf(request);
  return {
    card: 'case' as const,
    preview: title,
    data: {
      title,
      attention: isOverdue(request, of.at) && request.status === 'ended',
      facts: [
        { label: 'Site', value: saidHostOf(request) },
        { label: 'When', value: saidSpan(school, from, until) },
        lastFact(request, { school }),
      ],
      buttons: buttons.map((command, index) => chatButton(command, reference, { primary: index === 0 })),
    },
  };
}

/** The host alone: what stands in a page's path may say more than a channel should. */
export function saidHostOf({ file }: SiteRequest): string {
  const { site } = file.requested;
  return site.path === '' ? saidHost(site) : `${saidHost(site)} (one page of it)`;
}

/** The fact that matters most where it stands. */
function lastFact(request: SiteRequest, { school }: Pick<CardContext, 'school'>): { label: string; value: string } {
  switch (request.status) {
    case 'asked': {
      const [first] = request.file.approvals;
      return first === undefined
        ? { label: 'With', value: 'nobody yet' }
        : { label: 'Agreed by', value: `${saidDecider(first.by, school)}; one more has to` };
    }
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'lapsed':
    case 'not-opened':
      return { label: 'Since', value: saidDateTime(school, request.closed.at) };
    case 'approved':
      return { label: 'With', value: saidIt(school) };
    case 'open':
      return request.extension === null
        ? { label: 'Opened', value: saidDateTime(school, request.opened.at) }
        : { label: 'Asked for', value: `until ${saidDateTime(school, request.extension.until)}` };
    case 'ended':
      return { label: 'With', value: `${saidIt(school)} since ${saidDateTime(school, endedAt(request))}` };
    case 'blocked':
      return { label: 'Blocked', value: saidDateTime(school, request.blocked.at) };
    default:
      return request satisfies never;
  }
}

/** What the card offers: the likely next step first. */
function cardButtons(request: SiteRequest): readonly SiteCommand[] {
  if (request.status === 'asked') return ['site-access/approve', 'site-access/decline', 'site-access/open'];
  if (request.status === 'open' && request.extension !== null)
    return ['site-access/approve-extension', 'site-access/decline-extension', 'site-access/open'];
  return ['site-access/open'];
}

/** A line in the thread below the channel's card: who did what, by role and without content. */
export function threadLine(slot: string, text: string, mentions: readonly PersonId[] = []): Message {
  return { slot, to: { kind: 'thread', below: 'case' }, card: 'line', data: { text }, preview: text, mentions };
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}

/** A line never edits another: its slot names the moment, and how far the request had come. */
export function lineSlot({ file }: SiteRequest, what: string, at: string): string {
  return `line:${what}:${at}:${file.steps.length}`;
}
