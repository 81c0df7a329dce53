import fc from 'fast-check';
import type { Decision, Refusal } from '../../../src/domain/decider.ts';
import type { Answers, Question } from '../../../src/domain/form.ts';
import { isShown } from '../../../src/domain/form.ts';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { handlersOf } from '../../../src/workflows/concern/access.ts';
import type { ConcernCommand } from '../../../src/workflows/concern/command-data.ts';
import { commandRules } from '../../../src/workflows/concern/command-rules.ts';
import type { ConcernEvent } from '../../../src/workflows/concern/events.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { reportQuestions } from '../../../src/workflows/concern/report-questions.ts';
import type { ConcernState } from '../../../src/workflows/concern/state.ts';
import { everyCommand, give, monday, reference, sampleData } from '../../support/concern.ts';
import { people } from '../../support/school.ts';

/** One command of a run: who gives it, when, with what. */
export interface Move {
  readonly command: ConcernCommand;
  readonly who: Who;
  /** How long after the move before, in milliseconds. */
  readonly after: number;
  readonly data: unknown;
}

/** What one move came to. */
export interface Moved {
  readonly command: ConcernCommand;
  readonly by: Actor;
  readonly at: Instant;
  readonly before: ConcernState;
  readonly after: ConcernState;
  readonly outcome: Decision<ConcernEvent> | Refusal<ConcernEvent> | { readonly kind: 'malformed' };
  readonly events: readonly ConcernEvent[];
}

/** The names that people write into reports about staff: some of them name a handler. */
const staffNames = [
  'Callum Farrow',
  'Mrs Elstow',
  'the DSL',
  'Mr Okonjo',
  'Gurpreet Dhanda',
  'P. Donnellan',
  'Amara Osei',
];

/** Everybody who might press something, and the clock. */
const actors: readonly Actor[] = [...Object.values(people).map(actorOf), theClock];

/** Answers to a report that pass its form; every text of somebody's own is made by `words`. */
function someReport(words: fc.Arbitrary<string>): fc.Arbitrary<Answers> {
  const answerTo = (question: Question): fc.Arbitrary<string | readonly string[]> => {
    const values = question.choices?.map(({ value }) => value) ?? [];
    if (question.kind === 'choices') return fc.subarray(values, { minLength: 1 });
    if (values.length > 0) return fc.constantFrom(...values);
    if (question.kind === 'date') return fc.constant('2026-11-20');
    if (question.kind === 'time') return fc.constant('10:15');
    if (question.id === 'adultNames')
      return fc.tuple(fc.constantFrom(...staffNames), words).map((parts) => parts.join(' '));
    return words;
  };
  const every = fc.record(Object.fromEntries(reportQuestions.map((question) => [question.id, answerTo(question)])));
  const skipped = fc.uniqueArray(
    fc.constantFrom(...reportQuestions.filter((one) => one.required !== true).map(({ id }) => id)),
  );
  return fc
    .tuple(every, skipped)
    .map(([answers, leaveOut]) =>
      Object.fromEntries(
        reportQuestions
          .filter((question) => isShown(question, answers) && !leaveOut.includes(question.id))
          .map((question) => [question.id, answers[question.id] ?? '']),
      ),
    );
}

