import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type AgencyKind, agencyKindOf, agencyKinds, agencyWords } from '../../src/domain/agencies.ts';
import { schoolSchema } from '../../src/domain/school.ts';
import { checkRules, fittingRules, ladoQuestions } from '../../src/workflows/concern/rules/agencies.ts';
import { example } from '../support/configuration.ts';

const page = readFileSync(new URL('../../docs/agencies.md', import.meta.url), 'utf8');
const code = (text: string) => `\`${text}\``;
const listed = (kinds: readonly AgencyKind[]) => kinds.map((kind) => agencyWords[kind]).join('; ');

const tables: Readonly<Record<string, readonly (readonly string[])[]>> = {
  fitting: fittingRules.map(({ id, words, agencies, source }) => [code(id), words, listed(agencies), source]),
  checks: checkRules.map(({ id, words, source }) => [code(id), words, source]),
  lado: ladoQuestions.map(({ id, words, source }) => [code(id), words, source]),
  kinds: agencyKinds.map((kind) => [code(kind), agencyWords[kind]]),
};

describe('the page about outside agencies', () => {
  it.each(Object.keys(tables))('has its table of %s as the rules are', (name) => {
    expect(rowsOf(name)).toEqual(tables[name]?.map((row) => `| ${row.join(' | ')} |`));
  });

  it('would be found out with a rule too few', () => {
    expect(rowsOf('lado', page.replace(/^\| `lado\/risk` .*\n/m, ''))).toHaveLength(2);
  });

  it('shows agencies that a school file may really have', () => {
    const [, shown = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const agencies = schoolSchema.shape.agencies.parse(parse(shown).agencies);
    expect(agencies.map(agencyKindOf)).toEqual(['social-care', 'hr']);
  });
});

describe('the example of a school file', () => {
  it('[R206] names an agency of each kind, each with a number and the day on which it was checked', () => {
    const { agencies } = schoolSchema.parse(parse(example));
    expect(new Set(agencies.map(agencyKindOf))).toEqual(new Set(agencyKinds.filter((kind) => kind !== 'other')));
    // Numbers that are kept for invented people.
    for (const { telephone, lastChecked } of agencies) {
      expect(telephone).toMatch(/^01632 960\d{3}$/);
      expect(lastChecked).toMatch(/^2026-/);
    }
  });
});

/** The rows of a table, without its head. */
function rowsOf(name: string, markdown = page): readonly string[] {
  const [, table = ''] = new RegExp(`<!-- ${name} -->\n(.*?)<!-- /${name} -->`, 's').exec(markdown) ?? [];
  return table.trim().split('\n').slice(2);
}
