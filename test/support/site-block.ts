import { expect } from 'vitest';
import type { Decision, DecisionContext, Happened, Refusal } from '../../src/domain/decider.ts';
import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { Json, Message } from '../../src/domain/message.ts';
import { type Actor, actorOf, type PersonId, theClock } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { readSite, type Site } from '../../src/domain/site-address.ts';
import type { BlockCommand } from '../../src/workflows/site-block/command-data.ts';
import type { BlockEvent } from '../../src/workflows/site-block/events.ts';
import { siteBlock } from '../../src/workflows/site-block/index.ts';
import type { Block, BlockState } from '../../src/workflows/site-block/state.ts';
import { monday } from './concern.ts';
import { aSchool, people } from './school.ts';

type History = readonly Happened<BlockEvent>[];

/** The reference of the report that the tests are about. */
export const blockReference = 'B-7K3Q9F';
/** The concern from which others come. */
export const itsConcern = 'C-2H4N8W';

/** Who acts on a report. */
export const actor = {
  teacher: actorOf(people.teacher),
  it: actorOf(people.networkManager),
  coordinator: actorOf(people.coordinator),
  dsl: actorOf(people.dsl),
  governor: actorOf(people.governor),
} as const;

/** A site as somebody writes it. */
export function aSite(address: string): Site {
  const read = readSite(address, 'block');
  if (read.kind === 'problem') throw new Error(`${address} cannot be read: ${read.problem}`);
  return read.site;
}

/** What somebody answers who met something unsuitable by accident. */
export function someReport(overrides: object = {}) {
  return {
    address: 'https://unsuitable.example/fights?clip=7',
    scope: 'page',
    met: 'accident',
    what: 'violent',
    date: '2026-11-23',
    room: '9B, library',
    note: 'It came up under a search for history.',
    ...overrides,
  };
}

/** What those who handle a concern ask for. */
export function someAsk(overrides: object = {}) {
  return {
    site: aSite('https://unsuitable.example/fights?clip=7'),
    concern: itsConcern,
    number: 1,
    askedBy: people.dsl,
    without: [] as readonly PersonId[],
    ...overrides,
  };
}

/** What each command needs, for tests that give every command. */
export const blockData: Record<BlockCommand, object> = {
  'site-block/report': someReport(),
  'site-block/ask': someAsk(),
  'site-block/open': {},
  'site-block/put-away': {},
  'site-block/blocked': {},
  'site-block/cannot-block': { reason: 'The filter has no rule for a page.' },
  'site-block/review': { outcome: 'keep', finding: 'It was not in any list yet.' },
  'site-block/lifted': {},
  'site-block/remind-to-block': {},
  'site-block/remind-to-review': {},
  'site-block/morning': {},
  'site-block/look-again': {},
  'site-block/show-again': { place: 'channel:safeguarding' },
  'site-block/delivery-note': { slot: `job:${people.networkManager}`, outcome: 'parked', code: 'blocked' },
};

export const everyBlockCommand = Object.keys(blockData) as readonly BlockCommand[];

/** One command of a story: by whom, with what besides the usual. */
type Given = readonly [command: BlockCommand, by: Actor, data?: object];

const toStatus: Record<Block['status'], readonly Given[]> = {
  reported: [],
  blocked: [['site-block/blocked', actor.it]],
  lifting: [
    ['site-block/blocked', actor.it],
    ['site-block/review', actor.coordinator, { outcome: 'not-needed' }],
  ],
  closed: [
    ['site-block/blocked', actor.it],
    ['site-block/review', actor.coordinator],
  ],
};

export const everyBlockStatus = Object.keys(toStatus) as readonly Block['status'][];

interface BlockOf {
  readonly school?: School;
  /** What somebody answered; undefined where a concern asked. */
  readonly report?: object;
  /** What a concern asked. */
  readonly ask?: object;
  readonly reporter?: PersonId;
  readonly followedBy?: readonly Given[];
}

