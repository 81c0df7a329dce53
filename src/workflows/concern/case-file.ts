import type { CardContent, Reply } from '../../domain/decider.ts';
import { isShown, labelOf, type Question } from '../../domain/form.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { Actor, PersonId } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import { agencyBlocks } from './agencies/words.ts';
import { saidReporter } from './begin/log-words.ts';
import { button } from './buttons.ts';
import type { CardContext } from './card-context.ts';
import { outcomes } from './choices.ts';
import { conductBlocks } from './conduct/words.ts';
import { consultingBlocks } from './consulting/words.ts';
import { deviceBlocks } from './devices/words.ts';
import { evidenceBlocks } from './evidence/words.ts';
import { guidanceBlocks, saidRecords } from './guidance/words.ts';
import { saidStep } from './history-words.ts';
import { usefulOffers } from './offers-shown.ts';
import { casesToOpen, peopleBlocks } from './people/words.ts';
import { policeBlocks } from './police/words.ts';
import { reportQuestions } from './report-questions.ts';
import { saidConfidant, saidRoute } from './routing-words.ts';
import { type Concern, ownerOf } from './state.ts';
import { caseTitle, needsAttention } from './words.ts';

/** How much stands on a page: a case has buttons besides, and Teams takes no more than 24 KB of a card. */
const PAGE = { most: 6_000, each: 230 };

const WHERE = 'Where it stands';

/** So many headings stand on a page. */
const BLOCKS = 20;

/** So many commands stand on the case itself: the likely next step, two more beside it, and four others. */
const ON_THE_CASE = 7;

/** The last page, where the latest steps stand. */
export const LAST_PAGE = Number.MAX_SAFE_INTEGER;

