import { describe, expect, it } from 'vitest';
import { nextChase } from '../../src/domain/chase.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { isMorningRound, nextSchoolMorning } from '../../src/domain/job-chase.ts';
import { aSchool } from '../support/school.ts';

const school = aSchool();
/** A Monday in term, and the last day of the last term that the school has put in: a Thursday. */
const monday: Instant = '2026-11-23T09:00:00.000Z';
const lastDay: Instant = '2027-03-25T10:00:00.000Z';
const next = (ladder: readonly number[], done: number, since = monday) => nextChase(ladder, { since, done, school });

describe('asking again by a ladder', () => {
  it('comes by its steps, and then by its last', () => {
    expect([0, 1, 2, 3].map((done) => next([15, 60, 240], done))).toEqual([
      '2026-11-23T09:15:00.000Z',
      '2026-11-23T09:45:00.000Z',
      '2026-11-23T12:00:00.000Z',
      '2026-11-23T13:00:00.000Z',
    ]);
  });

  it.each([[[5]], [[5, 10]], [[30, 20]]])(
    '%j repeats once an hour at the most: a record holds only so many',
    (ladder) => {
      expect(next(ladder, ladder.length)).toBe('2026-11-23T10:00:00.000Z');
      expect(next(ladder, 100)).toBe('2026-11-23T10:00:00.000Z');
    },
  );

  it('waits for the school to be open', () => {
    expect(next([60], 0, '2026-11-23T15:30:00.000Z')).toBe('2026-11-24T08:30:00.000Z');
    expect(next([60], 0, '2026-11-26T15:30:00.000Z')).toBe('2026-11-30T08:30:00.000Z');
  });
});

describe('asking again where no further term is known', () => {
  it('goes on as ever while the last term lasts', () => {
    expect(next([15], 0, lastDay)).toBe('2027-03-25T10:15:00.000Z');
  });

  it('comes once on each weekday as the school would open, and never at night or at a weekend', () => {
    const came: Instant[] = [];
    for (let since = lastDay, done = 0; done < 8; done++) {
      since = next([60, 240], done, since);
      came.push(since);
    }
    expect(came).toEqual([
      '2027-03-25T11:00:00.000Z',
      '2027-03-25T14:00:00.000Z',
      '2027-03-26T08:30:00.000Z',
      '2027-03-29T07:30:00.000Z',
      '2027-03-30T07:30:00.000Z',
      '2027-03-31T07:30:00.000Z',
      '2027-04-01T07:30:00.000Z',
      '2027-04-02T07:30:00.000Z',
    ]);
  });

  it('is not sooner than the ladder', () => {
    expect(next([2 * 24 * 60], 0, '2027-03-29T10:00:00.000Z')).toBe('2027-03-31T10:00:00.000Z');
    expect(next([2 * 24 * 60], 0, '2027-04-01T10:00:00.000Z')).toBe('2027-04-05T07:30:00.000Z');
  });
});

describe('the next school morning', () => {
  it.each([
    ['on the day after, once school has opened', '2026-11-23T08:30:00.000Z', '2026-11-24T08:30:00.000Z'],
    ['on the same day before that', '2026-11-23T07:15:00.000Z', '2026-11-23T08:30:00.000Z'],
    ['on the same day in the night', '2026-11-23T00:10:00.000Z', '2026-11-23T08:30:00.000Z'],
    ['after the weekend', '2026-11-21T07:00:00.000Z', '2026-11-23T08:30:00.000Z'],
    ['over the change of the clocks', '2026-10-23T15:00:00.000Z', '2026-11-02T08:30:00.000Z'],
    ['on a weekday where no further term is known', '2027-03-26T09:00:00.000Z', '2027-03-29T07:30:00.000Z'],
  ])('is %s', (_when, at, morning) => {
    expect(nextSchoolMorning(school, at)).toBe(morning);
  });
});

describe('the round of the morning', () => {
  it.each([
    ['what waits since yesterday, as school opens', '2026-11-23T11:00:00.000Z', '2026-11-24T08:30:00.000Z', true],
    ['what waits since yesterday, within the hour', '2026-11-23T11:00:00.000Z', '2026-11-24T09:29:00.000Z', true],
    ['what waits since yesterday, later', '2026-11-23T11:00:00.000Z', '2026-11-24T09:30:00.000Z', false],
    ['what waits since school opened', '2026-11-24T08:30:00.000Z', '2026-11-24T08:45:00.000Z', false],
    ['what waits since before school', '2026-11-24T07:00:00.000Z', '2026-11-24T08:30:00.000Z', true],
  ])('%s: %s, at %s: %s', (_what, since, at, isIt) => {
    expect(isMorningRound(school, since, at)).toBe(isIt);
  });
});
