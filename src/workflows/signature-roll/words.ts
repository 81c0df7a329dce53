import type { Instant } from '../../domain/instant.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { type Phase, phases } from './phases.ts';
import type { BadRow, RowProblem } from './read-rows.ts';
import { GROUP, NAME } from './read-rows.ts';
import { type Changes, figuresOf, missingOf, type Row } from './rows.ts';
import type { Roll } from './state.ts';

/** The words on the buttons. */
export const labels = {
  'signature-roll/begin': 'Begin a signature roll',
  'signature-roll/open': 'Open',
  'signature-roll/put-away': 'Put away',
  'signature-roll/record': 'Record signatures',
  'signature-roll/take-off': 'Take somebody off',
  'signature-roll/change': 'Change',
  'signature-roll/close': 'Close',
  'signature-roll/show-who': 'Show who',
} as const;

export const statusWords: Record<Roll['status'], string> = {
  open: 'open',
  due: 'overdue',
  closed: 'closed',
};

/** So many rows are named, of those that are wrong or that change; the others are counted. */
const NAMED = 10;
const BLOCKS = 10;

/** Which agreement of which part of the school: what people typed, so that it stands on private surfaces alone. */
export function saidAgreement({ file: { wording, part, year } }: Roll): string {
  return `${wording.title}, ${part}, ${year}`;
}

/** The figures: `184 of 212 signed · 9 partly · 19 not signed`. They add up. */
export function saidFigures({ file: { rows, phase } }: Roll): string {
  if (rows.length === 0) return 'Nobody is on it yet';
  const { signed, partly, unsigned } = figuresOf(rows, phase);
  const parts = phases[phase].needs.length > 1 ? [`${partly} partly`] : [];
  return [`${signed} of ${rows.length} signed`, ...parts, `${unsigned} not signed`].join(' · ');
}

/** How far a roll is, in blocks. */
export function saidBar({ file: { rows, phase } }: Roll): string {
  const { signed } = figuresOf(rows, phase);
  const full = rows.length === 0 ? 0 : Math.floor((signed / rows.length) * BLOCKS);
  return '█'.repeat(full) + '░'.repeat(BLOCKS - full);
}

/** How many have not signed, wholly: `12 of 212 pupils`. */
export function saidUnsigned({ file: { rows, phase } }: Roll): string {
  const { signed } = figuresOf(rows, phase);
  return `${rows.length - signed} of ${counted(rows.length, phases[phase].one)}`;
}

/** A number of things: `1 row`, `3 rows`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;
}

/** What is missing of somebody who has not signed: `pupil and parent`. */
export function saidMissing(row: Row, phase: Phase): string {
  const { signs } = phases[phase];
  return missingOf(row, phase)
    .map((signer) => signs[signer])
    .join(' and ');
}

/** What a check of pasted rows came to: `184 rows: 180 new, 3 already there, 1 changed.` */
export function saidCheck({ added, changed, same }: Changes): string {
  const all = added.length + changed.length + same;
  return `${counted(all, 'row')}: ${added.length} new, ${same} already there, ${changed.length} changed.`;
}

/** What changes of those who are there, by name: for who records alone. */
export function saidChanged({ changed }: Changes, phase: Phase): string {
  return named(
    changed.map(({ before, after }) => {
      const parts = (['own', 'parent'] as const).filter((signer) => before[signer] !== after[signer]);
      const said = parts.map(
        (signer) => `${phases[phase].signs[signer]} ${saidMark(before[signer])} → ${saidMark(after[signer])}`,
      );
      return `${saidRow(after)}: ${said.join(', ')}`;
    }),
  );
}

/** How many would lose a signature that is recorded. */
export function countLost({ changed }: Changes): number {
  const isLost = ({ before, after }: Changes['changed'][number]) =>
    (['own', 'parent'] as const).some((signer) => before[signer] !== '' && after[signer] === '');
  return changed.filter(isLost).length;
}

/** Somebody with their class. */
export function saidRow({ name, group }: Pick<Row, 'name' | 'group'>): string {
  return group === '' ? name : `${name}, ${group}`;
}

/** What is wrong with each row, a line each, and what to do. */
export function saidBad(bad: readonly BadRow[], phase: Phase): string {
  return named(bad.map(({ line, problem, about }) => `Line ${line}: ${problemWords[problem](about, phase)}`));
}

const problemWords: Record<RowProblem, (about: string, phase: Phase) => string> = {
  unclosed: () => 'a quotation mark opens and is never closed. Take it out, or close it.',
  'too-many-cells': (about) =>
    `there is more than the columns hold: ${quoted(about)}. Take it out, or put a line of headings on top.`,
  'no-name': () => 'the name is missing. Put it in the first column.',
  'name-too-long': () => `the name is longer than ${NAME} characters. Shorten it.`,
  'no-group': (_, phase) => `the ${phases[phase].group} is missing. Put it in the second column.`,
  'group-too-long': (_, phase) => `the ${phases[phase].group} is longer than ${GROUP} characters. Shorten it.`,
  'not-a-mark': (about) => `${quoted(about)} is neither yes, no nor a day. Put one of them, such as 14/09/2026.`,
  'to-come': (about) => `${quoted(about)} is still to come. Put the day on which it was signed.`,
  'too-old': (about) => `${quoted(about)} is too long ago for this roll. Put the day of this year's signature, or no.`,
  twice: (about) =>
    `the same as line ${about}. Take one of them out; of two with one name, add a middle name or initial.`,
};

/** Who records a roll, by name. */
export function saidRecorders({ file }: Roll, school: School): string {
  const { recorders } = file.terms;
  return recorders.length === 0
    ? 'those who publish policies'
    : recorders.map((person) => personName(school, person)).join(', ');
}

/** The last day to sign. */
export function saidDue({ file }: Roll, school: School, at: Instant): string {
  return saidDate(school, file.terms.dueOn, at);
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string): string {
  return `There is nothing with the reference ${reference} that you can open. Signatures are recorded by who was named for it, and by those who publish policies.`;
}

function saidMark(mark: string): string {
  if (mark === '') return 'not signed';
  return mark === 'yes' ? 'signed' : `signed ${mark.split('-').toReversed().join('/')}`;
}

/** At most ten lines, and how many more there are. */
function named(lines: readonly string[]): string {
  const more = lines.length - NAMED;
  return [...lines.slice(0, NAMED), ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
}

function quoted(text: string): string {
  const short = [...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text;
  return `"${short}"`;
}
