import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/people.ts';
import { policyParts, YEARLY_DAYS } from '../../src/domain/policies.ts';
import { phases } from '../../src/workflows/signature-roll/phases.ts';
import { MOST_ROWS } from '../../src/workflows/signature-roll/rows.ts';
import { aSchool } from '../support/school.ts';

const page = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');

const said: Partial<Record<Role, string>> = {
  head: 'head',
  dsl: 'DSL',
  'deputy-dsl': 'deputy DSL',
  'online-safety-coordinator': 'online-safety co-ordinator',
  chair: 'chair of governors',
  'online-safety-governor': 'online-safety governor',
  'network-manager': 'network manager',
};

describe('the page about policies and agreements', () => {
  it('says who may do what as the rules have it, with where that stands', () => {
    expect(rowsIn(page).map(([, who, source]) => [who, source])).toEqual(rules());
  });

  it('would be found out with a part too few, or with one that was changed', () => {
    const other = page.replace(/^\| hears that a review .*\n/m, '');
    expect(rowsIn(other).map(([, who, source]) => [who, source])).not.toEqual(rules());
  });

  it('has the days of the reminders, of a year and of a review as they are where a school file says nothing', () => {
    const { remind, reviewBefore, yearBegins } = aSchool().policies;
    expect(page).toContain(`| ${remind.person.join(' and ')} | their card comes again`);
    expect(page).toContain(`| ${remind.manager} | their line manager`);
    expect(page).toContain(`| ${remind.head} | the head hears`);
    expect(page).toContain(`The owner hears ${reviewBefore} days before`);
    expect(yearBegins).toBe(9);
    expect(page).toContain('started again in September');
    expect(page).toContain(`Everybody has ${YEARLY_DAYS} days to sign.`);
  });

  it('says of each roll whose signatures it needs', () => {
    expect(phases.primary.needs).toEqual(['parent']);
    expect(page).toContain('| primary pupils | a parent has signed |');
    expect(phases.secondary.needs).toEqual(['own', 'parent']);
    expect(page).toContain('| secondary pupils | pupil and parent have signed |');
    expect(page).toContain(`at most ${MOST_ROWS.toLocaleString('en-GB')} people`);
  });
});

function rules(): readonly (readonly string[])[] {
  return Object.values(policyParts).map((rule) => {
    const besides = 'besides' in rule ? [rule.besides] : [];
    return [[...rule.roles.map((role) => said[role] ?? role), ...besides].join(', '), rule.source];
  });
}

/** The cells of the table of parts, row by row, without its head. */
function rowsIn(markdown: string): readonly (readonly string[])[] {
  const [, table = ''] = /<!-- parts -->\n(.*?)<!-- \/parts -->/s.exec(markdown) ?? [];
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
