/**
 * A row of a table as RFC 4180 writes it, without the line break that ends it. No cell is read as a formula where the
 * table is opened in a spreadsheet.
 */
export function csvRow(cells: readonly string[]): string {
  return cells.map((cell) => quoted(inert(cell))).join(',');
}

/** A whole table, each row ended by a line break. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${csvRow(cells)}\r\n`).join('');
}

/**
 * What a spreadsheet takes for the beginning of a formula, also as wide letters and behind what nobody sees: an
 * apostrophe makes it a text.
 */
const FORMULA = /^(?:[\s\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

function inert(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** Also around what parts cells where a spreadsheet is set up for another country. */
function quoted(cell: string): string {
  return /[",;\t\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
