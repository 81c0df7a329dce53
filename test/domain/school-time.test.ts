import { Settings } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import {
  daysWithoutHolidays,
  instantOf,
  isSchoolTime,
  localDateTime,
  nextSchoolTime,
  saidClock,
  saidDate,
  saidDateTime,
  saidDuration,
  saidTime,
  schoolDayBefore,
} from '../../src/domain/school-time.ts';
import { aSchool } from '../support/school.ts';

const school = aSchool();
const now = '2026-11-23T14:30:00.000Z';

const theClock = Settings.now;
afterEach(() => {
  Settings.now = theClock;
});

describe('a moment, as people say it', () => {
  it.each([
    ['2026-11-23T14:05:00.000Z', 'today 14:05'],
    ['2026-11-23T00:00:00.000Z', 'today 00:00'],
    ['2026-11-22T23:59:59.999Z', 'Sun 22 Nov, 23:59'],
    ['2026-11-24T09:00:00.000Z', 'Tue 24 Nov, 09:00'],
    ['2025-11-23T14:05:00.000Z', '23 Nov 2025, 14:05'],
    ['2026-07-01T08:05:00.000Z', 'Wed 1 Jul, 09:05'],
  ])('%s is "%s"', (at, said) => {
    expect(saidTime(school, at, now)).toBe(said);
  });

  it('is the clock alone where it is read at once', () => {
    expect(saidClock(school, '2026-11-23T14:05:00.000Z', now)).toBe('14:05');
    expect(saidClock(school, '2026-11-20T14:05:00.000Z', now)).toBe('Fri 20 Nov, 14:05');
  });

  it('names its day where it may be read on another', () => {
    expect(saidDateTime(school, '2026-11-23T14:05:00.000Z')).toBe('Mon 23 Nov, 14:05');
  });

  it('says a day with its year only when it is another year', () => {
    expect(saidDate(school, '2026-12-04', now)).toBe('Fri 4 Dec');
    expect(saidDate(school, '2027-01-08', now)).toBe('8 Jan 2027');
  });
});

describe('the school clock', () => {
  it('is London time, in summer as in winter', () => {
    expect(localDateTime(school, '2026-07-01T08:05:00.000Z')).toEqual({ date: '2026-07-01', time: '09:05' });
    expect(localDateTime(school, '2026-11-23T08:05:00.000Z')).toEqual({ date: '2026-11-23', time: '08:05' });
    expect(localDateTime(school, '2026-07-01T23:30:00.000Z')).toEqual({ date: '2026-07-02', time: '00:30' });
  });

  it('goes back from a day and a time to the moment', () => {
    expect(instantOf(school, '2026-07-01', '09:05')).toBe('2026-07-01T08:05:00.000Z');
    expect(instantOf(school, '2026-11-23', '08:05')).toBe('2026-11-23T08:05:00.000Z');
  });

  it('moves a time that the clock change in spring skips an hour on', () => {
    expect(instantOf(school, '2026-03-29', '00:59')).toBe('2026-03-29T00:59:00.000Z');
    expect(instantOf(school, '2026-03-29', '01:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(localDateTime(school, instantOf(school, '2026-03-29', '01:30')).time).toBe('02:30');
    expect(instantOf(school, '2026-03-29', '02:30')).toBe('2026-03-29T01:30:00.000Z');
  });

  it.each(['2026-06-01', '2026-12-01'])(
    'takes the first of two times that autumn makes, also when asked on %s',
    (today) => {
      Settings.now = () => Date.parse(today);
      expect(instantOf(school, '2026-10-25', '01:30')).toBe('2026-10-25T00:30:00.000Z');
      expect(instantOf(school, '2026-10-25', '00:30')).toBe('2026-10-24T23:30:00.000Z');
      expect(instantOf(school, '2026-10-25', '02:30')).toBe('2026-10-25T02:30:00.000Z');
      expect(localDateTime(school, '2026-10-25T00:30:00.000Z').time).toBe('01:30');
      expect(localDateTime(school, '2026-10-25T01:30:00.000Z').time).toBe('01:30');
    },
  );

  it('knows the leap day', () => {
    expect(instantOf(school, '2028-02-29', '12:00')).toBe('2028-02-29T12:00:00.000Z');
  });
});

describe('how long something has lasted', () => {
  it.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [60_000, '1 minute'],
    [4 * 60_000, '4 minutes'],
    [119 * 60_000, '119 minutes'],
    [120 * 60_000, '2 hours'],
    [47 * 3_600_000, '47 hours'],
    [48 * 3_600_000, '2 days'],
    [-60_000, 'less than a minute'],
  ])('%d ms is "%s"', (milliseconds, said) => {
    expect(saidDuration(now, new Date(Date.parse(now) + milliseconds).toISOString())).toBe(said);
  });
});

