import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Happened } from '../../../src/domain/decider.ts';
import type { School } from '../../../src/domain/school.ts';
import { handlersOf } from '../../../src/workflows/concern/access.ts';
import { type ConcernEvent, concernEventSchema, isStep } from '../../../src/workflows/concern/events.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { refusalSentences } from '../../../src/workflows/concern/refusals.ts';
import { firstRules, packOf } from '../../../src/workflows/concern/rules/packs.ts';
import type { ConcernState } from '../../../src/workflows/concern/state.ts';
import { aConcern, asked, everyStatus, stateAfter } from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';
import { aRun, type Moved, play, schoolLater } from './random-run.ts';

/** Where nothing but what is fixed is owed before a case is closed: at random, nobody does ten things in a row that are. */
const school = aSchool({
  concerns: {
    rules: packOf(firstRules).steps.map(({ id }) => ({
      rule: id,
      change: 'off',
      author: people.dsl,
      reason: 'Cases have to come to an end here.',
      date: '2026-11-01',
    })),
  },
});
const words = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => text.trim() !== '');

/** The ways a status may go; it may always stay. */
const ways: Record<ConcernState['status'], readonly ConcernState['status'][]> = {
  none: ['new'],
  new: ['acknowledged', 'handled'],
  acknowledged: ['handled', 'closed'],
  handled: ['closed', 'acknowledged'],
  closed: ['acknowledged', 'handled'],
};

function historyOf(played: readonly Moved[]): readonly Happened<ConcernEvent>[] {
  return played.flatMap(({ events, at, by: actor }) => events.map((event) => ({ event, at, by: actor })));
}

function inJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** The text of all tests of this workflow but this one. */
function testsOfConcerns(): string {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.test.ts') && file !== 'model.test.ts')
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n');
}

