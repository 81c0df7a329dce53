import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { documentOf, linesOf } from '../../../src/cli/doctor/report.ts';
import { monday } from '../../support/concern.ts';

describe('what the doctor prints', () => {
  const findings: readonly Finding[] = [
    { check: 'roles', level: 'look', what: 'One\nwell node \u001b[31mTwo', whatToDo: 'Do this.', school: 'oakfield' },
    { check: 'node', level: 'well', what: 'Node.js 24.' },
  ];

  it('is grouped, in the order of the list, on one line each, with a count at the end', () => {
    expect(linesOf(findings)).toEqual([
      'This machine',
      '  well     node             Node.js 24.',
      '',
      'The school',
      '  look     roles            One well node  [31mTwo',
      '                            Do this.',
      '',
      '1 well, 1 to look at, 0 wrong, 0 unknown.',
    ]);
  });

  it('names the schools where there are several', () => {
    const two = [...findings, { ...findings[0], school: 'elmfield' } as Finding];
    expect(linesOf(two).filter((line) => line.includes('roles'))).toEqual([
      expect.stringContaining('oakfield: One'),
      expect.stringContaining('elmfield: One'),
    ]);
  });

  it('is a document for scripts', () => {
    expect(JSON.parse(documentOf(findings, monday))).toEqual({ checkedAt: monday, findings });
  });
});
