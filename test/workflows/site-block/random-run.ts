import fc from 'fast-check';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import type { BlockCommand } from '../../../src/workflows/site-block/command-data.ts';
import type { BlockEvent } from '../../../src/workflows/site-block/events.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import type { BlockState } from '../../../src/workflows/site-block/state.ts';
import { monday } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import {
  actor,
  type BlockOutcome,
  blockReference,
  everyBlockCommand,
  giveBlock,
  someAsk,
  someReport,
} from '../../support/site-block.ts';

/** One command of a run: who gives it, how long after the one before, with what. */
interface Move {
  readonly command: BlockCommand;
  readonly by: Actor;
  readonly after: number;
  readonly data: unknown;
}

/** What one move came to. */
export interface Moved {
  readonly command: BlockCommand;
  readonly by: Actor;
  readonly at: Instant;
  readonly before: BlockState;
  readonly after: BlockState;
  readonly outcome: BlockOutcome;
  readonly events: readonly BlockEvent[];
}

/** Who would usually give a command. */
const usual: Record<BlockCommand, readonly Actor[]> = {
  'site-block/report': [actor.teacher],
  'site-block/ask': [theClock],
  'site-block/open': [actor.dsl, actor.it, actor.governor, actor.teacher],
  'site-block/put-away': [actor.dsl],
  'site-block/blocked': [actor.it, actor.coordinator],
  'site-block/cannot-block': [actor.it],
  'site-block/review': [actor.coordinator, actor.dsl],
  'site-block/lifted': [actor.it, actor.coordinator],
  'site-block/remind-to-block': [theClock],
  'site-block/remind-to-review': [theClock],
  'site-block/morning': [theClock],
  'site-block/look-again': [theClock],
  'site-block/show-again': [theClock],
  'site-block/delivery-note': [theClock],
};

const everybody: readonly Actor[] = [...Object.values(people).map(actorOf), theClock];
const holders = [people.networkManager, people.coordinator, people.deputy, people.dsl, people.head];

/** What a command carries; texts are made by `words`. */
function dataFor(command: BlockCommand, words: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const ask = fc.subarray(holders).map((without) => someAsk({ without }));
  switch (command) {
    case 'site-block/report':
      return aReport(words);
    case 'site-block/ask':
      return ask;
    case 'site-block/open':
      return fc.record({ page: fc.constantFrom('1', '2', '9') });
    case 'site-block/cannot-block':
      return fc.record({ reason: words });
    case 'site-block/review':
      return fc.record({ outcome: fc.constantFrom('keep', 'filter-changed', 'not-needed'), finding: words });
    case 'site-block/show-again':
      return fc.record({
        place: fc.constantFrom('channel:safeguarding', ...Object.values(people).map((one) => `person:${one}`)),
      });
    case 'site-block/delivery-note':
      return fc.record({
        slot: fc.constantFrom(
          'case',
          'receipt',
          'relay:concern:x',
          ...holders.flatMap((one) => [`case:${one}`, `job:${one}`]),
        ),
        outcome: fc.constantFrom('delayed', 'came', 'parked', 'may-be-repeated'),
        code: fc.constant('blocked'),
      });
    case 'site-block/put-away':
    case 'site-block/blocked':
    case 'site-block/lifted':
    case 'site-block/remind-to-block':
    case 'site-block/remind-to-review':
    case 'site-block/morning':
    case 'site-block/look-again':
      return fc.constant({});
    default:
      return command satisfies never;
  }
}

/** A report; every text in it is made by `words`, that of the address too. */
function aReport(words: fc.Arbitrary<string>): fc.Arbitrary<object> {
  return fc
    .record({
      met: fc.constantFrom('accident', 'deliberate', 'check', 'told'),
      what: fc.constantFrom('sexual', 'extremist', 'other'),
      scope: fc.constantFrom('page', 'site'),
      room: words,
      note: words,
      path: words,
    })
    .map(({ path, ...answers }) =>
      someReport({ ...answers, address: `https://unsuitable.example/${encodeURIComponent(path)}` }),
    );
}

/** A run: a report by a teacher or an ask from a concern, and whatever anybody asks of it then. */
export function aBlockRun(words: fc.Arbitrary<string>): fc.Arbitrary<readonly Move[]> {
  const move = (command: BlockCommand): fc.Arbitrary<Move> =>
    fc.record({
      command: fc.constant(command),
      by: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...usual[command]) },
        { weight: 1, arbitrary: fc.constantFrom(...everybody) },
      ),
      after: fc.constantFrom(0, MINUTE, 30 * MINUTE, 26 * HOUR),
      data: dataFor(command, words),
    });
  const first = fc.oneof(move('site-block/report'), move('site-block/ask')).map((one) => ({
    ...one,
    by: one.command === 'site-block/ask' ? theClock : actor.teacher,
  }));
  const rest = fc.array(fc.constantFrom(...everyBlockCommand).chain(move), { maxLength: 30, size: 'max' });
  return fc.tuple(first, rest).map(([begun, more]) => [begun, ...more]);
}

/** Makes the moves one after the other, as the application does. */
export function playBlock(moves: readonly Move[], school: School): readonly Moved[] {
  const played: Moved[] = [];
  let state: BlockState = siteBlock.initial;
  let at = monday;
  for (const { command, by, after, data } of moves) {
    at = later(at, after);
    const before = state;
    const outcome = giveBlock(before, command, data, { at, by, school, reference: blockReference });
    const events =
      outcome.kind === 'malformed' ? [] : outcome.kind === 'refusal' ? (outcome.noted ?? []) : outcome.events;
    for (const event of events) state = siteBlock.evolve(state, { event, at, by });
    played.push({ command, by, at, before, after: state, outcome, events });
  }
  return played;
}
