import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import type { School } from '../../../src/domain/school.ts';
import { localDateTime } from '../../../src/domain/school-time.ts';
import type { Period } from '../../../src/workflows/site-access/command-data.ts';
import { daysAfter, endReminders, isToday, latestEnd, spanOf } from '../../../src/workflows/site-access/period.ts';
import { aSchool } from '../../support/school.ts';

const school = aSchool();
/** A Monday at 09:05. */
const at: Instant = '2026-11-23T09:05:30.000Z';

const lesson = (date: string, from: string, until: string): Period => ({ period: 'lesson', date, from, until });
const day = (date: string): Period => ({ period: 'day', date });
const study = (fromDate: string, untilDate: string): Period => ({ period: 'study', fromDate, untilDate });

function spanned(period: Period, of: { readonly at?: Instant; readonly school?: School } = {}) {
  const span = spanOf(period, { school, at, ...of });
  return span.kind === 'span' ? [span.from, span.until] : span.problem;
}

describe('when a site is asked for', () => {
  it.each([
    ['a lesson', lesson('2026-11-23', '10:00', '11:00'), '2026-11-23T10:00:00.000Z', '2026-11-23T11:00:00.000Z'],
    [
      'a lesson that has begun',
      lesson('2026-11-23', '09:00', '10:00'),
      '2026-11-23T09:05:00.000Z',
      '2026-11-23T10:00:00.000Z',
    ],
    [
      'a club after school',
      lesson('2026-11-24', '16:30', '18:00'),
      '2026-11-24T16:30:00.000Z',
      '2026-11-24T18:00:00.000Z',
    ],
    ['today', day('2026-11-23'), '2026-11-23T09:05:00.000Z', '2026-11-23T16:00:00.000Z'],
    ['tomorrow', day('2026-11-24'), '2026-11-24T08:30:00.000Z', '2026-11-24T16:00:00.000Z'],
    ['a time of study', study('2026-11-24', '2026-12-04'), '2026-11-24T08:30:00.000Z', '2026-12-04T16:00:00.000Z'],
    [
      'one over the holidays',
      study('2026-12-14', '2027-01-08'),
      '2026-12-14T08:30:00.000Z',
      '2027-01-08T16:00:00.000Z',
    ],
    [
      'one that ends while the school is closed',
      study('2026-11-24', '2026-11-29'),
      '2026-11-24T08:30:00.000Z',
      '2026-11-26T16:00:00.000Z',
    ],
  ])('[R125] %s has a beginning and an end', (_what, period, from, until) => {
    expect(spanned(period)).toEqual([from, until]);
  });

  it.each([
    ['a lesson of this morning', lesson('2026-11-23', '08:00', '09:00'), 'period-past'],
    ['a lesson that ends before it begins', lesson('2026-11-23', '11:00', '10:00'), 'ends-before-it-begins'],
    ['a lesson of no length', lesson('2026-11-23', '11:00', '11:00'), 'ends-before-it-begins'],
    ['a lesson on a Sunday', lesson('2026-11-29', '10:00', '11:00'), 'not-a-school-day'],
    ['a lesson on a day that the school is closed', lesson('2026-11-27', '10:00', '11:00'), 'not-a-school-day'],
    ['a lesson before school', lesson('2026-11-24', '08:00', '09:00'), 'not-a-school-time'],
    ['a lesson in the night', lesson('2026-11-24', '22:00', '23:00'), 'not-a-school-time'],
    ['a lesson that lasts into the evening', lesson('2026-11-24', '15:00', '18:01'), 'not-a-school-time'],
    ['a day of the holidays', day('2026-12-22'), 'not-a-school-day'],
    ['a time of study without a school day', study('2026-11-27', '2026-11-29'), 'no-school-day'],
    ['yesterday', day('2026-11-20'), 'period-past'],
    ['a time of study that ends before it begins', study('2026-12-04', '2026-11-24'), 'ends-before-it-begins'],
    ['a time of study that is longer than the school lets it be', study('2026-11-24', '2027-01-05'), 'period-too-long'],
    ['a lesson in a year', lesson('2027-03-24', '10:00', '11:00'), 'too-far-ahead'],
  ])('[R129] is refused for %s', (_what, period, problem) => {
    expect(spanned(period)).toBe(problem);
  });

  it('ends on the last weekday where no further term is known', () => {
    expect(spanned(study('2027-03-22', '2027-04-11'), { at: '2027-03-22T08:00:00.000Z' })).toEqual([
      '2027-03-22T08:30:00.000Z',
      '2027-04-09T15:00:00.000Z',
    ]);
    expect(spanned(study('2027-04-10', '2027-04-11'), { at: '2027-03-22T08:00:00.000Z' })).toBe('no-school-day');
  });

  it('counts the longest time in days of the school', () => {
    expect(spanned(study('2026-11-25', '2027-01-05'))).toEqual([
      '2026-11-25T08:30:00.000Z',
      '2027-01-05T16:00:00.000Z',
    ]);
    expect(spanned(study('2026-11-25', '2027-01-06'))).toBe('period-too-long');
    const short = aSchool({ sites: { longestDays: 1 } });
    expect(spanned(study('2026-11-24', '2026-11-24'), { school: short })).toHaveLength(2);
    expect(spanned(study('2026-11-24', '2026-11-25'), { school: short })).toBe('period-too-long');
  });
});

