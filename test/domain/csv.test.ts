import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, csvRow } from '../../src/domain/csv.ts';
import { readCsv } from '../../src/domain/read-csv.ts';

describe('a table that is written', () => {
  it('has commas between its cells, and quotation marks where a cell needs them', () => {
    expect(csvRow(['Amara Osei', 'Head of "Year 9"', 'a, b', 'two\nlines', ''])).toBe(
      'Amara Osei,"Head of ""Year 9""","a, b","two\nlines",',
    );
    expect(csvOf([['a', 'b'], ['c']])).toBe('a,b\r\nc\r\n');
  });

  it.each([
    '=1+1',
    '+44 1632 960100',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    ' =1',
    '\u00a0=1',
    '\ufeff=1',
    '\u200b @x',
  ])('says %j as a text, never as a formula', (cell) => {
    const [first] = csvRow([cell]).replace(/^"/, '');
    expect(first).toBe("'");
  });

  it('is one cell also where a spreadsheet parts cells at semicolons or tabs', () => {
    expect(csvRow(['a;=1+1', 'b\t=1+1'])).toBe('"a;=1+1","b\t=1+1"');
  });

  it('is read back as it was written, but for the apostrophe before what might be a formula', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', ' ', '=', '-', '☃') });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const [row] = readCsv(
          csvOf([
            ['first', 'row'],
            ['x', ...cells],
          ]),
        ).rows.slice(1);
        const written = cells.map((one) => (/^(?:\s*[=-]|\n)/.test(one) ? `'${one}` : one));
        expect(row?.cells.slice(1)).toEqual(written);
      }),
    );
  });
});