describe('any sequence of commands by anybody', () => {
  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    const look = (at: School) =>
      fc.property(aRun(words), (moves) => {
        for (const { after, events, outcome } of play(moves, at, schoolLater)) {
          for (const name of [after.status, ...events.map(({ type }) => type)]) if (name !== 'none') reached.add(name);
          if (outcome.kind === 'refusal') reached.add(outcome.code);
        }
      });
    // Always the same runs, for a rare thing may not happen in others.
    fc.assert(look(school), { numRuns: 300, seed: 20_261_123 });
    fc.assert(look(aSchool()), { numRuns: 100, seed: 20_261_123 });
    expect([...reached]).toEqual(expect.arrayContaining([...everyStatus]));
    // What takes a case of its own to come about has a test of its own; it is little among the events.
    const tests = testsOfConcerns();
    for (const name of [...everyEvent, ...Object.keys(refusalSentences)])
      expect(reached.has(name) || tests.includes(`'${name}'`), name).toBe(true);
    expect(everyEvent.filter((name) => !reached.has(name)).length).toBeLessThan(5);
  });

  it('folds, and its events replayed from nothing are the state it came to', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        const played = play(moves, school);
        expect(stateAfter(historyOf(played))).toEqual(played.at(-1)?.after);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves a state and events that pass their schemas, also after JSON', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        for (const { after, events } of play(moves, school)) {
          expect(concern.state.parse(inJson(after))).toEqual(after);
          for (const event of events) expect(concern.event.parse(inJson(event))).toEqual(event);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('moves the status only as the design allows: closed only once somebody has seen it', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        for (const { before, after, events } of play(moves, school)) {
          if (before.status !== after.status) expect(ways[before.status]).toContain(after.status);
          const reopened = events.some(({ type }) => type === 'ConcernReopened');
          if (before.status === 'closed' && after.status !== 'closed') expect(reopened).toBe(true);
          const rerouted = events.some(({ type }) => type === 'ConcernRerouted' || type === 'HandedToSafeguarding');
          if (before.status === 'handled' && after.status === 'acknowledged') expect(rerouted).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('[R198] counts every step and every read, and loses nothing of what was written', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        const played = play(moves, school);
        const last = played.at(-1)?.after;
        if (last === undefined || last.status === 'none') throw new Error('the run reported nothing');
        const events = historyOf(played).map(({ event }) => event);
        expect(last.file.steps.map(({ event }) => event)).toEqual(events.filter(isStep));
        expect(last.file.reads).toHaveLength(
          Math.min(50, events.filter(({ type }) => type === 'ConcernOpened').length),
        );
        const opened = played.filter(
          ({ command, outcome }) => reading.includes(command) && outcome.kind === 'decision',
        );
        expect(events.filter(({ type }) => type === 'ConcernOpened')).toHaveLength(opened.length);
      }),
      { numRuns: 100 },
    );
  });

  it('changes nothing when it is refused, but that it was tried', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        for (const { outcome, events, before, after } of play(moves, school)) {
          if (outcome.kind === 'decision') continue;
          expect(events.every(({ type }) => type === 'AttemptRefused')).toBe(true);
          if (before.status === 'none' || after.status === 'none') continue;
          expect({ ...after, file: { ...after.file, attempts: [] } }).toEqual({
            ...before,
            file: { ...before.file, attempts: [] },
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is decided the same each time: the decider has no clock, no chance and no memory', () => {
    fc.assert(
      fc.property(aRun(words, 15), (moves) => {
        expect(play(moves, school)).toEqual(play(moves, school));
      }),
      { numRuns: 50 },
    );
  });

  it('[R015] leaves a concern to nobody only where head, chair and online-safety governor are all named in it', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        for (const { after } of play(moves, school)) {
          if (after.status === 'none') continue;
          const { subjects } = after.file;
          if (handlersOf(after, school).length === 0)
            expect(subjects).toEqual(expect.arrayContaining([people.head, people.chair, people.governor]));
          if (after.status === 'handled') expect(subjects).not.toContain(after.owner);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never has two messages of one decision in one slot', () => {
    fc.assert(
      fc.property(aRun(words), (moves) => {
        for (const { outcome } of play(moves, school)) {
          if (outcome.kind !== 'decision') continue;
          const slots = outcome.messages.map(({ slot }) => slot);
          expect(new Set(slots).size).toBe(slots.length);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** The commands that show the case: each time goes on the record. */
const reading = ['concern/open', 'concern/steps'];

/** Every kind of event there is. */
const everyEvent = concernEventSchema.options.map(({ shape }) => shape.type.value);

describe('a damaged history', () => {
  const at = '2026-11-23T15:00:00.000Z';
  const reported = aConcern('new')[0]?.event;

  it.each([
    ['begins with something else', [], { type: 'ConcernTaken' }],
    ['is reported twice', aConcern('new'), reported],
    ['is acknowledged twice', aConcern('acknowledged'), { type: 'ConcernAcknowledged' }],
    ['is taken before it was seen', aConcern('new'), { type: 'ConcernTaken' }],
    ['is closed before it was seen', aConcern('new'), { type: 'ConcernClosed', outcome: 'supported', reason: 'x' }],
    ['is closed twice', aConcern('closed'), { type: 'ConcernClosed', outcome: 'supported', reason: 'x' }],
    ['is taken when it is closed', aConcern('closed'), { type: 'ConcernTaken' }],
    ['is handed over when it is closed', aConcern('closed'), { type: 'ConcernHandedOver', to: people.dsl, reason: '' }],
    ['is reopened when it is open', aConcern('handled'), { type: 'ConcernReopened', reason: 'x' }],
  ] as const)('that %s is not read as a case', (_what, history, event) => {
    expect(() => concern.evolve(stateAfter(history), { event: event as ConcernEvent, at, by: by.dsl })).toThrow();
  });

  it('in which the clock does what only a person can is not read as a case', () => {
    for (const event of [reported, { type: 'ConcernTaken' }] as ConcernEvent[]) {
      const state = event.type === 'ConcernReported' ? concern.initial : stateAfter(aConcern('acknowledged'));
      expect(() => concern.evolve(state, { event, at, by: { kind: 'clock' } })).toThrow('only a person can do this');
    }
  });

  it('with an event of another shape does not pass its schema', () => {
    for (const wrong of [
      { type: 'ConcernDeleted' },
      { type: 'NoteAdded' },
      { ...reported, urgency: 'mild' },
      null,
      'NoteAdded',
    ])
      expect(concern.event.safeParse(wrong).success).toBe(false);
    expect(concern.event.safeParse(asked[0]).success).toBe(true);
  });
});

describe('what a record keeps lately', () => {
  it('is the last fifty reads; every read is in the history', () => {
    const many = Array.from({ length: 60 }, () => [{ type: 'ConcernOpened', page: 1 }, by.dsl] as const);
    const state = stateAfter(aConcern('new', { followedBy: many }));
    expect(state).toMatchObject({ file: { reads: { length: 50 } } });
  });

  it('is the last twenty refused attempts', () => {
    const many = Array.from(
      { length: 30 },
      () => [{ type: 'AttemptRefused', command: 'concern/open', code: 'x' }, by.head] as const,
    );
    expect(stateAfter(aConcern('new', { followedBy: many }))).toMatchObject({ file: { attempts: { length: 20 } } });
  });
});
