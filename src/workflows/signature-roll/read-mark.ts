import { DateTime } from 'luxon';
import type { LocalDate } from '../../domain/school-time.ts';

type ReadMark =
  | { readonly kind: 'mark'; readonly mark: string }
  | { readonly kind: 'problem'; readonly problem: 'not-a-mark' | 'to-come' | 'too-old' };

const signed = new Set(['yes', 'y', 'true', '1', '✓', '✔', 'signed', 'agreed', 'returned']);
const unsigned = new Set(['', 'no', 'n', 'false', '0', '✗', '-', '–', 'not signed', 'unsigned', 'outstanding']);

/** The ways in which a day is written in Britain, and by spreadsheets. */
const formats = [
  'yyyy-MM-dd',
  'd/M/yyyy',
  'd/M/yy',
  'd.M.yyyy',
  'd-M-yyyy',
  'd MMM yyyy',
  'd MMMM yyyy',
  'd-MMM-yyyy',
  'd-MMM-yy',
];

/** September is Sept in one of them and Sep in the other; which comes first, day or month, the format says. */
const locales = ['en-GB', 'en-US'];

/** Whether somebody has signed, as a cell says it: yes, no, or the day on which they did. Blank is no. */
export function readMark(
  cell: string,
  { today, earliest }: { readonly today: LocalDate; readonly earliest: LocalDate },
): ReadMark {
  const said = cell.toLowerCase();
  if (unsigned.has(said)) return { kind: 'mark', mark: '' };
  if (signed.has(said)) return { kind: 'mark', mark: 'yes' };
  const day = formats
    .flatMap((format) => locales.map((locale) => DateTime.fromFormat(cell, format, { zone: 'utc', locale })))
    .find(({ isValid }) => isValid);
  const date = day?.toFormat('yyyy-MM-dd');
  if (date === undefined) return { kind: 'problem', problem: 'not-a-mark' };
  if (date > today) return { kind: 'problem', problem: 'to-come' };
  return date < earliest ? { kind: 'problem', problem: 'too-old' } : { kind: 'mark', mark: date };
}