describe('London time', () => {
  it('[R129] keeps the end of a time of study at the end of the school day when the clocks go back', () => {
    const october = '2026-10-19T07:00:00.000Z';
    expect(spanned(study('2026-10-19', '2026-11-06'), { at: october })).toEqual([
      '2026-10-19T07:30:00.000Z',
      '2026-11-06T16:00:00.000Z',
    ]);
  });

  it('[R129] and when they go forward', () => {
    const march = '2027-03-22T08:00:00.000Z';
    expect(spanned(study('2027-03-22', '2027-04-13'), { at: march })).toEqual([
      '2027-03-22T08:30:00.000Z',
      '2027-04-13T15:00:00.000Z',
    ]);
  });

  it.each([
    ['2026-10-20T07:30:00.000Z', 10, '2026-10-30T08:30:00.000Z'],
    ['2027-03-22T08:30:00.000Z', 10, '2027-04-01T07:30:00.000Z'],
    ['2028-02-28T09:00:00.000Z', 2, '2028-03-01T09:00:00.000Z'],
    ['2026-11-23T09:05:00.000Z', 0, '2026-11-23T09:05:00.000Z'],
  ])('counts days by the calendar: %s and %i days', (from, days, then) => {
    expect(daysAfter(school, from, days)).toBe(then);
  });

  it('is always at the same time of the day, so many days later', () => {
    const moment = fc.date({ min: new Date('2026-09-01'), max: new Date('2029-09-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 366 }), (date, days) => {
        const from = date.toISOString();
        const local = localDateTime(school, from);
        const then = localDateTime(school, daysAfter(school, from, days));
        const skipped = local.time >= '01:00' && local.time < '02:00';
        if (!skipped) expect(then.time).toBe(local.time);
        expect(Date.parse(then.date) - Date.parse(local.date)).toBe(days * 86_400_000);
      }),
    );
  });
});

describe('the reminders before the end', () => {
  const reminders = (from: Instant, until: Instant) => endReminders({ from, until }, { school, at });

  it('[R129] come shortly before it', () => {
    expect(reminders('2026-11-23T10:00:00.000Z', '2026-11-23T11:00:00.000Z')).toEqual(['2026-11-23T10:45:00.000Z']);
  });

  it('[R129] come on the morning of the last school day too, where it lasts for days', () => {
    expect(reminders('2026-11-23T09:05:00.000Z', '2026-12-04T16:00:00.000Z')).toEqual([
      '2026-12-04T08:30:00.000Z',
      '2026-12-04T15:45:00.000Z',
    ]);
    // It ends on a Sunday, and the Friday before the school is closed.
    expect(reminders('2026-11-23T09:05:00.000Z', '2026-11-29T16:00:00.000Z')).toEqual([
      '2026-11-26T08:30:00.000Z',
      '2026-11-29T15:45:00.000Z',
    ]);
  });

  it('do not come before it begins', () => {
    expect(reminders('2026-11-23T10:00:00.000Z', '2026-11-23T10:10:00.000Z')).toEqual([]);
  });

  it('the latest end is as many days after the beginning as the school lets it be', () => {
    expect(latestEnd(school, at)).toBe('2027-01-04T09:05:00.000Z');
  });
});

describe('what somebody has to look at within the school day', () => {
  it.each([
    ['2026-11-23T10:00:00.000Z', at, true],
    ['2026-11-24T10:00:00.000Z', at, false],
    ['2026-11-23T08:50:00.000Z', '2026-11-23T07:45:00.000Z', true],
    ['2026-11-23T16:30:00.000Z', at, false],
    ['2026-11-30T10:00:00.000Z', '2026-11-29T12:00:00.000Z', false],
  ])('a lesson at %s, seen at %s: %s', (from, now, isIt) => {
    expect(isToday(from, { school, at: now })).toBe(isIt);
  });
});
