import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { itJobs } from '../../../src/domain/it-jobs.ts';
import type { Message } from '../../../src/domain/message.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { JobCommand } from '../../../src/workflows/it-job/command-data.ts';
import { isStep, type JobEvent } from '../../../src/workflows/it-job/events.ts';
import { itJob } from '../../../src/workflows/it-job/index.ts';
import { offered, refusalFor } from '../../../src/workflows/it-job/offers.ts';
import { refusalSentences } from '../../../src/workflows/it-job/refusals.ts';
import type { JobState } from '../../../src/workflows/it-job/state.ts';
import { audienceOf, buttonsOf, monday } from '../../support/concern.ts';
import {
  aJob,
  everyJobCommand,
  everyJobStatus,
  giveJob,
  it1,
  type JobOutcome,
  jobAfter,
  jobData,
  jobReference,
  someJob,
} from '../../support/it-job.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';

const { roles } = aSchoolFile();
const school = aSchool({
  roles: { ...roles, 'network-manager': { ...roles['network-manager'], supervisor: people.governor } },
});

/** Everything that somebody types has this in it, so that it can be found again wherever it went. */
const MARK = 'zqmarkq';
const words = fc.string({ maxLength: 12, unit: 'grapheme' }).map((text) => `${MARK} ${text}`);
const everybody: readonly Actor[] = [...Object.values(people).map(actorOf), theClock];
const concerned = [people.networkManager, people.coordinator, people.head, people.governor, people.dsl];

interface Move {
  readonly command: JobCommand;
  readonly by: Actor;
  readonly after: number;
  readonly data: object;
}

interface Moved extends Omit<Move, 'after' | 'data'> {
  readonly at: Instant;
  readonly before: JobState;
  readonly after: JobState;
  readonly outcome: JobOutcome;
  readonly events: readonly JobEvent[];
}

const usual: Record<JobCommand, readonly Actor[]> = {
  'it-job/ask': [theClock],
  'it-job/open': [it1, actorOf(people.coordinator)],
  'it-job/put-away': [it1],
  'it-job/done': [it1, actorOf(people.coordinator), actorOf(people.head)],
  'it-job/cannot': [it1],
  'it-job/remind': [theClock],
  'it-job/look-again': [theClock],
  'it-job/show-again': [theClock],
  'it-job/delivery-note': [theClock],
};

function dataFor(command: JobCommand): fc.Arbitrary<object> {
  const slots = [...concerned.flatMap((one) => [`job:${one}`, `chase:${one}`]), 'relay:concern:x'];
  switch (command) {
    case 'it-job/ask':
      return fc
        .record({
          job: fc.constantFrom(...itJobs),
          about: words,
          without: fc.subarray(concerned, { maxLength: 3 }),
          number: fc.constantFrom(1, 1, 1, 2),
        })
        .map(someJob);
    case 'it-job/done':
      return fc.record({
        holder: fc.oneof(words, fc.constant('')),
        place: words,
        since: fc.constantFrom('2026-11-23', '2026-11-23', ''),
        result: fc.oneof(words, words, fc.constant('')),
      });
    case 'it-job/cannot':
      return fc.record({ reason: words });
    case 'it-job/delivery-note':
      return fc.record({
        slot: fc.constantFrom(...slots),
        outcome: fc.constantFrom('delayed', 'came', 'parked', 'may-be-repeated'),
        code: fc.constant('blocked'),
      });
    case 'it-job/show-again':
      return fc.record({ place: fc.constantFrom(...concerned.map((one) => `person:${one}`)) });
    default:
      return fc.constant({});
  }
}

function aMove(command: JobCommand): fc.Arbitrary<Move> {
  return fc.record({
    command: fc.constant(command),
    by: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...usual[command]) },
      { weight: 1, arbitrary: fc.constantFrom(...everybody) },
    ),
    after: fc.constantFrom(0, MINUTE, 30 * MINUTE, 26 * HOUR),
    data: dataFor(command),
  });
}

const aRun: fc.Arbitrary<readonly Move[]> = fc
  .tuple(
    aMove('it-job/ask').map((move) => ({ ...move, by: theClock })),
    fc.array(fc.constantFrom(...everyJobCommand).chain(aMove), { maxLength: 25, size: 'max' }),
  )
  .map(([first, more]) => [first, ...more]);

function play(moves: readonly Move[]): readonly Moved[] {
  const played: Moved[] = [];
  let state: JobState = itJob.initial;
  let at = monday;
  for (const { command, by, after, data } of moves) {
    at = later(at, after);
    const before = state;
    const outcome = giveJob(before, command, data, { at, by, school, reference: jobReference });
    const events =
      outcome.kind === 'malformed' ? [] : outcome.kind === 'refusal' ? (outcome.noted ?? []) : outcome.events;
    for (const event of events) state = itJob.evolve(state, { event, at, by });
    played.push({ command, by, at, before, after: state, outcome, events });
  }
  return played;
}

