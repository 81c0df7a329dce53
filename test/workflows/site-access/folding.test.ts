import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import type { SiteEvent } from '../../../src/workflows/site-access/events.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { aSchool, people } from '../../support/school.ts';
import {
  aSiteRequest,
  everySiteCommand,
  everySiteStatus,
  forTwo,
  givenSite,
  mondayMorning,
  requestAnswers,
  type SiteHistory,
  sampleSiteData,
  siteAfter,
  studyAnswers,
  who,
} from '../../support/site-access.ts';

const school = aSchool();
const actors: readonly Actor[] = [...Object.values(people).map(actorOf), theClock];

interface Move {
  readonly command: SiteCommand;
  readonly by: Actor;
  readonly after: number;
  readonly isDue: boolean;
  readonly until: { readonly untilDate: string; readonly untilTime: string };
}

const aMove: fc.Arbitrary<Move> = fc.record({
  command: fc.constantFrom(...everySiteCommand),
  by: fc.constantFrom(...actors),
  after: fc.constantFrom(0, MINUTE, 30 * MINUTE, 24 * 60 * MINUTE),
  isDue: fc.boolean(),
  until: fc.constantFrom(
    { untilDate: '2026-11-23', untilTime: '10:30' },
    { untilDate: '2026-11-25', untilTime: '12:00' },
    { untilDate: '2026-12-04', untilTime: '16:00' },
  ),
});
const aRequest = fc.constantFrom(
  requestAnswers(),
  studyAnswers(),
  studyAnswers(forTwo),
  requestAnswers({ use: 'write' }),
);

/** Plays a run: now and then the clock gives what is due instead. */
function play(answers: ReturnType<typeof requestAnswers>, moves: readonly Move[]) {
  let given = givenSite().when('site-access/request', who.teacher, answers);
  let at: Instant = mondayMorning;
  const played = [given];
  for (const move of moves) {
    const [due] = siteAccess.deadlines(given.state).toSorted((one, other) => (one.at < other.at ? -1 : 1));
    at = move.isDue && due !== undefined && due.at > at ? due.at : later(at, move.after + 1);
    const [command, by] =
      move.isDue && due !== undefined ? [due.command as SiteCommand, theClock] : [move.command, move.by];
    const data = { ...(sampleSiteData[command] as object), ...move.until };
    given = given.afterwards.when(command, by, data, at);
    played.push(given);
  }
  return played;
}

const runs = fc.tuple(aRequest, fc.array(aMove, { minLength: 5, maxLength: 25 }));

