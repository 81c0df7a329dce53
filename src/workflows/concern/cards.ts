import type { CardContent, Reply } from '../../domain/decider.ts';
import { isShown, labelOf } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Json, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName, roleLabel, roleTelephone, type School } from '../../domain/school.ts';
import { saidDateTime, saidDuration, saidTime } from '../../domain/school-time.ts';
import { handlersOf, saidHandler } from './access.ts';
import { type ConcernCommand, outcomes } from './commands.ts';
import { offered } from './offers.ts';
import { abouts, capacities, reportQuestions } from './report-form.ts';
import { type Concern, ownerOf } from './state.ts';
import { buttonLabel, capital, reporterStatusWords, saidKind, saidStep, saidTeam, statusWords, urgencyWords } from './words.ts';

/** What a card of a concern is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

interface Button {
  readonly [key: string]: Json;
  readonly label: string;
  readonly press: { readonly [key: string]: Json };
  readonly primary: boolean;
  /** Pressing it opens the private surface. */
  readonly opens: boolean;
  /** Of use only where the private surface is a card in the chat. */
  readonly chatOnly: boolean;
}

function button(command: ConcernCommand, reference: string, more: { readonly [key: string]: Json } = {}): Button {
  return {
    label: buttonLabel(command),
    press: { do: command, ref: reference },
    primary: false,
    opens: false,
    chatOnly: false,
    ...more,
  };
}

/** The slot of the card that one person's open case fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The handlers' cards: one in the safeguarding channel, or one in the chat of each who handles it. */
export function caseMessages(concern: Concern, of: CardContext): readonly Message[] {
  const { data, preview } = caseCard(concern, of);
  const mentions = concern.status === 'new' && concern.file.urgency !== 'routine' ? handlersOf(concern, of.school) : [];
  if (concern.file.route.place === 'channel')
    return [{ slot: 'case', to: { kind: 'channel', channel: 'safeguarding' }, card: 'case', data, preview, mentions }];
  return handlersOf(concern, of.school).map((person) => ({
    slot: `case:${person}`,
    to: { kind: 'person', person },
    card: 'case',
    data,
    preview,
  }));
}

function caseCard(concern: Concern, { school, reference, at }: CardContext): CardContent {
  const { file } = concern;
  const owner = ownerOf(concern);
  const urgent = file.urgency !== 'routine';
  const state = statusWords[concern.status];
  const title = ['Concern ' + reference, state, ...(urgent ? [urgencyWords[file.urgency]] : [])].join(' · ');
  const waiting =
    concern.status === 'new'
      ? [{ label: 'Waiting', value: `${saidDuration(file.reportedAt, at)}, since ${saidDateTime(school, file.reportedAt)}` }]
      : [{ label: 'Reported', value: saidDateTime(school, file.reportedAt) }];
  const withWhom =
    owner === undefined
      ? concern.status === 'new' || concern.status === 'acknowledged'
        ? 'nobody yet'
        : 'nobody'
      : saidHandler(concern, { kind: 'person', person: owner }, school);
  const commands: readonly ConcernCommand[] =
    concern.status === 'new'
      ? ['concern/acknowledge', 'concern/open', 'concern/take']
      : concern.status === 'acknowledged'
        ? ['concern/open', 'concern/take']
        : ['concern/open'];
  return {
    card: 'case',
    preview: title,
    data: {
      title,
      attention: concern.status === 'new' && file.urgency === 'immediate',
      facts: [
        { label: 'Kind', value: saidKind(concern) },
        ...waiting,
        ...(concern.status === 'closed'
          ? [{ label: 'Closed', value: saidDateTime(school, concern.closed.at) }]
          : [{ label: 'With', value: withWhom }]),
      ],
      buttons: commands.map((command, index) =>
        button(command, reference, { primary: index === 0, opens: command === 'concern/open' }),
      ),
    },
  };
}

/** A line in the case's thread: who did what, without content. One-to-one cases have no thread. */
export function threadLine(concern: Concern, slot: string, text: string, mentions: readonly PersonId[] = []): readonly Message[] {
  if (concern.file.route.place !== 'channel') return [];
  return [{ slot, to: { kind: 'thread', below: 'case' }, card: 'line', data: { text }, preview: text, mentions }];
}