function everyRun(check: (played: readonly Moved[]) => void, numRuns = 100): void {
  fc.assert(
    fc.property(aRun, (moves) => check(play(moves))),
    { numRuns },
  );
}

const everyMove = (check: (moved: Moved) => void, numRuns?: number) =>
  everyRun((played) => played.forEach((moved) => void check(moved)), numRuns);

function messagesOf({ outcome }: Moved): readonly Message[] {
  return outcome.kind === 'decision' ? outcome.messages : [];
}

function mustNotSay(what: string | RegExp, ...all: readonly unknown[]): void {
  const text = JSON.stringify(all);
  if (typeof what === 'string' ? text.includes(what) : what.test(text)) throw new Error(`${what} stands in ${text}`);
}

const inJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const withoutOf = (state: JobState) => (state.status === 'none' ? [] : state.file.without);

describe('any sequence of commands by anybody', () => {
  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    const look = fc.property(aRun, (moves) => {
      for (const { after, events, outcome } of play(moves)) {
        for (const name of [after.status, ...events.map(({ type }) => type)]) reached.add(name);
        if (outcome.kind === 'refusal') reached.add(outcome.code);
      }
    });
    // Always the same runs, for a rare thing may not happen in others.
    fc.assert(look, { numRuns: 400, seed: 20_261_123 });
    expect(reached).toEqual(new Set([...everyEvent, ...everyJobStatus, ...Object.keys(refusalSentences)]));
  });

  it('folds; replayed it is the same, and so it is after JSON', () => {
    everyRun((played) => {
      const history = played.flatMap(({ events, at, by }) => events.map((event) => ({ event, at, by })));
      const last = played.at(-1)?.after ?? itJob.initial;
      expect(jobAfter(history)).toEqual(last);
      expect(itJob.state.parse(inJson(last))).toEqual(last);
      for (const { event } of history) expect(itJob.event.parse(inJson(event))).toEqual(event);
      if (last.status === 'none') return;
      const steps = history.filter(({ event }) => isStep(event));
      expect(last.file.steps.length).toBeLessThanOrEqual(steps.length);
    });
  });

  it('leaves nothing forgotten: what waits always has a later time at which somebody hears of it', () => {
    everyMove(({ command, outcome, after, at }) => {
      const due = itJob.deadlines(after);
      expect(due).toHaveLength(after.status === 'asked' ? 1 : 0);
      if (command === 'it-job/remind' && outcome.kind === 'decision' && outcome.events.length > 0)
        expect((due[0]?.at ?? '') > at).toBe(true);
    });
  });

  it('changes nothing when it is refused, but that it was tried; and never has two messages in one slot', () => {
    everyMove(({ outcome, events, before, after }) => {
      if (outcome.kind === 'decision') {
        const slots = [...outcome.messages, ...(outcome.relays ?? [])].map(({ slot }) => slot);
        expect(new Set(slots).size).toBe(slots.length);
        return;
      }
      expect(events.every(({ type }) => type === 'AttemptRefused')).toBe(true);
      expect(after.status).toBe(before.status);
    });
  });

  it('offers exactly what is not refused, on cards too', () => {
    everyMove(({ after }) => {
      for (const person of Object.values(people)) {
        const given = offered(after, person, school);
        const steps: readonly JobCommand[] = ['it-job/done', 'it-job/cannot'];
        expect(given).toEqual(steps.filter((one) => refusalFor(after, one, person, school) === undefined));
      }
    }, 30);
    everyMove((moved) => {
      for (const message of messagesOf(moved)) {
        if (message.to.kind !== 'person' || !message.slot.startsWith('job:') || message.onlyEdits === true) continue;
        for (const command of buttonsOf(message.data))
          expect(refusalFor(moved.after, command as JobCommand, message.to.person, school)).toBeUndefined();
      }
    }, 30);
  });
});

