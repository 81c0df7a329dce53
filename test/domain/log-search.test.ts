import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../src/domain/check-answers.ts';
import { filteringLogSearch, isSoughtAt } from '../../src/domain/log-search.ts';
import { aSchool } from '../support/school.ts';

const school = aSchool();
const { form, seeks } = filteringLogSearch;
const now = '2026-11-23T09:05:00.000Z';

describe('[R132] searching the filtering change log', () => {
  it.each(['google.com', 'https://www.google.com/maps/place/oakfield', 'archive.org', '203.0.113.5'])(
    'takes any site of which something can stand there: %s',
    (site) => {
      expect(checkAnswers(form(school, now), { site })).toEqual({ values: { site }, problems: {} });
      expect(seeks({ site }, school).findBy).toMatch(/^site:[a-z0-9.]+$/u);
    },
  );

  it.each(['example..', 'the one with the logo'])('says what is no site at the field: %s', (site) => {
    expect(checkAnswers(form(school, now), { site }).problems.site).toMatch(/not a web address/u);
  });

  it.each([
    ['9999-12-31', '9999-12-31'],
    ['0001-01-01', '9999-12-31'],
    ['0000-01-01', '9998-12-31'],
  ])('holds for any days that can be put: from %s until %s', (from, until) => {
    const sought = seeks({ from, until }, school);
    for (const at of [sought.from ?? '', sought.before ?? '']) expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/u);
  });

  it('finds everything between the first day of the calendar and its last, and nothing outside', () => {
    const lasted = { from: now, until: now };
    expect(isSoughtAt(seeks({ from: '0000-01-01', until: '9999-12-31' }, school), lasted)).toBe(true);
    expect(isSoughtAt(seeks({ from: '9999-12-31' }, school), lasted)).toBe(false);
    expect(isSoughtAt(seeks({ until: '0000-01-01' }, school), lasted)).toBe(false);
  });
});
