import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckKind, checkKinds } from '../../../src/domain/filtering.ts';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { type CheckCommand, commandData } from '../../../src/workflows/filtering-check/command-data.ts';
import { latestNext } from '../../../src/workflows/filtering-check/dates.ts';
import type { CheckEvent } from '../../../src/workflows/filtering-check/events.ts';
import { filteringCheck } from '../../../src/workflows/filtering-check/index.ts';
import { type RefusalCode, refusalSentences } from '../../../src/workflows/filtering-check/refusals.ts';
import { type CheckState, lastDate } from '../../../src/workflows/filtering-check/state.ts';
import { dayAfter, inLondon } from '../../support/london-days.ts';
import { people, stranger } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import {
  aCheck,
  aReview,
  aSchoolThatDid,
  aSecurityCheck,
  given,
  type History,
  letPass,
  reference,
  someStandards,
  stateAfter,
} from './a-check.ts';

const DAY = 24 * HOUR;
const everyCommand = Object.keys(commandData) as readonly CheckCommand[];
const actors: readonly Actor[] = [...Object.values(people), stranger].map(actorOf).concat(theClock);
/** Who holds which role changes in a run. */
const schools: readonly School[] = [
  aSchoolOfYears(),
  aSchoolOfYears({ 'network-manager': [people.assistant] }),
  aSchoolOfYears({ 'network-manager': [people.governor], dsl: [people.senco] }),
  aSchoolOfYears({ 'online-safety-governor': [people.otherTeacher], chair: [people.senco] }),
  withTwins(aSchoolOfYears()),
];

/** The same school, where two people have the same name. */
function withTwins(school: School): School {
  const twins = ['j.one@oakfield.example', 'j.two@oakfield.example'];
  return {
    ...school,
    people: [...school.people, ...twins.map((email) => ({ email, name: 'Jo Smith', jobTitle: 'Teacher' }))],
  };
}

interface Move {
  readonly command: CheckCommand;
  readonly by: Actor;
  readonly after: number;
  readonly school: School;
  readonly data: Record<string, unknown>;
  /** Days from today to when it was done, and from then to the next. */
  readonly done: number;
  readonly next: number;
}

const aMove: fc.Arbitrary<Move> = fc.record({
  command: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...everyCommand) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...everyCommand.filter((command) => command.includes('record') || command.includes('open')),
      ),
    },
  ),
  by: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...[people.governor, people.networkManager, people.head].map(actorOf)) },
    { weight: 1, arbitrary: fc.constantFrom(...actors) },
    { weight: 1, arbitrary: fc.constant(theClock) },
  ),
  after: fc.constantFrom(MINUTE, MINUTE, DAY, 8 * DAY, 30 * DAY, 120 * DAY),
  school: fc.constantFrom(...schools),
  data: fc.record({
    place: fc.constantFrom(`person:${people.governor}`, 'person:x'),
    slot: fc.constantFrom(
      `check:${people.governor}`,
      `check:${people.networkManager}`,
      `overdue:${people.chair}`,
      'view:x',
    ),
    outcome: fc.constantFrom('delayed', 'came', 'parked', 'may-be-repeated'),
    code: fc.constant('no-address'),
    kind: fc.constantFrom(...checkKinds),
    page: fc.constantFrom('1', '2', '9'),
    tookPart: fc.constantFrom(
      aReview.tookPart,
      [people.chair, people.networkManager],
      [people.governor],
      [people.governor, people.head],
      [people.networkManager, people.head],
      [people.teacher],
    ),
    'who-review': fc.constantFrom(people.head, stranger, 'Jo Smith'),
  }),
  done: fc.constantFrom(1, 0, 0, 0, -1, -40, -500),
  next: fc.constantFrom(-1, 0, 1, 30, 360, 365, 400),
});

function dataFor({ command, data, done, next }: Move, at: Instant): object {
  const date = dayAfter(inLondon(at).date, done);
  const dates = { date, next: dayAfter(date, next) };
  const whole = { 'filtering-check/record-review': aReview, 'filtering-check/record-security': aSecurityCheck };
  return { ...someStandards, ...(whole[command as keyof typeof whole] ?? {}), ...data, ...dates };
}

/** Makes the moves one after the other; between them the clock gives every deadline in its time. */
function play(kind: CheckKind, moves: readonly Move[]) {
  let history: History = aCheck(kind, aSchoolThatDid(kind, '2026-03-01'));
  const played: {
    before: CheckState;
    after: CheckState;
    step: ReturnType<ReturnType<typeof given>['when']>;
    at: Instant;
  }[] = [];
  for (const move of moves) {
    const at = later(history.at(-1)?.at ?? '', move.after);
    const passed = letPass(history, at, move.school);
    history = passed.history;
    const now = history.at(-1)?.at ?? at;
    const before = stateAfter(history);
    const step = given(history, move.school).when(
      move.command,
      move.by,
      dataFor(move, at),
      now > at ? later(now, 1) : at,
    );
    played.push({ before, after: step.state, step, at });
    history = step.history;
  }
  return { history, played, state: stateAfter(history) };
}

const runs = fc.tuple(fc.constantFrom(...checkKinds), fc.array(aMove, { minLength: 1, maxLength: 12, size: 'max' }));
const numRuns = 50;

function inJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