describe('[R005] what those who ask and IT write', () => {
  it('[R197, R204] stands in no message, preview, slot, list or refusal, and nothing in the clear', () => {
    let seen = 0;
    everyMove(({ outcome, after, at }) => {
      mustNotSay(MARK, itJob.status(after), itJob.findableBy(after), itJob.deadlines(after));
      for (const list of itJob.lists)
        for (const person of Object.values(people))
          mustNotSay(MARK, list.row(after, { reference: jobReference, person, school, now: at }) ?? '');
      if (outcome.kind === 'refusal') mustNotSay(MARK, outcome);
      if (outcome.kind !== 'decision') return;
      seen += outcome.messages.length;
      mustNotSay(MARK, outcome.messages);
      mustNotSay(MARK, outcome.reply?.preview ?? '', outcome.reply?.fades ?? '');
    });
    expect(seen).toBeGreaterThan(100);
  });

  it('goes to the case alone, and only where IT has answered', () => {
    everyMove(({ outcome, events }) => {
      const relays = outcome.kind === 'decision' ? (outcome.relays ?? []) : [];
      const isAnswer = events.some(({ type }) => type === 'ItJobDone' || type === 'ItJobFailed');
      expect(relays.map(({ type, reference }) => [type, reference])).toEqual(
        isAnswer ? [['concern/it-answered', 'C-2H4N8W']] : [],
      );
    });
  });
});

describe('[R005] of the concern', () => {
  it('IT learns no reference, and no name of anybody but of IT: not in a message, not where a job is opened', () => {
    const names = new RegExp(
      school.people
        .flatMap(({ name, email }) => [name.split(' ').at(-1), email])
        .join('|')
        .concat('|C-2H4N8W'),
      'u',
    );
    const hands = /Brandt|Tanaka|Elstow|i\.brandt@|m\.tanaka@|m\.elstow@/gu;
    everyMove((moved) => {
      for (const { data, preview } of messagesOf(moved)) mustNotSay(names, data, preview);
      if (moved.outcome.kind !== 'decision' || moved.outcome.reply === undefined) return;
      mustNotSay(names, JSON.stringify(moved.outcome.reply.data).replaceAll(hands, ''));
    });
  });
});

describe('[R198] whom it is to be kept from', () => {
  const absent = itJob.notThere(jobReference, school);

  it('is in the audience of nothing, but of what ends it for them when it is taken from them', () => {
    let held = 0;
    everyMove((moved) => {
      for (const message of messagesOf(moved))
        for (const person of withoutOf(moved.after)) {
          held++;
          if (!audienceOf(message, school).includes(person)) continue;
          expect([moved.command, message.onlyEdits]).toEqual(['it-job/ask', true]);
          expect(withoutOf(moved.before)).not.toContain(person);
        }
    });
    expect(held).toBeGreaterThan(100);
  });

  it('gets from every command, of every list and by every repetition what is got of what is not there', () => {
    everyMove(({ after, at }) => {
      for (const person of withoutOf(after)) {
        const of = { at, by: actorOf(person), school, reference: jobReference };
        for (const command of everyJobCommand) {
          expect(giveJob(after, command, jobData[command], of)).toMatchObject({ code: 'not-yours', sentence: absent });
          expect(itJob.again(after, { type: command, data: {} }, of)).toBeUndefined();
        }
        for (const list of itJob.lists)
          expect(list.row(after, { reference: jobReference, person, school, now: at })).toBeUndefined();
      }
    }, 25);
  });

  it('gets nothing that was still on its way to them', () => {
    everyRun((played) => {
      const owed: Message[] = [];
      for (const moved of played) {
        owed.push(...messagesOf(moved));
        for (const message of owed) {
          if (message.to.kind !== 'person' || !withoutOf(moved.after).includes(message.to.person)) continue;
          const isLet = message.onlyEdits === true || message.card === 'notice';
          expect(itJob.mayStillSend(moved.after, message, school)).toBe(isLet);
        }
      }
    }, 50);
  });
});

describe('a damaged history', () => {
  it('is not read as a record', () => {
    const at = monday;
    const done: JobEvent = { type: 'ItJobDone', holder: '', place: '', since: '', result: '' };
    expect(() => itJob.evolve(itJob.initial, { event: done, at, by: it1 })).toThrow();
    expect(() => itJob.evolve(jobAfter(aJob('done')), { event: done, at, by: it1 })).toThrow();
    expect(() =>
      itJob.evolve(jobAfter(aJob('done')), { event: { type: 'ItJobFailed', reason: '' }, at, by: it1 }),
    ).toThrow();
    const [first] = aJob('asked');
    expect(() => first && itJob.evolve(jobAfter(aJob('asked')), first)).toThrow();
  });
});

/** Every kind of event there is. */
const everyEvent = [
  'ItJobAsked',
  'ItJobOpened',
  'ItJobKeptFrom',
  'ItJobDone',
  'ItJobFailed',
  'ItJobWaitNoticed',
  'ReminderPutOff',
  'AttemptRefused',
  'MessageParked',
  'MessageDelayed',
  'MessageCame',
  'MessageMayBeRepeated',
];