/** The reporter's receipt, which also shows where their report stands. */
export function receipt(concern: Concern, { school, reference, at }: CardContext): Reply {
  const { file } = concern;
  const team = saidTeam(file.route, school);
  const [firstHandler] = file.route.handlers;
  const telephone = firstHandler === undefined ? school.telephone : roleTelephone(school, firstHandler);
  const lines =
    concern.status === 'new'
      ? [`${team} has it now. You will be told when it is seen.`, `If you are worried before then, ring ${telephone}.`]
      : [`Last change: ${saidTime(school, lastChange(concern), at)}.`, `If you are worried, ring ${telephone}.`];
  return {
    slot: 'receipt',
    card: 'receipt',
    preview: `${reference}: ${reporterStatusWords[concern.status]}`,
    data: {
      title: concern.status === 'new' ? 'Received' : `Your report is ${reporterStatusWords[concern.status]}`,
      reference,
      lines,
      danger:
        file.urgency === 'immediate' && concern.status === 'new'
          ? `A child is in immediate danger: ring 999 if you have not, and tell the ${roleLabel(school, 'dsl')} in person.`
          : '',
    },
  };
}

/** The reporter's receipt as a message that edits the one they have. */
export function receiptMessage(concern: Concern, of: CardContext): Message {
  const { fades: _, ...content } = receipt(concern, of);
  return { ...content, to: { kind: 'person', person: concern.file.reportedBy } };
}

/** A short message to the reporter. */
export function toldReporter(concern: Concern, slot: string, text: string): Message {
  return {
    slot: `told:${slot}`,
    to: { kind: 'person', person: concern.file.reportedBy },
    card: 'line',
    data: { text },
    preview: text,
  };
}

/** The handler's question to the reporter, with the button that answers it. */
export function questionMessage(concern: Concern, number: number, { school, reference, at }: CardContext): Message {
  const question = concern.file.questions.find((candidate) => candidate.number === number);
  const asked = `${saidTeam(concern.file.route, school)} has a question about your report ${reference}`;
  const answered = question?.answer;
  return {
    slot: `question:${number}`,
    to: { kind: 'person', person: concern.file.reportedBy },
    card: 'notice',
    preview: `A question about ${reference}`,
    data:
      answered === undefined
        ? {
            title: asked,
            lines: [question?.text ?? ''],
            buttons: [
              button('concern/answer', reference, {
                primary: true,
                opens: true,
                press: { do: 'concern/answer', ref: reference, with: { number: String(number) } },
              }),
            ],
          }
        : {
            title: `Your answer about ${reference} has joined the case`,
            lines: [`Sent ${saidTime(school, answered.at, at)}.`],
            buttons: [],
          },
  };
}

interface Block {
  readonly [key: string]: Json;
  readonly heading: string;
  readonly text: string;
}

/** About how many characters of content one page of a case shows, so that a card stays far below the chats' limits. */
const PAGE_CHARACTERS = 5_000;

