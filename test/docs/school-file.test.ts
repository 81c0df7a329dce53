import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readAnswers } from '../../src/cli/init/answers.ts';
import { draftOf } from '../../src/cli/init/draft.ts';
import { readPeople } from '../../src/cli/init/people-table.ts';
import { settle } from '../../src/cli/init/settle.ts';
import { roles } from '../../src/domain/people.ts';
import { schoolSchema } from '../../src/domain/school.ts';

const page = readFileSync(new URL('../../docs/school-file.md', import.meta.url), 'utf8');

/** A line of a school file by its path, and whether it has to stand there. */
interface Line {
  readonly path: string;
  readonly isNeeded: boolean;
}

const lines = linesOf(schoolSchema, '', true);

describe('the page about the school file', () => {
  it('has a row for every line that a school file may have, and for no other', () => {
    expect(lines.length).toBeGreaterThan(80);
    expect(
      rowsIn(page)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(lines.map(({ path }) => path).toSorted());
  });

  it('says of each whether it is needed', () => {
    const needed = new Map(lines.map(({ path, isNeeded }) => [path, isNeeded]));
    // The ids of the private channel are needed for the chats that the school has, which another check says.
    const isOther = (path: string) => path.startsWith('channels.');
    for (const { path, isNeeded } of rowsIn(page))
      if (!isOther(path)) expect([path, isNeeded]).toEqual([path, needed.get(path)]);
  });

  it('would be found out with a row too few, too many, or with the wrong need', () => {
    expect(rowsIn(page.replace(/^\| `people\[\]\.kind` .*\n/m, ''))).toHaveLength(rowsIn(page).length - 1);
    expect(rowsIn('| `a`, `b[]` | words | needed |\n| `c` | words | 3 |')).toEqual([
      { path: 'a', isNeeded: true },
      { path: 'b', isNeeded: true },
      { path: 'c', isNeeded: false },
    ]);
  });

  it('names all roles', () => {
    for (const role of roles) expect(page).toContain(`\`${role}\``);
  });

  it('shows of each group what a school file may really have', () => {
    const groups = page.slice(page.indexOf('## Group by group'));
    const shown = blocksIn(groups, 'yaml').flatMap((block) => Object.entries<unknown>(parse(block)));
    // One role stands there for all eight.
    const shape: Readonly<Record<string, z.ZodType>> = { ...schoolSchema.shape, roles: z.looseObject({}) };
    for (const [key, value] of shown) expect(shape[key]?.safeParse(value).error?.issues ?? [], key).toEqual([]);
    expect(new Set(shown.map(([key]) => key)).size).toBeGreaterThan(18);
  });

  it('shows answers from which init makes a school, and a table that it takes', () => {
    const [answers = ''] = blocksIn(page, 'yaml');
    const [table = ''] = blocksIn(page, 'csv');
    const given = new Map([...readPeople(table, 'staff.csv'), ...readAnswers(answers, 'answers.yaml')]);
    const settled = settle(given, { folder: '/srv/safeguarding', today: '2026-11-23' });
    const school = schoolSchema.parse(draftOf(settled));
    expect(school.people).toHaveLength(10);
    expect(settled.get('store')).toBe('sqlite:/srv/safeguarding/records/records.db');
  });
});

/** The rows of all tables, a line for each name in the first cell. */
function rowsIn(markdown: string): readonly Line[] {
  return [...markdown.matchAll(/^\| (`[^|]+`) \| [^|]+ \| ([^|]+) \|$/gm)].flatMap(([, names = '', without = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, path = '']) => ({
      path: path.replaceAll('[]', ''),
      isNeeded: without.trim() === 'needed',
    })),
  );
}

function blocksIn(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);
}

/** Every line that holds a value, by the keys that lead to it; a list has the name of its own line. */
function linesOf(schema: unknown, path: string, isNeeded: boolean): readonly Line[] {
  const needsValue = (one: unknown) => one instanceof z.ZodType && !one.safeParse(undefined).success;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return linesOf(schema.def.innerType, path, false);
  if (schema instanceof z.ZodPipe) return linesOf(schema.def.in, path, isNeeded);
  // What stands in each line of a list is needed in that line.
  if (schema instanceof z.ZodArray) {
    const element = linesOf(schema.def.element, path, true);
    return element.some((one) => one.path !== path) ? element : [{ path, isNeeded }];
  }
  if (schema instanceof z.ZodRecord) return linesOf(schema.def.valueType, `${path}.*`, isNeeded);
  if (!(schema instanceof z.ZodObject)) return [{ path, isNeeded }];
  return Object.entries(schema.shape).flatMap(([key, value]) =>
    linesOf(value, path === '' ? key : `${path}.${key}`, isNeeded && needsValue(value)),
  );
}
