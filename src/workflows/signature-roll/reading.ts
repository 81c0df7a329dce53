import { dayAfter } from '../../domain/calendar-day.ts';
import type { Instant } from '../../domain/instant.ts';
import { readCsv } from '../../domain/read-csv.ts';
import type { School } from '../../domain/school.ts';
import { localDateTime } from '../../domain/school-time.ts';
import { type ReadRows, readRows } from './read-rows.ts';
import { keyOf, type Row } from './rows.ts';
import type { Roll } from './state.ts';

/** A signature counts that was given within a year before the roll began. */
const COUNTS_DAYS = 366;

/** What was pasted for a roll, understood row by row. The form shows it; the decision keeps it. */
export function rowsFor({ file }: Roll, table: string, school: School, at: Instant): ReadRows {
  const begun = localDateTime(school, file.begunAt).date;
  const earliest = dayAfter(begun, -COUNTS_DAYS);
  return readRows(table, { phase: file.phase, today: localDateTime(school, at).date, earliest });
}

/** People who are to be taken off a roll: those on it, and the lines that name nobody on it. */
export function peopleNamed({ file }: Roll, table: string) {
  const known = new Map(file.rows.map((row) => [keyOf(row), row]));
  const lines = readCsv(table).rows.map(({ cells, line }) => {
    const [name = '', group = ''] = cells.map((cell) => cell.replace(/\s+/gu, ' ').trim());
    return { line, row: known.get(keyOf({ name, group })) };
  });
  const found = new Map<string, Row>(lines.flatMap(({ row }) => (row === undefined ? [] : [[keyOf(row), row]])));
  return {
    people: [...found.values()].map(({ name, group }) => ({ name, group })),
    unknown: lines.filter(({ row }) => row === undefined).map(({ line }) => line),
  };
}