describe('school time', () => {
  it.each([
    ['a Monday at the first minute', '2026-11-23T08:30:00.000Z', true],
    ['the minute before', '2026-11-23T08:29:59.999Z', false],
    ['the last minute', '2026-11-23T15:59:59.999Z', true],
    ['the end of the day', '2026-11-23T16:00:00.000Z', false],
    ['a Saturday', '2026-11-21T10:00:00.000Z', false],
    ['a day on which the school is closed', '2026-11-27T10:00:00.000Z', false],
    ['half-term', '2026-10-28T10:00:00.000Z', false],
    ['the first day of term', '2026-11-02T10:00:00.000Z', true],
    ['the last day of term', '2026-12-18T10:00:00.000Z', true],
    ['08:30 in summer time', '2026-09-07T07:30:00.000Z', true],
  ])('%s', (_when, at, isOpen) => {
    expect(isSchoolTime(school, at)).toBe(isOpen);
  });
});

describe('the next school time', () => {
  it.each([
    ['is now when the school is open', '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.000Z'],
    ['is this morning when it is early', '2026-11-23T03:00:00.000Z', '2026-11-23T08:30:00.000Z'],
    ['is tomorrow morning when it is late', '2026-11-23T18:00:00.000Z', '2026-11-24T08:30:00.000Z'],
    ['is Monday when it is Friday evening', '2026-11-20T18:00:00.000Z', '2026-11-23T08:30:00.000Z'],
    ['passes over a closed day and the weekend after it', '2026-11-26T18:00:00.000Z', '2026-11-30T08:30:00.000Z'],
    [
      'passes over half-term and over the night of the clock change',
      '2026-10-23T17:00:00.000Z',
      '2026-11-02T08:30:00.000Z',
    ],
    ['passes over the holidays', '2026-12-18T16:00:00.000Z', '2027-01-05T08:30:00.000Z'],
    ['is at once where no further term is known', '2027-03-25T20:00:00.000Z', '2027-03-25T20:00:00.000Z'],
  ])('%s', (_when, at, next) => {
    expect(nextSchoolTime(school, at)).toBe(next);
  });

  it('is at the same clock time before and after the clock change', () => {
    const weekend = aSchool({
      calendar: { terms: [{ from: '2026-10-19', until: '2026-12-18' }], hours: { from: '08:30', until: '16:00' } },
    });
    expect(nextSchoolTime(weekend, '2026-10-22T18:00:00.000Z')).toBe('2026-10-23T07:30:00.000Z');
    expect(nextSchoolTime(weekend, '2026-10-23T18:00:00.000Z')).toBe('2026-10-26T08:30:00.000Z');
  });
});

describe('days that are given', () => {
  it.each([
    ['are those of the calendar', '2026-11-16', '2026-11-19', 3],
    ['have weekends in them', '2026-11-16', '2026-11-23', 7],
    ['have a long weekend in them', '2026-11-23', '2026-11-30', 7],
    ['are none of half-term', '2026-10-22', '2026-11-03', 3],
    ['are none of the holidays', '2026-12-17', '2027-01-06', 3],
    ['begin with the next term where they were given in the holidays', '2026-12-24', '2027-01-06', 2],
    ['are none of the holidays before they are over either', '2026-12-17', '2026-12-29', 1],
    ['go on where no further term is known', '2027-03-24', '2027-04-07', 14],
    ['are none where the other day is earlier', '2026-11-19', '2026-11-16', 0],
  ])('%s', (_what, from, until, days) => {
    expect(daysWithoutHolidays(school, from, until)).toBe(days);
  });
});

describe('the school day before', () => {
  it.each([
    ['is the day before', '2026-11-25', '2026-11-24'],
    ['passes over a closed day and a weekend', '2026-11-30', '2026-11-26'],
    ['passes over the holidays', '2027-01-05', '2026-12-18'],
    ['is the last day that is known', '2027-09-10', '2027-03-25'],
    ['is a weekday where no term is known', '2030-09-09', '2030-09-06'],
  ])('%s', (_what, date, before) => {
    expect(schoolDayBefore(school, date)).toBe(before);
  });
});
