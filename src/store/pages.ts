import { z } from 'zod';
import { StoreFault } from '../application/faults.ts';
import type { RecordQuery, Unreadable } from '../application/ports.ts';
import { sharedFault } from './faults.ts';

/** A page ends early, with a `next`, when what it holds passes this many characters: memory and time are bounded. */
export const PAGE_CHARACTERS = 8_000_000;

/** The most records that a page has. */
export const LARGEST_PAGE = 500;

/** Where a record stands in a list: lists are ordered by creation, then by id. */
export interface Position {
  readonly createdAt: string;
  readonly id: string;
}

/** From `from`, which belongs to it, to `to`, which does not. */
export interface Range {
  readonly from: Position;
  readonly to: Position;
}

/** Lies behind every instant. */
const END_OF_TIME = '\u{10ffff}';

const mark = z
  .base64url()
  .transform((text, context) => {
    try {
      return JSON.parse(Buffer.from(text, 'base64url').toString());
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.tuple([z.string(), z.string()]));

/** The part of the list that a page is taken from: what the query asks for, less what earlier pages have shown. */
export function rangeOf(query: Pick<RecordQuery, 'createdFrom' | 'createdBefore' | 'order' | 'after'>): Range {
  const from: Position = { createdAt: query.createdFrom ?? '', id: '' };
  const to: Position = { createdAt: query.createdBefore ?? END_OF_TIME, id: '' };
  if (query.after === undefined) return { from, to };
  const shown = parseMark(query.after);
  if (query.order === 'newest-first') return { from, to: comparePositions(shown, to) < 0 ? shown : to };
  // The least id that follows another is that one with a zero behind it.
  const next: Position = { createdAt: shown.createdAt, id: `${shown.id}\0` };
  return { from: comparePositions(next, from) > 0 ? next : from, to };
}

/** Orders as stores do: by the bytes of the UTF-8. */
export function comparePositions(a: Position, b: Position): number {
  return compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id);
}

/** What a page gives as `next`. */
export function formatMark(position: Position): string {
  return Buffer.from(JSON.stringify([position.createdAt, position.id])).toString('base64url');
}

/** Refuses a page that is not of 1 to `most` records. */
export function checkLimit(limit: number, most: number = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= most) return limit;
  throw sharedFault('store-failed', `a page is of 1 to ${most} records`);
}

/** Where the page before ended. Throws `store-failed` for a mark that no page gave. */
export function parseMark(after: string): Position {
  const parsed = mark.safeParse(after);
  if (!parsed.success) throw unknownMark();
  const [createdAt, id] = parsed.data;
  return { createdAt, id };
}

/** The fault of a page that is to follow none. */
export function unknownMark(): StoreFault {
  return sharedFault('store-failed', 'the page asked for follows none that this store gave');
}

/** What can be read of a page's rows, and for who is tolerant what cannot; otherwise the first fault is thrown. */
export function readRows<Of, Read>(
  rows: readonly Of[],
  read: (row: Of) => Read,
  nameOf: ((row: Of) => Unreadable) | undefined,
): { readonly records: readonly Read[]; readonly unreadable?: readonly Unreadable[] } {
  const records: Read[] = [];
  const unreadable: Unreadable[] = [];
  for (const row of rows) {
    try {
      records.push(read(row));
    } catch (fault) {
      if (nameOf === undefined || !(fault instanceof StoreFault)) throw fault;
      unreadable.push(nameOf(row));
    }
  }
  return unreadable.length === 0 ? { records } : { records, unreadable };
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