/** The slot of the card that one person's open case fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The whole concern, for a handler who opened it, a page at a time. */
export function caseFile(concern: Concern, person: PersonId, page: number, of: CardContext): Reply {
  const { reference } = of;
  const ahead = guidanceBlocks(concern, of);
  const pages = paginate(caseBlocks(concern, of), { ...PAGE, most: roomBeside(ahead), blocks: BLOCKS - ahead.length });
  const shown = Math.min(page, pages.length);
  const offers = usefulOffers(concern, person, of).slice(0, ON_THE_CASE);
  const turn = (to: number, label: string) => button('concern/open', reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Concern ${reference}`,
    data: {
      title: caseTitle(concern, reference),
      attention: needsAttention(concern),
      caution:
        'Do not view, copy or send any image. If there may be one of a child, secure the device; the police view it.',
      blocks: withAhead(pages[shown - 1] ?? [], ahead, concern).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Earlier')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Later')] : []),
        ...casesToOpen(concern, of).map((other) => button('concern/open', other, { label: `Open ${other}` })),
      ],
      buttons: [
        ...offers.map((command, at) =>
          button(command, reference, { primary: at === 0 && command !== 'concern/reopen' }),
        ),
        button('concern/more', reference),
        button('concern/put-away', reference, { chatOnly: true }),
      ],
      more: [],
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when a case is no longer shown there. */
export function putAway(of: CardContext): CardContent {
  return closedFile(of, `Concern ${of.reference} was shown here and has been put away.`, 'Open again');
}

/** What somebody sees who sent a step again after the case had gone on: reading on is a new opening (R198). */
export function doneBefore(of: CardContext): CardContent {
  return closedFile(of, `That step of concern ${of.reference} was done before.`, 'Open');
}

function closedFile({ reference }: CardContext, text: string, label: string): CardContent {
  return {
    card: 'notice',
    preview: text,
    data: { title: '', lines: [text], buttons: [button('concern/open', reference, { label, opens: true })] },
  };
}

/** How much else stands on a page beside what comes next. */
function roomBeside(ahead: readonly Said[]): number {
  return Math.max(PAGE.most / 2, PAGE.most - JSON.stringify(ahead).length - ahead.length * PAGE.each);
}

/**
 * What comes next stands on every page: above all but where it stands; below the report as long as nobody has taken it,
 * for whoever opens a new case wants to read that first.
 */
function withAhead(page: readonly Said[], ahead: readonly Said[], { status }: Concern): readonly Said[] {
  const above = status === 'new' || status === 'acknowledged' ? [WHERE, ...reportHeadings] : [WHERE];
  const after = page.findIndex(({ heading }) => !above.some((one) => heading.startsWith(one)));
  const at = after === -1 ? page.length : after;
  return [...page.slice(0, at), ...ahead, ...page.slice(at)];
}

function caseBlocks(concern: Concern, of: CardContext): readonly Said[] {
  return [
    { heading: WHERE, text: whereItStands(concern, of).join('\n') },
    ...reportBlocks(concern, of),
    ...[
      policeBlocks,
      agencyBlocks,
      conductBlocks,
      deviceBlocks,
      evidenceBlocks,
      consultingBlocks,
      peopleBlocks,
    ].flatMap((blocks) => blocks(concern, of)),
    ...detailBlocks(concern, of),
    ...concern.file.steps.map((step) => saidStep(concern, step, of)),
  ];
}

function whereItStands(concern: Concern, of: CardContext): readonly string[] {
  const { school, at } = of;
  const { file } = concern;
  const owner = ownerOf(concern);
  const who = (by: Actor) => (by.kind === 'clock' ? 'the bot' : personName(school, by.person));
  const lines = [...saidPlace(concern), ...saidReporter(concern, of)];
  if (concern.status === 'new') lines.push('Not acknowledged yet.');
  else lines.push(`Acknowledged by ${who(concern.acknowledged.by)}, ${saidTime(school, concern.acknowledged.at, at)}.`);
  if (owner !== undefined)
    lines.push(`${concern.status === 'closed' ? 'Handled by' : 'With'} ${personName(school, owner)}.`);
  if (concern.status === 'closed') {
    const { closed } = concern;
    lines.push(
      `Closed by ${who(closed.by)}, ${saidTime(school, closed.at, at)}: ${labelOf(outcomes, closed.outcome)}.`,
    );
  }
  if (isAnyPupilNamed(concern)) lines.push(saidParents(concern, { school, at }));
  if (file.subjects.length > 0)
    lines.push(
      `Kept from ${file.subjects.map((person) => personName(school, person)).join(', ')}: it may be about them.`,
    );
  return [...lines, ...(isRouteUnusual(concern) ? [saidRoute(file.route)] : [])];
}

/** Where the team is wanted, which was called to a device. */
function saidPlace({ file }: Concern): readonly string[] {
  if (file.answers.begunBy !== 'call-team') return [];
  const { room = '' } = file.answers;
  return [room === '' ? 'Called, and nobody said where: ask the reporter.' : `Called to: ${String(room)}.`];
}

/** Whether parents come into it: nobody's where no pupil is named, unless something was recorded of them. */
function isAnyPupilNamed({ file }: Concern): boolean {
  const { names, others } = file.answers;
  return (
    names !== undefined ||
    others !== undefined ||
    file.parents.kind !== 'not-yet' ||
    file.steps.some(({ event }) => event.type === 'PersonAdded' && event.kind === 'pupil')
  );
}

/** Whether it went round somebody, or to somebody who was chosen: whoever opens it should know that first. */
function isRouteUnusual({ file }: Concern): boolean {
  return file.subjects.length > 0 || file.route.people !== undefined;
}

function saidParents({ file }: Concern, { school, at }: Pick<CardContext, 'school' | 'at'>): string {
  const { parents } = file;
  switch (parents.kind) {
    case 'not-yet':
      return 'Parents: not informed yet.';
    case 'informed':
      return `Parents: informed ${saidTime(school, parents.at, at)}.`;
    case 'withheld':
      return parents.isDue === true
        ? `Parents: withheld. The decision was to be reviewed on ${saidDate(school, parents.reviewOn, at)}.`
        : `Parents: withheld, to be reviewed on ${saidDate(school, parents.reviewOn, at)}.`;
    default:
      return parents satisfies never;
  }
}

const first = reportQuestions.filter(({ id }) => ['danger', 'kind', 'about', 'date', 'time'].includes(id));
/** What stands in the register of evidence, where it is kept up to date. */
const inRegister = ['evidence', 'evidenceHolder', 'evidencePlace', 'evidenceSince'];
const long = reportQuestions.filter(
  ({ id, kind }) => ['long-text', 'names'].includes(kind) && !inRegister.includes(id),
);
const headingOf = (question: Question) => question.said ?? question.label;
const reportHeadings = ['The report', ...long.map(headingOf)];

function answered({ file }: Concern): readonly Question[] {
  const { answers } = file;
  // What has been moved since stands in the report as it was.
  const left = file.evidence.reported === null ? inRegister : ['evidence'];
  const isGiven = (one: Question) => isShown(one, answers) && answers[one.id] !== undefined;
  return reportQuestions.filter((one) => isGiven(one) && !left.includes(one.id));
}

/** What it is about in a few lines, then each long answer by itself. */
function reportBlocks(concern: Concern, of: CardContext): readonly Said[] {
  const given = answered(concern);
  const few = given.filter((question) => first.includes(question));
  return [
    { heading: 'The report', text: saidAnswers(few, concern, of).join('\n') },
    ...given
      .filter((question) => long.includes(question))
      .map((question) => ({ heading: headingOf(question), text: saidAnswerTo(question, concern, of) })),
  ];
}

/** The other answers, and by which rules and records it goes. */
function detailBlocks(concern: Concern, of: CardContext): readonly Said[] {
  const rest = answered(concern).filter((question) => !long.includes(question) && !first.includes(question));
  const route = isRouteUnusual(concern) ? [] : [saidRoute(concern.file.route)];
  const lines = [...saidAnswers(rest, concern, of), ...saidRecords(concern), ...route];
  return lines.length === 0 ? [] : [{ heading: 'Details', text: lines.join('\n') }];
}

function saidAnswers(questions: readonly Question[], concern: Concern, of: CardContext): readonly string[] {
  return questions.map((one) => `${headingOf(one)}: ${saidAnswerTo(one, concern, of)}`);
}

function saidAnswerTo(question: Question, { file }: Concern, of: CardContext): string {
  return saidAnswer(question, file.answers[question.id] ?? '', of);
}

function saidAnswer(question: Question, answer: string | readonly string[], { school, at }: CardContext): string {
  const all = typeof answer === 'string' ? [answer] : answer;
  const { choices } = question;
  if (choices !== undefined) return all.map((value) => labelOf(choices, value)).join('; ');
  const text = question.id === 'confidant' ? saidConfidant(all.join(), school) : all.join('; ');
  return question.kind === 'date' ? saidDate(school, text, at) : text;
}
