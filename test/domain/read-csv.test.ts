import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/domain/read-csv.ts';

const cellsOf = (text: string) => readCsv(text).rows.map(({ cells }) => cells);

describe('a table that somebody pasted', () => {
  it.each([
    ['commas', 'Hart,7B,yes\nLowe,7A,no'],
    ['semicolons', 'Hart;7B;yes\nLowe;7A;no'],
    ['tabs, as a spreadsheet copies it', 'Hart\t7B\tyes\nLowe\t7A\tno'],
    ['line ends of Windows', 'Hart,7B,yes\r\nLowe,7A,no\r\n'],
    ['a mark of its encoding in front', '\ufeffHart,7B,yes\nLowe,7A,no'],
    ['blank lines between', '\nHart,7B,yes\n\n,,\nLowe,7A,no\n'],
  ])('is read with %s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['Hart', '7B', 'yes'],
      ['Lowe', '7A', 'no'],
    ]);
  });

  it('may have separators, quotation marks and line breaks within a quoted cell', () => {
    expect(cellsOf('"Hart, Amelia ""Mel""",7B\n"two\nlines",7A')).toEqual([
      ['Hart, Amelia "Mel"', '7B'],
      ['two\nlines', '7A'],
    ]);
  });

  it('keeps a tab apart from the commas within its cells', () => {
    expect(cellsOf('Hart, Amelia\t7B, set 2')).toEqual([['Hart, Amelia', '7B, set 2']]);
  });

  it('takes a quotation mark within a cell for a letter, and drops nothing behind a quoted one', () => {
    expect(cellsOf('O"Neil,7B\n"Hart" junior,7A')).toEqual([
      ['O"Neil', '7B'],
      ['Hart junior', '7A'],
    ]);
  });

  it('counts the lines as they stand in what was pasted', () => {
    expect(readCsv('a,b\n\n"c\nd",e\nf,g').rows.map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it('names the line of a quotation mark that is never closed, and reads on below it', () => {
    expect(readCsv('Hart,7B\n"Lowe,7A\nPace,7C')).toEqual({
      rows: [
        { line: 1, cells: ['Hart', '7B'] },
        { line: 3, cells: ['Pace', '7C'] },
      ],
      unclosed: [2],
    });
  });

  it('reads back whatever was written as RFC 4180 has it', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '"', ',', ';', '\t', '\n', '1') });
    const separator = fc.constantFrom(',', ';', '\t');
    // In the first row stands nothing that could be taken for another separator.
    const first = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        separator,
        first,
        fc.array(fc.tuple(cell, cell, fc.constant('x')), { maxLength: 8 }),
        (by, head, rows) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = [head.join(by), ...rows.map((cells) => cells.map(quoted).join(by))].join('\r\n');
          expect(cellsOf(text)).toEqual([head, ...rows]);
        },
      ),
    );
  });

  it('never throws and never loses a line, whatever it is', () => {
    const letters = fc.constantFrom('a', ' ', '"', ',', ';', '\t', '\n', '\r');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 60 }), (text) => {
        const { rows, unclosed } = readCsv(text);
        const kept = (said: string) => said.replace(/[\s",;]/gu, '').length;
        const lost = unclosed.map((line) => text.replace(/\r\n?/g, '\n').split('\n')[line - 1] ?? '');
        const read = rows.flatMap(({ cells }) => cells);
        expect(kept([...read, ...lost].join(''))).toBe(kept(text));
      }),
      { numRuns: 500 },
    );
  });
});
