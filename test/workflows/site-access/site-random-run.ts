import fc from 'fast-check';
import { HOUR, type Instant, MINUTE } from '../../../src/domain/instant.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import { fromLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { siteForNobody, siteForTwo } from '../../support/school-years.ts';
import { type RequestPick, schools } from './site-ask.ts';

const DAY = 24 * HOUR;
/** Whoever the request is of. */
export const whoAsked = 'who asked';

/** One command of a run: who gives it, how long after the one before, with what. */
interface Move {
  readonly command: string;
  readonly who: PersonId | typeof whoAsked;
  readonly wait: Wait;
  /** How late the clock is with everything, in milliseconds. */
  readonly lateMs: number;
  /** From now on the school is this one. */
  readonly school: number | undefined;
  /** Chooses among what may be put in. */
  readonly pick: number;
}

/** So long; or until a while before or after what the clock is to do next, or before or after the end. */
type Wait = number | { readonly aroundEnd: number };

export interface Run {
  readonly begins: Instant;
  readonly request: RequestPick;
  readonly moves: readonly Move[];
}

const commands = [
  'approve',
  'approve',
  'approve',
  'opened',
  'opened',
  'extend',
  'approve-extension',
  'approve-extension',
  'decline-extension',
  'end',
  'end-now',
  'blocked-again',
  'blocked-again',
  'cannot-block',
  'cannot-open',
  'decline',
  'withdraw',
  'ask',
  'answer',
  'open',
  'put-away',
  'question',
  'nothing',
  'nothing',
] as const;

/** Who would usually give each; anybody may try. */
const usual: Readonly<Record<string, readonly PersonId[]>> = {
  approve: [people.dsl, people.deputy, people.coordinator, people.head],
  'approve-extension': [people.dsl, people.deputy, people.coordinator, people.head],
  decline: [people.dsl, people.coordinator],
  'end-now': [people.dsl, people.coordinator],
  'decline-extension': [people.dsl, people.coordinator],
  ask: [people.dsl, people.coordinator],
  opened: [people.networkManager],
  'blocked-again': [people.networkManager],
  'cannot-open': [people.networkManager],
  'cannot-block': [people.networkManager],
};

const wait: fc.Arbitrary<Wait> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Wait>(0, 5 * MINUTE, HOUR, HOUR, 8 * HOUR, DAY) },
  { weight: 2, arbitrary: fc.constantFrom<Wait>(3 * DAY, 10 * DAY) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(-HOUR, -MINUTE, -1, 0, 1, MINUTE, HOUR, DAY).map((aroundEnd): Wait => ({ aroundEnd })),
  },
);

const move: fc.Arbitrary<Move> = fc.constantFrom(...commands).chain((command) =>
  fc.record({
    command: fc.constant(`site-access/${command}`),
    who: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...(usual[command] ?? [whoAsked])) },
      { weight: 1, arbitrary: fc.constantFrom(...Object.values(people)) },
    ),
    wait,
    lateMs: fc.constantFrom(0, 0, 0, 0, 20 * MINUTE, 5 * HOUR, 3 * DAY),
    school: fc.option(fc.nat(schools.length - 1), { freq: 12, nil: undefined }),
    pick: fc.nat(9),
  }),
);

const request: fc.Arbitrary<RequestPick> = fc.record({
  who: fc.constantFrom(people.teacher, people.teacher, people.dsl, people.networkManager, people.head),
  address: fc.constantFrom(
    'https://one.example',
    'https://one.example/topic?part=2',
    `https://${siteForTwo}`,
    `https://${siteForNobody}`,
  ),
  category: fc.constantFrom('education', 'education', 'education', 'social-media', 'social-media', 'unlawful'),
  use: fc.constantFrom('look', 'look', 'write'),
  period: fc.constantFrom('lesson', 'day', 'study', 'study'),
  ahead: fc.constantFrom(0, 0, 0, 1, 1, 5, 20),
  days: fc.constantFrom(0, 1, 5, 14, 30, 35, 38, 42, 50),
  times: fc.constantFrom<readonly [string, string]>(['11:00', '12:00'], ['14:00', '15:10'], ['08:40', '15:55']),
});

/** Somebody does the next thing as it should be done: as asked for, and soon. */
const properly = (command: string, who: Move['who'], pick = 0): fc.Arbitrary<Move> =>
  fc.record({
    command: fc.constant(`site-access/${command}`),
    who: fc.constant(who),
    wait: fc.constantFrom<Wait>(0, 5 * MINUTE, HOUR, { aroundEnd: -HOUR }),
    lateMs: fc.constant(0),
    school: fc.constant(undefined),
    pick: fc.oneof({ weight: 5, arbitrary: fc.constant(pick) }, { weight: 1, arbitrary: fc.nat(9) }),
  });

/** How far a request goes before anything may happen. */
const agreed: fc.Arbitrary<readonly Move[]> = fc
  .tuple(
    fc.constantFrom(0, 0, 1, 2, 3, 3, 4, 5, 6, 6),
    fc.tuple(
      properly('approve', people.coordinator),
      properly('approve', people.deputy),
      properly('opened', people.networkManager),
      properly('extend', whoAsked, 2),
      fc
        .constantFrom('approve-extension', 'approve-extension', 'decline-extension')
        .chain((command) => properly(command, people.coordinator, 2)),
      properly('approve-extension', people.deputy, 2),
    ),
  )
  .map(([count, moves]) => moves.slice(0, count));
/** How it ends before its time, and after how many moves. */
const early = [
  { command: 'end', who: whoAsked, after: 3 },
  { command: 'end-now', who: people.dsl, after: 3 },
  { command: 'cannot-open', who: people.networkManager, after: 2 },
] as const;
const endedEarly: fc.Arbitrary<readonly Move[]> = fc
  .tuple(agreed, fc.constantFrom(...early))
  .chain(([moves, { command, who, after }]) => properly(command, who).map((end) => [...moves.slice(0, after), end]));
const beginning: fc.Arbitrary<readonly Move[]> = fc.oneof(
  { weight: 9, arbitrary: agreed },
  { weight: 3, arbitrary: endedEarly },
  { weight: 1, arbitrary: properly('withdraw', whoAsked).map((only) => [only]) },
);

/** A run of some months around the days on which time is odd, or on any. */
export const aRun: fc.Arbitrary<Run> = fc.record({
  begins: fc.constantFrom(
    ...['2026-10-14', '2026-11-23', '2026-12-16', '2027-03-22', '2028-02-25', '2028-03-24', '2027-07-19'].map((date) =>
      fromLondon(date, '09:10'),
    ),
  ),
  request,
  moves: fc.tuple(beginning, fc.array(move, { maxLength: 25, size: 'max' })).map((parts) => parts.flat()),
});