/** What a command carries; texts are made by `words`. */
function dataFor(command: ConcernCommand, words: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const number = fc.constantFrom(1, 1, 2, 3);
  const day = fc.constantFrom('2026-11-23', '2026-11-30', '2026-12-04');
  const time = fc.constantFrom('00:00', '09:30', '14:04');
  const method = fc.constantFrom('telephone', 'in-person', 'letter');
  switch (command) {
    case 'concern/report':
      return someReport(words);
    case 'concern/open':
      return fc.record({ page: fc.constantFrom('1', '2', '9') });
    case 'concern/hand-over':
      return fc.record({
        to: fc.constantFrom(people.dsl, people.deputy, people.dsl, people.deputy, ...Object.values(people)),
        reason: words,
      });
    case 'concern/note':
    case 'concern/ask':
      return fc.record({ text: words });
    case 'concern/answer':
      return fc.record({ number, text: words });
    case 'concern/question':
    case 'concern/referral-check':
      return fc.record({ number });
    case 'concern/add-person':
      return fc.record({
        name: fc.tuple(fc.constantFrom('Kit Marsh', ...staffNames), words).map((parts) => parts.join(' ')),
        kind: fc.constantFrom('pupil', 'staff', 'adult'),
        capacity: fc.constantFrom('victim', 'instigator', 'witness', 'not-known'),
        detail: words,
      });
    case 'concern/record-action':
      return fc.record({ action: words, reason: words });
    case 'concern/refer':
      return fc.record({
        agency: fc.constantFrom('police', 'lado', 'social-care', 'nowhere'),
        contact: words,
        date: day,
        time,
        method,
        agencyReference: words,
        outcome: words,
        nextCheck: fc.oneof(day, fc.constant('')),
      });
    case 'concern/inform-parents':
      return fc.record({ date: day, time, method, said: words });
    case 'concern/withhold-from-parents':
      return fc.record({ reason: words, reviewOn: day });
    case 'concern/block-site':
      return fc.record({
        address: fc.constantFrom('unsuitable.example', 'unsuitable.example/page?v=1'),
        scope: fc.constantFrom('page', 'site'),
      });
    case 'concern/site-blocked':
      return fc.record({
        number,
        outcome: fc.constantFrom('blocked', 'cannot', 'lifted'),
        record: fc.constant('B-7K3Q9F'),
      });
    case 'concern/close':
      return fc.record({ outcome: fc.constantFrom('supported', 'resolved', 'no-further-action'), reason: words });
    case 'concern/reopen':
      return fc.record({ reason: words });
    case 'concern/show-again':
      return fc.record({
        place: fc.constantFrom('channel:safeguarding', ...Object.values(people).map((one) => `person:${one}`)),
      });
    case 'concern/delivery-note':
      return fc.record({
        slot: fc.constantFrom(
          'case',
          'receipt',
          'question:1',
          'relay:block:1',
          ...Object.values(people).flatMap((one) => [`case:${one}`, `parked:case:${one}`]),
        ),
        outcome: fc.constantFrom('delayed', 'came', 'parked', 'may-be-repeated'),
        code: fc.constant('blocked'),
      });
    case 'concern/put-away':
    case 'concern/acknowledge':
    case 'concern/take':
    case 'concern/remind':
    case 'concern/parents-review':
      return fc.constant({});
    default:
      return fc.constant(sampleData[command]);
  }
}

/** Somebody in particular, or whoever handles the concern by then: the first of them, the second, and so on. */
type Who = Actor | { readonly kind: 'handler'; readonly nth: number };

const leaders: readonly Who[] = [people.head, people.chair].map(actorOf);

/** Who gives a command: more often than not somebody who may. */
function someone(command: ConcernCommand): fc.Arbitrary<Who> {
  const handlers: readonly Who[] = [0, 1].map((nth) => ({ kind: 'handler', nth }));
  const { who } = commandRules[command];
  const likelyFor = {
    handler: handlers,
    reporter: [actorOf(people.teacher)],
    leader: leaders,
    consulted: [actorOf(people.senco)],
  };
  const likely = who === 'clock' ? [theClock] : who === 'anybody' ? actors : who.flatMap((part) => likelyFor[part]);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...likely) },
    { weight: 1, arbitrary: fc.constantFrom(...actors) },
  );
}

function actorFor(who: Who, state: ConcernState, school: School): Actor {
  if (who.kind !== 'handler') return who;
  const handlers = state.status === 'none' ? [] : handlersOf(state, school);
  return actorOf(handlers[who.nth % handlers.length] ?? people.dsl);
}

function aMove(words: fc.Arbitrary<string>): fc.Arbitrary<Move> {
  const after = fc.constantFrom(0, MINUTE, 30 * MINUTE, 9 * 24 * HOUR);
  return fc
    .constantFrom(...everyCommand)
    .chain((command) =>
      fc.record({ command: fc.constant(command), who: someone(command), after, data: dataFor(command, words) }),
    );
}

/** A run: a report by a teacher, and whatever anybody asks of it then. */
export function aRun(words: fc.Arbitrary<string>, most = 40): fc.Arbitrary<readonly Move[]> {
  const report = someReport(words).map(
    (data): Move => ({ command: 'concern/report', who: actorOf(people.teacher), after: 0, data }),
  );
  const moves = fc.array(aMove(words), { maxLength: most, size: 'max' });
  return fc.tuple(report, moves).map(([first, more]) => [first, ...more]);
}

/** Makes the moves one after the other, as the application does. */
export function play(moves: readonly Move[], school: School): readonly Moved[] {
  const played: Moved[] = [];
  let state: ConcernState = concern.initial;
  let at = monday;
  for (const { command, who, after, data } of moves) {
    at = later(at, after);
    const before = state;
    const by = actorFor(who, before, school);
    const outcome = give(before, command, data, { at, by, school, reference });
    const events =
      outcome.kind === 'malformed' ? [] : outcome.kind === 'refusal' ? (outcome.noted ?? []) : outcome.events;
    for (const event of events) state = concern.evolve(state, { event, at, by });
    played.push({ command, by, at, before, after: state, outcome, events });
  }
  return played;
}
