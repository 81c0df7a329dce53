import { z } from 'zod';
import { type Phase, phases, type Signer } from './phases.ts';

/** '' is not signed, `yes` signed on a day that nobody put, else the day. */
const mark = z.string();

/** Somebody on a roll, with their signatures. */
export const rowSchema = z.object({ name: z.string(), group: z.string(), own: mark, parent: mark });
export type Row = z.infer<typeof rowSchema>;

/** The most people on one roll: beyond it a part, such as a year group, has one of its own. */
export const MOST_ROWS = 1_500;

/** How far somebody's signatures are there. */
export type Standing = 'signed' | 'partly' | 'unsigned';

/** How many of a roll are how far; together they are all of it. */
export type Figures = Readonly<Record<Standing, number>>;

/** What somebody on a roll is known by: capitals, and what stands between words, make nobody another person. */
export function keyOf({ name, group }: Pick<Row, 'name' | 'group'>): string {
  return JSON.stringify([plain(name), plain(group)]);
}

/** Which of the signatures that the phase asks for are missing. */
export function missingOf(row: Row, phase: Phase): readonly Signer[] {
  return phases[phase].needs.filter((signer) => row[signer] === '');
}

/** How far somebody's signatures are there, by the rule of the phase. */
function standingOf(row: Row, phase: Phase): Standing {
  const missing = missingOf(row, phase).length;
  if (missing === 0) return 'signed';
  return missing < phases[phase].needs.length ? 'partly' : 'unsigned';
}

/** The figures of these. */
export function figuresOf(rows: readonly Row[], phase: Phase): Figures {
  const count = (standing: Standing) => rows.filter((row) => standingOf(row, phase) === standing).length;
  return { signed: count('signed'), partly: count('partly'), unsigned: count('unsigned') };
}

/** Those whose signatures are not all there, class by class, each in the order of names. */
export function notSigned(rows: readonly Row[], phase: Phase): ReadonlyMap<string, readonly Row[]> {
  const missing = rows.filter((row) => standingOf(row, phase) !== 'signed');
  return Map.groupBy(missing.toSorted(byGroupAndName), ({ group }) => group);
}

/** What these would change on a roll. */
export interface Changes {
  readonly added: readonly Row[];
  readonly changed: readonly { readonly before: Row; readonly after: Row }[];
  /** Those that stand there just so already. */
  readonly same: number;
}

/** What recording these rows would change; each of them stands in one part. */
export function changesBy(rows: readonly Row[], before: readonly Row[]): Changes {
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const pairs = rows.map((after) => ({ before: known.get(keyOf(after)), after }));
  const isSame = (one: Row, other: Row) => one.own === other.own && one.parent === other.parent;
  return {
    added: pairs.flatMap((pair) => (pair.before === undefined ? [pair.after] : [])),
    changed: pairs.flatMap(({ before: was, after }) =>
      was === undefined || isSame(was, after)
        ? []
        : [{ before: was, after: { ...after, name: was.name, group: was.group } }],
    ),
    same: pairs.filter(({ before: was, after }) => was !== undefined && isSame(was, after)).length,
  };
}

/** The roll with these rows on it, each person once. */
export function withRows(before: readonly Row[], rows: readonly Row[]): Row[] {
  const all = new Map(before.map((row) => [keyOf(row), row]));
  for (const row of rows) all.set(keyOf(row), row);
  return [...all.values()];
}

/** The roll without these. */
export function withoutRows(before: readonly Row[], keys: readonly Pick<Row, 'name' | 'group'>[]): Row[] {
  const gone = new Set(keys.map(keyOf));
  return before.filter((row) => !gone.has(keyOf(row)));
}

function byGroupAndName(one: Row, other: Row): number {
  const [a, b] = [one, other].map(({ name, group }) => [plain(group), plain(name)]);
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
