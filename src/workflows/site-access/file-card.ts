import type { CardContent, Reply } from '../../domain/decider.ts';
import { labelOf } from '../../domain/form.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import { saidMarks, saidSite } from '../../domain/site-address.ts';
import { type Standing, standingsOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { SiteCommand } from './command-data.ts';
import { saidStep } from './history-words.ts';
import { isJob, jobFacts } from './job-card.ts';
import { logLines, logTitle } from './log.ts';
import { offered } from './offers.ts';
import { receipt } from './requester-cards.ts';
import { categoryChoices } from './site-rules.ts';
import type { SiteRequest } from './state.ts';
import { isOverdue, saidSpan, siteTitle, spanOf, useChoices } from './words.ts';

/** The last page, where the latest steps stand. */
export const LAST_PAGE = Number.MAX_SAFE_INTEGER;

/** What ending it is called to whoever decides. */
const END_NOW = 'End it now';

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
  const [first, ...others] = offered(request, person, school).map((command) =>
    fileButton(request, command, person, of),
  );
  const turn = (to: number, label: string) =>
    button('site-access/open', reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Site request ${reference}`,
    data: {
      title: siteTitle(request, reference),
      attention: isOverdue(request),
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

function fileButton(request: SiteRequest, command: SiteCommand, person: PersonId, { reference }: CardContext) {
  const isTheirs = command !== 'site-access/end' || request.file.requestedBy === person;
  return button(command, reference, isTheirs ? {} : { label: END_NOW });
}

/** Whoever decides does not usually take away what was agreed to. */
function isLikely({ label }: Button): boolean {
  return label !== END_NOW;
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

function blocksFor(standing: Standing, request: SiteRequest, of: CardContext): readonly Said[] {
  switch (standing) {
    case 'handler':
      return [
        siteBlock(request, of),
        requestBlock(request, of),
        { heading: 'What pupils learn with it', text: request.file.requested.purpose },
        ruleBlock(request, of),
        ...request.file.steps.map((step) => saidStep(step, of)),
      ];
    case 'requester':
      return [
        siteBlock(request, of),
        { heading: 'Where it stands', text: [...linesOf(receipt(request, of))].slice(1).join('\n') },
        requestBlock(request, of),
        { heading: 'What pupils learn with it', text: request.file.requested.purpose },
      ];
    case 'it':
      return isJob(request)
        ? jobFacts(request, of.school).map(({ label, value }) => ({ heading: label, text: value }))
        : [];
    case 'log-reader':
      return [
        { heading: 'Site', text: saidSite(request.file.requested.site) },
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
    text: [
      saidSite(site),
      site.path === '' ? 'The whole site.' : 'This page alone.',
      ...saidMarks(site),
      `When: ${saidSpan(school, from, until)}`,
    ].join('\n'),
  };
}

function requestBlock({ file }: SiteRequest, { school, at }: CardContext): Said {
  const { kind, use, group, supervisor } = file.requested;
  return {
    heading: 'The request',
    text: [
      `Asked by ${personName(school, file.requestedBy)}, ${saidTime(school, file.requestedAt, at)}`,
      `Class or group: ${group}`,
      `Supervised by: ${personName(school, supervisor)}`,
      `Kind of site: ${labelOf(categoryChoices, kind)}`,
      `Pupils: ${labelOf(useChoices, use).toLowerCase()}`,
      'Looked at beforehand by whoever asks: yes',
    ].join('\n'),
  };
}

/** How many have to agree and by which rule, with where that stands. */
function ruleBlock({ file }: SiteRequest, { school }: CardContext): Said {
  const { opening, category, rule, bySchool } = file.ruling;
  const howMany: Record<typeof opening, string> = {
    'one-approval': 'One has to agree.',
    'two-approvals': 'Two have to agree.',
    never: 'It is not opened.',
  };
  return {
    heading: 'The rule',
    text: [
      `${howMany[opening]} ${rule.why}`,
      ...(category === file.requested.kind ? [] : [`It is known as: ${labelOf(categoryChoices, category)}`]),
      ...(bySchool === undefined
        ? []
        : [`Decided at your school by ${personName(school, bySchool.author)}, ${bySchool.date}: ${bySchool.reason}`]),
      `Rule "${rule.id}", ${rule.source}`,
    ].join('\n'),
  };
}
