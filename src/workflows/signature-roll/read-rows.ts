import { withoutUnseen } from '../../domain/check-answers.ts';
import { type CsvRow, readCsv } from '../../domain/read-csv.ts';
import type { LocalDate } from '../../domain/school-time.ts';
import { type ColumnId, columnsOf } from './columns.ts';
import { type Phase, phases, type Signer, signers } from './phases.ts';
import { readMark } from './read-mark.ts';
import { keyOf, type Row } from './rows.ts';

/** What is wrong with a row that was pasted. */
export type RowProblem =
  | 'unclosed'
  | 'too-many-cells'
  | 'no-name'
  | 'name-too-long'
  | 'no-group'
  | 'group-too-long'
  | 'not-a-mark'
  | 'to-come'
  | 'too-old'
  | 'twice';

/** A row that could not be understood: on which line it stands, and what of it is meant. */
export interface BadRow {
  readonly line: number;
  readonly problem: RowProblem;
  /** The cell as it was put, or the line with which it is the same. */
  readonly about: string;
}

/** What was pasted, understood row by row. */
export interface ReadRows {
  readonly rows: readonly Row[];
  readonly bad: readonly BadRow[];
}

/** What the rows are read by. */
export interface ReadingOf {
  readonly phase: Phase;
  readonly today: LocalDate;
  /** No signature counts that is older. */
  readonly earliest: LocalDate;
}

/** The most characters of a name, and of a class. */
export const NAME = 100;
export const GROUP = 40;

/** Reads a table of people and their signatures, with or without a line that says what its columns are. */
export function readRows(text: string, of: ReadingOf): ReadRows {
  const { rows: table, unclosed } = readCsv(text);
  const { columns, hasHeader } = columnsOf(table[0]?.cells ?? [], of.phase, table);
  const read = (hasHeader ? table.slice(1) : table).map((row) => ({ line: row.line, of: readRow(row, columns, of) }));
  const rows: Row[] = [];
  const bad: BadRow[] = unclosed.map((line) => ({ line, problem: 'unclosed', about: '' }));
  const lines = new Map<string, number>();
  for (const { line, of: found } of read) {
    const first = 'problem' in found ? undefined : lines.get(keyOf(found));
    if ('problem' in found) bad.push({ line, ...found });
    else if (first !== undefined) bad.push({ line, problem: 'twice', about: String(first) });
    else {
      lines.set(keyOf(found), line);
      rows.push(found);
    }
  }
  return { rows, bad: bad.toSorted((one, other) => one.line - other.line) };
}

function readRow(
  { cells }: CsvRow,
  columns: readonly ColumnId[],
  { phase, today, earliest }: ReadingOf,
): Row | Omit<BadRow, 'line'> {
  const beyond = cells.slice(columns.length).find((one) => one.trim() !== '');
  if (beyond !== undefined) return { problem: 'too-many-cells', about: beyond.trim() };
  const said = (column: ColumnId) =>
    tidied(columns.flatMap((one, at) => (one === column ? [cells[at] ?? ''] : [])).join(' '));
  const name = tidied(`${said('first-name')} ${said('name')}`);
  const group = said('group');
  if (name === '') return { problem: 'no-name', about: '' };
  if ([...name].length > NAME) return { problem: 'name-too-long', about: '' };
  if (group === '' && phases[phase].isGroupNeeded) return { problem: 'no-group', about: '' };
  if ([...group].length > GROUP) return { problem: 'group-too-long', about: '' };
  const marks: Record<Signer, string> = { own: '', parent: '' };
  for (const signer of signers) {
    const mark = readMark(said(signer), { today, earliest });
    if (mark.kind === 'problem') return { problem: mark.problem, about: said(signer) };
    marks[signer] = mark.mark;
  }
  return { name, group, ...marks };
}

/** A cell on one line, without what nobody sees. */
function tidied(cell: string): string {
  return withoutUnseen(cell.replace(/\s+/gu, ' ')).trim();
}
