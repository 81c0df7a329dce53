import type { CardContent, Reply } from '../../domain/decider.ts';
import { labelOf } from '../../domain/form.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import { saidMarks, saidSite } from '../../domain/site-address.ts';
import { partsOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { contents, meetings } from './choices.ts';
import { saidStep } from './history-words.ts';
import { jobTitle } from './job-card.ts';
import { logLines, logTitle, nameOf } from './log.ts';
import { offered } from './offers.ts';
import { receipt } from './reporter-cards.ts';
import { type Block, reporterOf } from './state.ts';
import { caseTitle, isLeftOpen, saidShortSite } from './words.ts';

/** The slot of the card that one person's open record fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The record as this person may read it, a page at a time: each part they have in it shows them what it needs. */
export function fileCard(block: Block, person: PersonId, page: number, of: CardContext): Reply {
  const { school, reference } = of;
  const pages = paginate(blocksFor(block, person, of));
  const shown = Math.min(page, pages.length);
  const parts = partsOf(block, person, school);
  const [first, ...others] = offered(block, person, school);
  const turn = (to: number, label: string) =>
    button('site-block/open', reference, { label, opens: false }, { page: String(to) });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Unsuitable site ${reference}`,
    data: {
      as: parts.join(' '),
      title: parts.includes('decides') ? caseTitle(block, reference) : `Unsuitable site ${reference}`,
      attention: isLeftOpen(block),
      caution: 'Do not open the address to see what is there.',
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Earlier')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Later')] : []),
      ],
      buttons: [
        ...(first === undefined ? [] : [button(first, reference, { primary: true, opens: false })]),
        ...others.map((command) => button(command, reference, { opens: false })),
        button('site-block/put-away', reference, { chatOnly: true }),
      ],
      more: [],
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when a record is no longer shown there. */
export function putAway(of: CardContext): CardContent {
  return closedFile(of, `The report ${of.reference} was shown here and has been put away.`, 'Open again');
}

/** What somebody sees who sent a step again: reading on is a new opening (R198). */
export function doneBefore(of: CardContext): CardContent {
  return closedFile(of, `That step of the report ${of.reference} was done before.`, 'Open');
}

function closedFile({ reference }: CardContext, text: string, label: string): CardContent {
  const again = button('site-block/open', reference, { label });
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [again] } };
}

function blocksFor(block: Block, person: PersonId, of: CardContext): readonly Said[] {
  const parts = partsOf(block, person, of.school);
  const { site } = block.file;
  // Which page it is may name somebody: the log has it for nobody.
  const isExact = parts.some((part) => part !== 'readsLog' && part !== 'watches');
  const said = [isExact ? saidSite(site) : saidShortSite(block), ...saidMarks(site)].join('\n');
  const all: readonly Said[] = [{ heading: 'The site', text: said }];
  if (parts.includes('decides')) return [...all, ...decidersBlocks(block, of)];
  return [
    ...all,
    ...(parts.includes('carriesOut') ? [{ heading: 'For IT', text: jobTitle(block, of.reference) }] : []),
    ...(parts.includes('readsLog') ? [logBlock(block, of)] : []),
    ...(reporterOf(block) === person ? reportersBlocks(block, of) : []),
  ];
}

/** All of it but the concern that it may come from: who looks at the filter need not handle that. */
function decidersBlocks(block: Block, of: CardContext): readonly Said[] {
  const { school, at } = of;
  const { file } = block;
  const asked = saidTime(school, file.askedAt, at);
  const { failed, review } = file;
  return [
    ...(file.origin.from === 'staff'
      ? saidReport(file.origin, of, `Reported by ${personName(school, file.origin.person)}, ${asked}.`)
      : [{ heading: 'The report', text: `Asked by those who handle a concern, ${asked}.` }]),
    logBlock(block, of),
    ...(failed === null || block.status !== 'reported'
      ? []
      : [{ heading: `IT cannot block it, says ${nameOf(failed.by, school)}`, text: failed.reason }]),
    ...(review === null ? [] : [{ heading: 'What was found', text: review.finding }]),
    ...file.steps.flatMap((step) => saidStep(step, of) ?? []),
  ];
}

/** As it stands in the filtering change log. */
function logBlock(block: Block, of: CardContext): Said {
  return { heading: logTitle(block, of), text: logLines(block, of).join('\n') };
}

function reportersBlocks(block: Block, of: CardContext): readonly Said[] {
  const { origin } = block.file;
  const lines = receipt(block, of).data.lines as readonly string[];
  const state = { heading: 'Where it stands', text: lines.slice(1).join('\n') };
  return origin.from === 'staff' ? [...saidReport(origin, of), state] : [state];
}

type StaffOrigin = Extract<Block['file']['origin'], { from: 'staff' }>;

function saidReport(
  { met, what, date, room, note }: StaffOrigin,
  { school, at }: CardContext,
  ...before: readonly string[]
): readonly Said[] {
  const lines = [
    ...before,
    `How it was met: ${labelOf(meetings, met)}`,
    `What is there: ${labelOf(contents, what)}`,
    `Day: ${saidDate(school, date, at)}`,
    ...(room === '' ? [] : [`Class or room: ${room}`]),
  ];
  return [
    { heading: 'The report', text: lines.join('\n') },
    ...(note === '' ? [] : [{ heading: 'What the co-ordinator should know', text: note }]),
  ];
}