/** The history of a report that stands at `status`: made on Monday at 14:05, each step a minute later. */
export function aBlock(status: Block['status'], of: BlockOf = {}): History {
  const { school = aSchool(), followedBy = [] } = of;
  const first: Given =
    of.ask === undefined
      ? ['site-block/report', actorOf(of.reporter ?? people.teacher), of.report ?? {}]
      : ['site-block/ask', theClock, of.ask];
  const all = [first, ...toStatus[status], ...followedBy];
  const history: Happened<BlockEvent>[] = [];
  for (const [minute, [command, usual, data = {}]] of all.entries()) {
    const at = later(monday, minute * MINUTE);
    const by = stepBy(usual, history, school);
    const context = { at, by, school, reference: blockReference };
    const outcome = giveBlock(blockAfter(history), command, { ...blockData[command], ...data }, context);
    if (outcome.kind !== 'decision') throw new Error(`${command} is not taken`);
    history.push(...outcome.events.map((event) => ({ event, at, by })));
  }
  return history;
}

/** Whoever has the part where the usual one may not. */
function stepBy(by: Actor, history: History, school: School): Actor {
  const state = blockAfter(history);
  const without = state.status === 'none' ? [] : state.file.without;
  if (by.kind === 'clock' || !without.includes(by.person)) return by;
  if (by === actor.it) return actorOf(school.roles['network-manager'].delegate);
  const other = [people.dsl, people.deputy, people.coordinator].find((person) => !without.includes(person));
  return other === undefined ? by : actorOf(other);
}

/** What a history comes to. */
export function blockAfter(history: History): BlockState {
  return history.reduce((state, happened) => siteBlock.evolve(state, happened), siteBlock.initial);
}

export type BlockOutcome = Decision<BlockEvent> | Refusal<BlockEvent> | { readonly kind: 'malformed' };

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
export function giveBlock(
  state: BlockState,
  command: BlockCommand,
  data: unknown,
  context: DecisionContext,
): BlockOutcome {
  const refused = siteBlock.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const parsed = siteBlock.commands[command]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return siteBlock.decide(state, { type: command, data: parsed.data as Json }, context);
}

/** Given what happened, when somebody gives a command, then this happens. A minute has passed, unless `at` says else. */
export function givenBlock(history: History = [], school: School = aSchool()) {
  const state = blockAfter(history);
  const last = history.at(-1)?.at;
  const soon = last === undefined ? monday : later(last, MINUTE);
  return {
    state,
    when(command: BlockCommand, by: Actor, data: object = {}, at: Instant = soon) {
      const context = { at, by, school, reference: blockReference };
      const outcome = giveBlock(state, command, { ...blockData[command], ...data }, context);
      const made = outcome.kind === 'decision' ? outcome : undefined;
      const events = made?.events ?? (outcome.kind === 'refusal' ? (outcome.noted ?? []) : []);
      const next: History = [...history, ...events.map((event) => ({ event, at, by }))];
      return {
        outcome,
        events,
        messages: made?.messages ?? [],
        relays: made?.relays ?? [],
        reply: made?.reply,
        history: next,
        state: blockAfter(next),
        thenRefused(code: string) {
          expect(outcome).toMatchObject({ kind: 'refusal', code });
          return this;
        },
        /** The message that fills a slot. */
        message(slot: string): Message | undefined {
          return made?.messages.find((message) => message.slot === slot);
        },
        /** The slots that are filled, in order. */
        get slots() {
          return (made?.messages ?? []).map(({ slot }) => slot);
        },
        /** The words of the lines in the thread. */
        get lines() {
          return (made?.messages ?? []).filter(({ to }) => to.kind === 'thread').map(({ preview }) => preview);
        },
      };
    },
  };
}

/** When the clock gives a command next, if it does. */
export function dueAt(state: BlockState, command: BlockCommand): Instant | undefined {
  return siteBlock.deadlines(state).find((due) => due.command === command)?.at;
}
