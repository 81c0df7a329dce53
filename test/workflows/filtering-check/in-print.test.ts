import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkKinds } from '../../../src/domain/filtering.ts';
import type { Role } from '../../../src/domain/people.ts';
import { roleLabel } from '../../../src/domain/school.ts';
import { checks } from '../../../src/workflows/filtering-check/checks.ts';
import { school } from './a-check.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/filtering-checks.md'), 'utf8');

function named(roles: readonly Role[]): string {
  const short: Partial<Record<Role, string>> = { dsl: 'DSL', head: 'head', chair: 'chair' };
  return roles.map((role) => short[role] ?? roleLabel(school, role)).join(', ');
}

describe('docs/filtering-checks.md', () => {
  it.each(checkKinds)('says of %s what the product does', (kind) => {
    const { title, everyMonths, records, hears, source } = checks[kind];
    const others = hears.filter((role) => !records.includes(role));
    const row = [title, `every ${everyMonths} months`, named(records), named(others), source];
    expect(guide).toContain(`| ${row.join(' | ')} |`);
  });
});