/** The whole concern, for a handler who opened it, a page at a time. */
export function caseFile(concern: Concern, person: PersonId, page: number, of: CardContext): Reply {
  const { school, reference } = of;
  const pages = paginate(caseBlocks(concern, of));
  const at = Math.min(page, pages.length);
  const [first, ...others] = offered(concern, person, school);
  const turn = (to: number, label: string) =>
    button('concern/open', reference, { label, press: { do: 'concern/open', ref: reference, with: { page: String(to) } } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Concern ${reference}`,
    data: {
      title: ['Concern ' + reference, statusWords[concern.status], urgencyWords[concern.file.urgency]].join(' · '),
      attention: concern.status === 'new' && concern.file.urgency === 'immediate',
      caution: 'Do not view, copy or send any image. If there may be one of a child, secure the device; the police view it.',
      blocks: pages[at - 1] ?? [],
      page: pages.length > 1 ? `Page ${at} of ${pages.length}` : '',
      turns: [...(at > 1 ? [turn(at - 1, 'Earlier')] : []), ...(at < pages.length ? [turn(at + 1, 'Later')] : [])],
      buttons: [
        ...(first === undefined ? [] : [button(first, reference, { primary: true })]),
        ...others.slice(0, 2).map((command) => button(command, reference)),
        button('concern/put-away', reference, { chatOnly: true }),
      ],
      more: others.slice(2).map((command) => button(command, reference)),
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when a case is no longer shown there. */
export function putAway({ reference }: CardContext): CardContent {
  const text = `Concern ${reference} was shown here and has been put away.`;
  return {
    card: 'notice',
    preview: text,
    data: { title: '', lines: [text], buttons: [button('concern/open', reference, { label: 'Open again', opens: true })] },
  };
}

function caseBlocks(concern: Concern, of: CardContext): readonly Block[] {
  const { school, at } = of;
  const { file } = concern;
  const owner = ownerOf(concern);
  const standing = [
    `Reported by ${personName(school, file.reportedBy)}, ${saidTime(school, file.reportedAt, at)}.`,
    concern.status === 'new'
      ? 'Not acknowledged yet.'
      : `Acknowledged by ${saidActor(concern.acknowledged, school)}, ${saidTime(school, concern.acknowledged.at, at)}.`,
    ...(owner === undefined ? [] : [`With ${personName(school, owner)}.`]),
    ...(concern.status === 'closed'
      ? [
          `Closed by ${saidActor(concern.closed, school)}, ${saidTime(school, concern.closed.at, at)}: ${labelOf(outcomes, concern.closed.outcome)}.`,
        ]
      : []),
    `Routed by the rule ${file.route.rule} (${file.route.source}).`,
  ];
  return [
    { heading: 'Where it stands', text: standing.join('\n') },
    ...answerBlocks(concern),
    ...(file.people.length === 0
      ? []
      : [
          {
            heading: 'People added',
            text: file.people
              .map((added) => {
                const detail = added.detail === '' ? '' : `, ${added.detail}`;
                const kind = labelOf(personKinds, added.kind);
                return `${added.name}: ${kind}${detail}. ${labelOf(capacities, added.capacity)}`;
              })
              .join('\n'),
          },
        ]),
    { heading: 'Parents', text: saidParents(concern, of) },
    ...file.steps.map((step) => saidStep(concern, step, school)),
  ];
}

const personKinds = [
  { value: 'pupil', label: 'pupil' },
  { value: 'staff', label: 'member of staff' },
  { value: 'adult', label: 'adult' },
];

function saidActor(done: { readonly by: { readonly kind: string; readonly person?: string } }, school: School): string {
  return done.by.person === undefined ? 'the bot' : personName(school, done.by.person);
}

function saidParents(concern: Concern, { school, at }: CardContext): string {
  const { parents } = concern.file;
  switch (parents.kind) {
    case 'not-yet':
      return 'Not informed yet.';
    case 'informed':
      return `Informed, ${saidTime(school, parents.at, at)}.`;
    case 'withheld':
      return `Withheld; to be reviewed on ${parents.reviewOn}.`;
    default:
      return parents satisfies never;
  }
}

/** What the reporter wrote, in the order of the form, long answers by themselves and short ones together. */
function answerBlocks(concern: Concern): readonly Block[] {
  const { answers } = concern.file;
  const given = reportQuestions
    .filter((question) => isShown(question, answers) && answers[question.id] !== undefined)
    .map((question) => {
      const answer = answers[question.id] ?? '';
      const all = typeof answer === 'string' ? [answer] : answer;
      const text = all.map((value) => (question.choices ? labelOf(question.choices, value) : value)).join('; ');
      return { question, text };
    });
  const long = given.filter(({ question }) => question.kind === 'long-text' || question.kind === 'names');
  const short = given.filter((one) => !long.includes(one));
  const about = labelOf(abouts, String(answers.about ?? ''));
  return [
    ...long.map(({ question, text }) => ({ heading: question.label, text })),
    { heading: capital(about), text: short.map(({ question, text }) => `${question.label} ${text}`).join('\n') },
  ];
}

function paginate(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const pages: Block[][] = [[]];
  let room = PAGE_CHARACTERS;
  for (const block of blocks.flatMap(split)) {
    const length = block.heading.length + block.text.length;
    if (length > room && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([]);
      room = PAGE_CHARACTERS;
    }
    pages.at(-1)?.push(block);
    room -= length;
  }
  return pages;
}

/** A block longer than a page becomes several. */
function split(block: Block): readonly Block[] {
  const characters = [...block.text];
  if (characters.length <= PAGE_CHARACTERS) return [block];
  const parts = Math.ceil(characters.length / PAGE_CHARACTERS);
  return Array.from({ length: parts }, (_, part) => ({
    heading: `${block.heading} (${part + 1} of ${parts})`,
    text: characters.slice(part * PAGE_CHARACTERS, (part + 1) * PAGE_CHARACTERS).join(''),
  }));
}

function lastChange(concern: Concern): Instant {
  switch (concern.status) {
    case 'new':
      return concern.file.reportedAt;
    case 'acknowledged':
      return concern.acknowledged.at;
    case 'handled':
      return concern.file.steps.findLast((step) => step.what === 'taken' || step.what === 'handed-over')?.at ?? concern.acknowledged.at;
    case 'closed':
      return concern.closed.at;
    default:
      return concern satisfies never;
  }
}
