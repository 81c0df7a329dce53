/** A row of a table that somebody pasted, and the line of the text on which it begins, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What was pasted, row by row. */
export interface ReadCsv {
  readonly rows: readonly CsvRow[];
  /** The lines on which a quotation mark opens that is never closed; what stands on them is in no row. */
  readonly unclosed: readonly number[];
}

/** What may stand between two cells. A table that is copied from a spreadsheet has tabs. */
const separators = ['\t', ';', ','] as const;

/**
 * Reads a table as RFC 4180 writes it, with commas, semicolons or tabs between the cells. Blank lines are passed over,
 * and a quotation mark within a cell that does not begin with one is a letter like any other.
 */
export function readCsv(text: string): ReadCsv {
  const whole = text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n');
  const separator = separatorOf(whole);
  const rows: CsvRow[] = [];
  const unclosed: number[] = [];
  let [at, line] = [0, 1];
  while (at < whole.length) {
    const row = readRow(whole, at, separator);
    if (row === undefined) unclosed.push(line);
    else if (row.cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells: row.cells });
    const end = row?.end ?? lineEnd(whole, at);
    line += whole.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return { rows, unclosed };
}

/** The first row says which it is: a tab if there is one, else whichever there is more of. */
function separatorOf(text: string): string {
  const bare = (text.split('\n').find((line) => line.trim() !== '') ?? '').replace(/"[^"]*"/gu, '');
  if (bare.includes('\t')) return '\t';
  const count = (separator: string) => bare.split(separator).length - 1;
  return separators.reduce((best, one) => (count(one) > count(best) ? one : best), ',');
}

/** The row that begins there, and where the next begins; undefined where a quotation mark is never closed. */
function readRow(text: string, from: number, separator: string) {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const cell = readCell(text, at, separator);
    if (cell === undefined) return undefined;
    cells.push(cell.text);
    at = cell.end;
    if (text.charAt(at) !== separator) return { cells, end: Math.min(at + 1, text.length) };
    at += 1;
  }
}

/** The cell that begins there, and where the separator or the line break stands that ends it. */
function readCell(text: string, from: number, separator: string) {
  const plainEnd = (at: number) => {
    let end = at;
    while (end < text.length && text.charAt(end) !== separator && text.charAt(end) !== '\n') end += 1;
    return end;
  };
  const opens = from + (/^ */u.exec(text.slice(from, from + 200))?.[0].length ?? 0);
  if (text.charAt(opens) !== '"') return { text: text.slice(from, plainEnd(from)), end: plainEnd(from) };
  let said = '';
  let at = opens + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    said += text.slice(at, quote);
    at = quote + 1;
    if (text.charAt(at) !== '"') break;
    said += '"';
    at += 1;
  }
  // What stands behind the closing mark belongs to the cell: nothing that somebody typed is dropped.
  return { text: said + text.slice(at, plainEnd(at)), end: plainEnd(at) };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
