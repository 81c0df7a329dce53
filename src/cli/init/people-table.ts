import { Fault } from '../../application/faults.ts';
import { personKinds } from '../../domain/people.ts';
import { type CsvRow, readCsv } from '../../domain/read-csv.ts';
import { schoolSchema } from '../../domain/school.ts';
import { saidIssue } from '../../school-files.ts';
import type { Answers } from './answers.ts';
import { oneLine } from './question.ts';

const columns = ['name', 'email', 'jobTitle', 'kind', 'manager'] as const;
type Column = (typeof columns)[number];

const needed: readonly Column[] = ['name', 'email', 'jobTitle'];

const { name, email, jobTitle, kind, manager } = schoolSchema.shape.people.element.shape;
const schemas = { name, email, jobTitle, kind, manager };

/**
 * The people of a table, as answers: CSV with the columns name, email, jobTitle, and if wanted kind and manager, in any
 * order. Throws a `Fault` that names every line that is wrong and quotes none.
 */
export function readPeople(text: string, file: string): Answers {
  const { rows, unclosed } = readCsv(text);
  const [header, ...people] = rows;
  const places = header?.cells.map((cell) => columnOf(cell)) ?? [];
  if (header === undefined || !needed.every((one) => places.includes(one)) || places.includes(undefined))
    throw wrongTable(file, [`line ${header?.line ?? 1}: ${COLUMNS}`]);
  const answers = new Map<string, string>();
  const problems = unclosed.map((line) => `line ${line}: a quotation mark opens here that is never closed.`);
  const before = new Map<string, number>();
  for (const row of people) {
    const { values, wrong } = read(row, places);
    const address = values.get('email') ?? '';
    const first = before.get(address);
    if (address !== '' && first !== undefined) wrong.push(`email: the same as in line ${first}; keep one`);
    before.set(address, row.line);
    if (address !== '' && values.get('manager') === address)
      wrong.push('manager: nobody is their own manager; name somebody else, or leave it empty');
    problems.push(...wrong.map((words) => `line ${row.line}: ${words}.`));
    for (const [column, value] of values) if (column !== 'email') answers.set(`people/${address}/${column}`, value);
  }
  if (problems.length > 0) throw wrongTable(file, problems);
  return answers;
}

const COLUMNS = `the first line names the columns: ${needed.join(',')}, and if wanted kind and manager; nothing else.`;

function read({ cells }: CsvRow, places: readonly (Column | undefined)[]) {
  const values = new Map<Column, string>();
  const wrong: string[] = [];
  if (cells.slice(places.length).some((cell) => cell.trim() !== ''))
    return {
      values,
      wrong: ['more stands here than there are columns; put quotation marks around what holds a comma'],
    };
  for (const [index, column] of places.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (column === undefined || (cell === '' && !needed.includes(column))) continue;
    const line = oneLine(cell);
    const typed = 'text' in line && column !== 'name' && column !== 'jobTitle' ? line.text.toLowerCase() : cell;
    const parsed = schemas[column].safeParse(typed, { error: saidIssue });
    if ('problem' in line) wrong.push(`${column}: ${line.problem}`);
    else if (!parsed.success) wrong.push(`${column}: ${parsed.error.issues[0]?.message}`);
    else values.set(column, typed);
  }
  return { values, wrong };
}

/** A column by its name, however a spreadsheet writes it: "Job title", "E-mail". */
function columnOf(cell: string): Column | undefined {
  const plain = cell.toLowerCase().replace(/[^a-z]/g, '');
  return columns.find((one) => one.toLowerCase() === plain);
}

function wrongTable(file: string, lines: readonly string[]): Fault {
  return new Fault(`${file} cannot be used as it is:${lines.map((line) => `\n  ${line}`).join('')}`, {
    code: 'people-wrong',
    whatToDo: `Put each of them right and run it again; a kind is ${personKinds.join(', ')}. Nothing was written.`,
  });
}
