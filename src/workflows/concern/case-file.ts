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
  const pages = paginate(caseBlocks(concern, of), PAGE);
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
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Earlier')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Later')] : []),
        ...casesToOpen(concern, of).map((other) => button('concern/open', other, { label: `Open ${other}` })),
      ],
      buttons: [
        ...offers.map((command, at) => button(command, reference, { primary: at === 0 })),
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

function caseBlocks(concern: Concern, of: CardContext): readonly Said[] {
  return [
    { heading: 'Where it stands', text: whereItStands(concern, of).join('\n') },
    ...[
      guidanceBlocks,
      policeBlocks,
      agencyBlocks,
      conductBlocks,
      deviceBlocks,
      evidenceBlocks,
      consultingBlocks,
      peopleBlocks,
    ].flatMap((blocks) => blocks(concern, of)),
    ...answerBlocks(concern, of),
    ...concern.file.steps.map((step) => saidStep(concern, step, of)),
  ];
}

function whereItStands(concern: Concern, of: CardContext): readonly string[] {
  const { school, at } = of;
  const { file } = concern;
  const owner = ownerOf(concern);
  const who = (by: Actor) => (by.kind === 'clock' ? 'the bot' : personName(school, by.person));
  const lines = [...saidReporter(concern, of)];
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
  lines.push(saidParents(concern, { school, at }));
  if (file.subjects.length > 0)
    lines.push(
      `Kept from ${file.subjects.map((person) => personName(school, person)).join(', ')}: it may be about them.`,
    );
  return [...lines, ...saidRecords(concern), saidRoute(file.route)];
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

/** What it is about in a few lines, then each long answer by itself, then the other short ones. */
function answerBlocks({ file }: Concern, of: CardContext): readonly Said[] {
  const { answers } = file;
  const given = reportQuestions.filter((one) => isShown(one, answers) && answers[one.id] !== undefined);
  const said = (question: Question) => saidAnswer(question, answers[question.id] ?? '', of);
  const long = given.filter((question) => question.kind === 'long-text' || question.kind === 'names');
  const first = given.filter((question) => ['danger', 'kind', 'about', 'date', 'time'].includes(question.id));
  const rest = given.filter((question) => !long.includes(question) && !first.includes(question));
  const lines = (questions: readonly Question[]) =>
    questions.map((one) => `${one.said ?? one.label}: ${said(one)}`).join('\n');
  return [
    { heading: 'The report', text: lines(first) },
    ...long.map((question) => ({ heading: question.said ?? question.label, text: said(question) })),
    ...(rest.length === 0 ? [] : [{ heading: 'Details', text: lines(rest) }]),
  ];
}

function saidAnswer(question: Question, answer: string | readonly string[], { school, at }: CardContext): string {
  const all = typeof answer === 'string' ? [answer] : answer;
  const { choices } = question;
  if (choices !== undefined) return all.map((value) => labelOf(choices, value)).join('; ');
  const text = question.id === 'confidant' ? saidConfidant(all.join(), school) : all.join('; ');
  return question.kind === 'date' ? saidDate(school, text, at) : text;
}