describe('any sequence of commands by anybody', () => {
  it('folds, and its events replayed from nothing are the state it came to', () => {
    fc.assert(
      fc.property(runs, ([answers, moves]) => {
        const last = play(answers, moves).at(-1);
        const inJson: SiteHistory = JSON.parse(JSON.stringify(last?.history));
        expect(siteAfter(inJson)).toEqual(last?.state);
        expect(siteAccess.state.parse(JSON.parse(JSON.stringify(last?.state)))).toEqual(last?.state);
        for (const { event } of inJson) expect(siteAccess.event.parse(event)).toEqual(event);
      }),
      { numRuns: 60 },
    );
  });

  it('[R129] never forgets: whatever is not over has a deadline, and what is over has none', () => {
    const waits = new Set(['asked', 'approved', 'open', 'ended']);
    fc.assert(
      fc.property(runs, ([answers, moves]) => {
        for (const { state } of play(answers, moves)) {
          const deadlines = siteAccess.deadlines(state);
          expect([state.status, deadlines.length > 0]).toEqual([state.status, waits.has(state.status)]);
          if (state.status === 'approved' || state.status === 'open')
            expect(deadlines).toContainEqual({ at: state.until, command: 'site-access/reach-end', data: {} });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is decided the same each time: the decider has no clock, no chance and no memory', () => {
    fc.assert(
      fc.property(runs, ([answers, moves]) => {
        const outcomes = () => play(answers, moves).map(({ outcome }) => outcome);
        expect(outcomes()).toEqual(outcomes());
      }),
      { numRuns: 20 },
    );
  });

  it('changes nothing when it is refused, but that it was tried', () => {
    fc.assert(
      fc.property(runs, ([answers, moves]) => {
        for (const { outcome, events } of play(answers, moves))
          if (outcome.kind !== 'decision') expect(events.every(({ type }) => type === 'AttemptRefused')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a damaged history', () => {
  const requested = aSiteRequest('asked')[0]?.event;
  const at = '2026-11-23T09:30:00.000Z';
  const when: Partial<Record<SiteEvent['type'], readonly string[]>> = {
    SiteAgreed: ['asked'],
    SiteApproved: ['asked'],
    SiteDeclined: ['asked'],
    SiteOpened: ['approved'],
    AccessEnded: ['approved', 'open'],
    SiteBlockedAgain: ['ended'],
    OverdueShown: ['ended'],
    ExtensionAsked: ['open'],
  };

  it.each(Object.entries(when))('in which %s comes where it cannot is not read as a request', (type, statuses) => {
    const ruling = { opening: 'one-approval', category: 'education', rule: { id: 'x', source: 'x', why: 'x' } };
    const event = {
      type,
      until: at,
      why: 'x',
      reason: 'x',
      how: 'time',
      remindAt: at,
      morningAt: at,
      endRemindAt: [],
      to: [],
      number: 1,
      ruling,
    };
    for (const status of everySiteStatus) {
      const evolve = () =>
        siteAccess.evolve(siteAfter(aSiteRequest(status)), { event: event as unknown as SiteEvent, at, by: who.dsl });
      if (statuses.includes(status)) expect(evolve).not.toThrow();
      else expect(evolve).toThrow('cannot come while a request is');
    }
  });

  it('that begins twice, or with something else, or by itself, is not read as a request', () => {
    const event = requested as SiteEvent;
    expect(() => siteAccess.evolve(siteAfter(aSiteRequest('asked')), { event, at, by: who.teacher })).toThrow('once');
    expect(() => siteAccess.evolve(siteAccess.initial, { event: { type: 'SiteOpened' }, at, by: who.it })).toThrow(
      'before',
    );
    expect(() => siteAccess.evolve(siteAccess.initial, { event, at, by: theClock })).toThrow('only a person');
    const longer: SiteEvent = { type: 'ExtensionDeclined', number: 1, reason: 'x' };
    expect(() => siteAccess.evolve(siteAfter(aSiteRequest('open')), { event: longer, at, by: who.dsl })).toThrow(
      'more time',
    );
  });
});

describe('what a record keeps lately', () => {
  it('is bounded, however often it is read, tried or reminded of', () => {
    const base = aSiteRequest('ended');
    const at = base.at(-1)?.at ?? mondayMorning;
    const many = Array.from({ length: 300 }, (_, index) => [
      { event: { type: 'SiteFileOpened', page: 1, as: 'it' }, at: later(at, index), by: who.it },
      {
        event: { type: 'AttemptRefused', command: 'site-access/open', code: 'x' },
        at: later(at, index),
        by: who.otherTeacher,
      },
      { event: { type: 'JobReminded', remindAt: at, to: [people.networkManager] }, at: later(at, index), by: theClock },
      { event: { type: 'MessageParked', slot: 'x', code: 'x' }, at: later(at, index), by: theClock },
    ]).flat() as SiteHistory;
    const state = siteAfter([...base, ...many]);
    expect(state).toMatchObject({
      file: {
        reads: { length: 50 },
        attempts: { length: 20 },
        // What became of messages is counted by itself.
        steps: { length: 53 },
        missing: [{ slot: 'x' }],
        chased: [people.networkManager],
      },
    });
    expect(siteAfter([...base, ...many]).status).toBe(siteAfter(base).status);
  });

  it('has every deadline of the school it was made in', () => {
    const short = aSchool({ sites: { chase: { block: [5] } } });
    const ended = aSiteRequest('ended', { school: short });
    const [due] = siteAccess.deadlines(siteAfter(ended));
    expect(due).toMatchObject({ command: 'site-access/remind-to-block', at: '2026-11-23T09:13:00.000Z' });
    expect(school.sites.chase.block).toEqual([15, 60, 240]);
  });
});
