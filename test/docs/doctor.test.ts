import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/application/doctor/checks.ts';

const page = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8');

describe('the page about the doctor', () => {
  it('has its table of checks as the doctor has them', () => {
    const [, table = ''] = /<!-- checks -->\n(.*?)<!-- \/checks -->/s.exec(page) ?? [];
    const rows = table.trim().split('\n').slice(2);
    expect(rows).toEqual(checks.map(({ id, looksAt, where }) => `| \`${id}\` | ${looksAt} | ${where} |`));
  });

  it('shows a document as the doctor writes one', () => {
    const [, shown = '{}'] = /```json\n(.*?)```/s.exec(page) ?? [];
    const { findings } = JSON.parse(shown) as { readonly findings: readonly { readonly check: string }[] };
    expect(checks.map(({ id }) => id)).toContain(findings[0]?.check);
  });
});
