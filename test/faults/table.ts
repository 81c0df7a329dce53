import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One line of the table: what was tried, how often, and what came of it. */
export interface Row {
  /** Of quality.md, such as `N1`. */
  readonly target: string;
  readonly what: string;
  readonly store: string;
  readonly attempts: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  /** Doubles of which the record does not say so. */
  readonly unknown: number;
  readonly remarks?: string;
}

const HEAD = [
  '| target | what | store | attempts | acknowledged | lost | doubled | of these unknown | remarks |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

/** Puts a line into the table that is printed at the end. */
export function addRow(row: Row): void {
  const { target, what, store, attempts, acknowledged, lost, doubled, unknown, remarks = '' } = row;
  const cells = [target, what, store, attempts, acknowledged, lost, doubled, unknown, remarks];
  const line = `| ${cells.join(' | ')} |`;
  const { FAULTS_TABLE } = process.env;
  if (FAULTS_TABLE === undefined) console.log(line);
  else appendFileSync(FAULTS_TABLE, `${line}\n`);
}

/** Runs before all files, in the process that starts the others. */
export function setup(): void {
  process.env.FAULTS_TABLE = join(mkdtempSync(join(tmpdir(), 'safeguarding-faults-')), 'table');
}

/** Runs after all files: prints the table. */
export function teardown(): void {
  const { FAULTS_TABLE } = process.env;
  if (FAULTS_TABLE === undefined) return;
  const lines = existsSync(FAULTS_TABLE) ? readFileSync(FAULTS_TABLE, 'utf8').trim().split('\n').toSorted() : [];
  if (lines.length > 0) process.stdout.write(`\n${[...HEAD, ...lines].join('\n')}\n`);
  rmSync(join(FAULTS_TABLE, '..'), { recursive: true, force: true });
}