describe('[R133] [R134] [R138] any sequence of commands by anybody, over years', () => {
  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        const { history, played } = play(kind, moves);
        for (const { event } of history) reached.add(event.type);
        for (const { after, step } of played) {
          reached.add(after.status);
          if (step.code !== undefined) reached.add(step.code);
        }
      }),
      // Always the same runs, for a rare thing may not happen in others.
      { numRuns: 350, seed: 20_261_123 },
    );
    const events: readonly CheckEvent['type'][] = [
      'CheckBegun',
      'CheckAnnounced',
      'CheckCameDue',
      'CheckRanOver',
      'CheckReminded',
      'CheckRecorded',
      'CardParked',
    ];
    const codes = Object.keys(refusalSentences) as readonly RefusalCode[];
    expect(reached).toEqual(new Set([...events, ...codes, 'scheduled', 'due', 'overdue']));
  });

  it('never leaves a check without a next date, nor one that nobody will be asked for', () => {
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        for (const { after, at } of play(kind, moves).played) {
          if (after.status === 'none') throw new Error('a check is never gone');
          const deadlines = filteringCheck.deadlines(after);
          expect(deadlines.length).toBeGreaterThan(0);
          const { next } = after.file;
          expect(next.on <= latestNext(kind, lastDate(after))).toBe(true);
          // What is to come is said on its day; what has come is asked for again within ten weeks, holidays and all.
          if (after.status === 'scheduled') expect(deadlines.some((one) => one.at === next.dueAt)).toBe(true);
          else expect(after.remindAt < later(at, 70 * DAY)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  it('is asked for when it is due, whatever happened before: no check is forgotten', () => {
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        const { history, state } = play(kind, moves);
        if (state.status === 'none') throw new Error('a check is never gone');
        const from = history.at(-1)?.at ?? '';
        const due = state.file.next.dueAt > from ? state.file.next.dueAt : from;
        const passed = letPass(history, later(due, 71 * DAY));
        const asked = passed.steps.flatMap(({ slots }) => slots);
        expect(asked.some((slot) => slot.startsWith('check:'))).toBe(true);
        expect(passed.state.status).toBe('overdue');
      }),
      { numRuns },
    );
  });

  it('folds, and its events replayed from nothing and after JSON are the state it came to', () => {
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        const { history, state } = play(kind, moves);
        expect(
          stateAfter(history.map((one) => ({ ...one, event: filteringCheck.event.parse(inJson(one.event)) }))),
        ).toEqual(state);
        expect(filteringCheck.state.parse(inJson(state))).toEqual(state);
      }),
      { numRuns },
    );
  });

  it('keeps every recording, and changes nothing when it refuses', () => {
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        const { history, played, state } = play(kind, moves);
        if (state.status === 'none') throw new Error('a check is never gone');
        const recorded = history.filter(({ event }) => event.type === 'CheckRecorded').length;
        expect(state.file.recordings.length + state.file.earlier).toBe(recorded);
        for (const { before, after, step } of played) {
          if (step.outcome.kind !== 'decision') expect(after).toEqual(before);
          expect(step.sentence === '').toBe(step.code === undefined);
        }
      }),
      { numRuns },
    );
  });

  it('never has two messages of one decision in one slot, and calls nobody in a channel or by name', () => {
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        const { history, played } = play(kind, moves);
        for (const { slots, messages } of [
          ...played.map(({ step }) => step),
          ...letPass(history, later(history.at(-1)?.at ?? '', 400 * DAY)).steps,
        ]) {
          expect(new Set(slots).size).toBe(slots.length);
          for (const { to, preview } of messages) {
            expect(to.kind).toBe('person');
            expect(preview).not.toMatch(/Donnellan|Brandt|Tanaka|Elstow|Rahimi|Dhanda|@/);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is decided the same each time', () => {
    fc.assert(
      fc.property(runs, ([kind, moves]) => {
        expect(play(kind, moves)).toEqual(play(kind, moves));
      }),
      { numRuns: 10 },
    );
  });
});

describe('a damaged history', () => {
  const [begun] = aCheck('security-check');
  const at = '2026-12-01T10:00:00.000Z';
  const shown: string[] = [];
  const later_ = { remindAt: at, shown };
  const next = { on: '2027-01-01', dueAt: at, noticeAt: null };
  const kind = 'filtering-review' as const;
  const review = { kind, date: '2026-11-23', tookPart: [], findings: '', actions: '' };

  it.each<readonly [string, History, CheckEvent]>([
    ['begins with something else', [], { type: 'CheckAnnounced', shown }],
    ['begins twice', begun === undefined ? [] : [begun], begun?.event ?? { type: 'CheckAnnounced', shown }],
    ['runs over before it is due', begun === undefined ? [] : [begun], { type: 'CheckRanOver', ...later_ }],
    ['is asked for again before it is due', begun === undefined ? [] : [begun], { type: 'CheckReminded', ...later_ }],
    [
      'is recorded as another check',
      begun === undefined ? [] : [begun],
      { type: 'CheckRecorded', recorded: review, next },
    ],
    [
      'comes due twice',
      [...aCheck('security-check'), { event: { type: 'CheckCameDue', overdueAt: at, ...later_ }, at, by: theClock }],
      { type: 'CheckCameDue', overdueAt: at, ...later_ },
    ],
    [
      'is announced when it is due',
      [...aCheck('security-check'), { event: { type: 'CheckCameDue', overdueAt: at, ...later_ }, at, by: theClock }],
      { type: 'CheckAnnounced', shown },
    ],
  ])('that %s is never read as a check', (_how, history, event) => {
    expect(reference).toMatch(/^F-/);
    expect(() => filteringCheck.evolve(stateAfter(history), { event, at, by: theClock })).toThrow();
  });
});
