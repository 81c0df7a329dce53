import type { CardContent, Reply } from '../../domain/decider.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidMarks, saidSite } from '../../domain/site-address.ts';
import { type Standing, standingsOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { SiteCommand } from './command-data.ts';
import { endedAt } from './end.ts';
import { saidStep } from './history-words.ts';
import { isJob, jobFacts } from './job-card.ts';
import { logLines, logTitle } from './log.ts';
import { offered } from './offers.ts';
import { saidHostOf } from './request-card.ts';
import { chosenLines, ruleLines, saidScope } from './request-words.ts';
import { receipt } from './requester-cards.ts';
import type { SiteRequest, Step } from './state.ts';
import { isOverdue, saidSource, saidSpan, siteTitle, spanOf } from './words.ts';

/** The last page, where the latest steps stand. */
export const LAST_PAGE = Number.MAX_SAFE_INTEGER;

/** The slot of the card that one person's open request fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** As much of a request as this person may see, a page at a time. Undefined for somebody who may see nothing. */
export function fileView(request: SiteRequest, person: PersonId, page: number, of: CardContext): Reply | undefined {
  const { school, reference } = of;
  const [standing] = standingsOf(request, person, school);
  if (standing === undefined) return undefined;
  const pages = paginate(blocksFor(standing, request, of));
  const shown = Math.min(page, pages.length);
  const [first, ...others] = offered(request, person, school).map((command) => button(command, reference));
  const turn = (to: number, label: string) =>
    button('site-access/open', reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Site request ${reference}`,
    data: {
      /** As what they see it; no chat shows this. */
      as: standing,
      title: siteTitle(request, of),
      attention: isOverdue(request, of.at),
      caution: cautionFor(standing, request),
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Earlier')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Later')] : []),
      ],
      buttons: [
        ...(first === undefined ? [] : [{ ...first, primary: isLikely(first) }]),
        ...others.slice(0, 2),
        button('site-access/put-away', reference, { chatOnly: true }),
      ],
      more: others.slice(2),
    },
    fades: putAway(of),
  };
}

/** Whoever decides does not usually take away what was agreed to. */
function isLikely({ press }: Button): boolean {
  return press.do !== ('site-access/end-now' satisfies SiteCommand);
}

/** What stands in the chat when a request is no longer shown there. */
export function putAway(of: CardContext): CardContent {
  return closedFile(of, `Site request ${of.reference} was shown here and has been put away.`, 'Open again');
}

/** What somebody sees who sent a step again after the request had gone on: reading on is a new opening. */
export function doneBefore(of: CardContext): CardContent {
  return closedFile(of, `That step of site request ${of.reference} was done before.`, 'Open');
}

function closedFile({ reference }: CardContext, text: string, label: string): CardContent {
  return {
    card: 'notice',
    preview: text,
    data: { title: '', lines: [text], buttons: [button('site-access/open', reference, { label, opens: true })] },
  };
}

function cautionFor(standing: Standing, request: SiteRequest): string {
  switch (standing) {
    case 'handler':
      if (!isToDecide(request)) return 'That you opened this stands on its record.';
      return request.file.requested.site.marks.length > 0
        ? 'Something about this address stands out. Read it before you agree.'
        : 'Agree to what pupils need, for as long as they need it.';
    case 'requester':
      return 'Say so as soon as it is not needed any more.';
    case 'it':
      return 'The bot changes no filter: you do.';
    case 'log-reader':
      return 'From the filtering change log.';
    default:
      return standing satisfies never;
  }
}

/** Whether somebody is asked to agree to something. */
function isToDecide(request: SiteRequest): boolean {
  return request.status === 'asked' || (request.status === 'open' && request.extension !== null);
}

function blocksFor(standing: Standing, request: SiteRequest, of: CardContext): readonly Said[] {
  switch (standing) {
    case 'handler':
      return [
        siteBlock(request, of),
        ...requestBlocks(request, of),
        ruleBlock(request, of),
        ...request.file.steps.flatMap((step) => saidStep(atItsEnd(step, request), of)),
      ];
    case 'requester':
      return [
        siteBlock(request, of),
        { heading: 'Where it stands', text: [...linesOf(receipt(request, of))].slice(1).join('\n') },
        ...requestBlocks(request, of),
      ];
    case 'it':
      return isJob(request)
        ? jobFacts(request, of.school).map(({ label, value }) => ({ heading: label, text: value }))
        : [];
    case 'log-reader':
      return [
        { heading: 'Site', text: saidHostOf(request) },
        { heading: logTitle(request, of), text: logLines(request, of).join('\n') },
      ];
    default:
      return standing satisfies never;
  }
}

function linesOf({ data }: Reply): readonly string[] {
  return Array.isArray(data.lines) ? data.lines.map(String) : [];
}

/** Exactly what would be opened, and what stands out about it. */
function siteBlock(request: SiteRequest, { school }: CardContext): Said {
  const { site } = request.file.requested;
  const { from, until } = spanOf(request);
  return {
    heading: 'What is to be opened',
    text: [saidSite(site), saidScope(request.file), ...saidMarks(site), `When: ${saidSpan(school, from, until)}`].join(
      '\n',
    ),
  };
}

/** The access was over at its end, however late that was noticed. */
function atItsEnd(step: Step, request: SiteRequest): Step {
  const isOver = request.status === 'ended' || request.status === 'blocked';
  return isOver && step.event.type === 'AccessEnded' ? { ...step, at: endedAt(request) } : step;
}

/** What whoever asked chose, and what they wrote: each text under a heading of its own, so that it can be no other. */
function requestBlocks({ file }: SiteRequest, of: CardContext): readonly Said[] {
  const { group, purpose } = file.requested;
  const chosen = [...chosenLines(file, of), 'Looked at beforehand by whoever asks: yes'];
  return [
    { heading: 'The request', text: chosen.join('\n') },
    { heading: 'Class or group', text: group },
    { heading: 'What pupils learn with it', text: purpose },
  ];
}

/** How many have to agree and by which rule, with where that stands. */
function ruleBlock({ file }: SiteRequest, { school }: CardContext): Said {
  const lines = [...ruleLines(file.ruling, file, school), `Source: ${saidSource(file.ruling.rule.source)}`];
  return { heading: 'The rule', text: lines.join('\n') };
}
