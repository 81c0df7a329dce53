import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { siteCategories } from '../../src/domain/filtering.ts';
import { categoryChoices, siteRules } from '../../src/workflows/site-access/site-rules.ts';

const page = readFileSync(new URL('../../docs/sites.md', import.meta.url), 'utf8');

const saidOpenings = { 'one-approval': 'one', 'two-approvals': 'two', never: 'never opened' } as const;

describe('the page about blocked sites', () => {
  it('has the rules as they are, each kind with who must agree, why and where that stands', () => {
    expect(rowsIn(page)).toEqual(rules());
  });

  it('would be found out with a rule too few, or with one that was changed', () => {
    expect(rowsIn(page.replace(/^\| Games .*\n/m, ''))).not.toEqual(rules());
    expect(
      rowsIn(page.replace('| Gambling | `gambling` | never opened |', '| Gambling | `gambling` | one |')),
    ).not.toEqual(rules());
  });

  it('names every kind that a school file may have a rule for', () => {
    for (const category of siteCategories) expect(page).toContain(`\`${category}\``);
  });
});

/** The rows of the table that the rules make. */
function rules(): readonly string[] {
  return categoryChoices.map(({ value, label }) => {
    const { opening, why, source } = siteRules[value];
    return `| ${label} | \`${value}\` | ${saidOpenings[opening]} | ${why} | ${source} |`;
  });
}

/** The rows of the table, without its head. */
function rowsIn(markdown: string): readonly string[] {
  const [, table = ''] = /<!-- rules -->\n(.*?)<!-- \/rules -->/s.exec(markdown) ?? [];
  return table.trim().split('\n').slice(2);
}
