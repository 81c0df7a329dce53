import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schoolSchema } from '../../src/domain/school.ts';
import { kinds } from '../../src/workflows/concern/choices.ts';
import { timeWords } from '../../src/workflows/concern/guidance/steps-words.ts';
import { factWords } from '../../src/workflows/concern/police/fact-words.ts';
import { guidanceLinks } from '../../src/workflows/concern/rules/guidance-links.ts';
import { ruleMisfits } from '../../src/workflows/concern/rules/misfits.ts';
import { presentPack } from '../../src/workflows/concern/rules/packs.ts';
import type { StepRule, TriggerRule } from '../../src/workflows/concern/rules/rule.ts';
import { aSchool } from '../support/school.ts';

const page = readFileSync(new URL('../../docs/concerns.md', import.meta.url), 'utf8');

describe('the page about concerns', () => {
  it('has every rule about the police by its id, as it holds', () => {
    expect(rowsOf('triggers')).toEqual(presentPack.triggers.map(triggerRow));
  });

  it('has every step by its id: what, who, when, whether it is owed, and where it stands', () => {
    expect(rowsOf('steps')).toEqual(presentPack.steps.map(stepRow));
  });

  it('[R207] has the guidance behind the steps, with the day on which each was put in', () => {
    expect(rowsOf('guidance')).toEqual(guidanceLinks.map((link) => [link.title, link.address, link.since]));
  });

  it('would be found out with a rule too few, or with one that was changed', () => {
    const [, , , other] = presentPack.steps;
    expect(rowsOf('steps', page.replace(/^\| `step\/decide` .*\n/m, ''))).not.toEqual(presentPack.steps.map(stepRow));
    expect(stepRow({ ...(other as StepRule), isOwed: true })).not.toEqual(stepRow(other as StepRule));
  });

  it('names the present pack and every kind of concern', () => {
    expect(page).toContain(`the present one is \`${presentPack.id}\``);
    for (const { value } of kinds) expect(page).toContain(`\`${value}\``);
  });

  it('shows a change of the rules that a school file may really have', () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const concerns = schoolSchema.shape.concerns.parse(parse(example).concerns);
    expect(concerns.rules).toHaveLength(3);
    expect(ruleMisfits({ ...aSchool(), concerns })).toEqual([]);
  });
});

function triggerRow({ id, words, kinds: only = [], orWith = [], isFixed, source }: TriggerRule): readonly string[] {
  const labels = only.map((kind) => kinds.find(({ value }) => value === kind)?.label ?? kind);
  const known = orWith.map((fact) => factWords[fact].said).join(', ');
  const which = [...labels, ...(known === '' ? [] : [`or any other where it is known: ${known}`])];
  return [`\`${id}\``, words, which.join('; ') || 'all', isFixed === true ? 'fixed' : '', source];
}

const takers: Readonly<Record<StepRule['who'], string>> = {
  handler: 'handler',
  leader: 'head',
  it: 'IT',
  senco: 'SENCO',
  head: 'head',
  chair: 'chair',
};

function stepRow({ id, words, who, when, isOwed, isStrict, isFixed, source }: StepRule): readonly string[] {
  const before = isFixed === true ? 'always' : isStrict === true ? 'must be taken' : isOwed ? 'owed' : '';
  return [`\`${id}\``, words, `${takers[who]}, ${timeWords[when]}`, before, source];
}

/** The cells of one table, row by row, without its head. */
function rowsOf(name: string, markdown = page): readonly (readonly string[])[] {
  const [, table = ''] = new RegExp(`<!-- ${name} -->\\n(.*?)<!-- /${name} -->`, 's').exec(markdown) ?? [];
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
