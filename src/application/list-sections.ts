import type { Row } from '../domain/decider.ts';
import type { Button, Json } from '../domain/message.ts';
import { type Searching, searchPress, turnedWith } from './list-search.ts';
import type { Line } from './lists.ts';
import type { PersonsList } from './persons-lists.ts';

/** A part of a list that is to be drawn. */
export interface Section {
  readonly list: PersonsList;
  readonly page: number;
  readonly shown: readonly Line[];
  /** What stands on earlier pages and on this one and on later ones; of a list that is read in part, what was read. */
  readonly count: number;
  /** What of that stands on later pages. */
  readonly later: number;
  /** What is said above the lines. */
  readonly words: string;
  readonly searching?: Searching | undefined;
}

/** Lines in pages of no more than so many, and of no more text than that unless one line alone has more. */
export function inPages(lines: readonly Line[], most: number, bytes: number): readonly (readonly Line[])[] {
  const pages: Line[][] = [[]];
  let filled = 0;
  for (const line of lines) {
    const size = bytesOf(line);
    const page = pages.at(-1) ?? [];
    const isFull = page.length === most || (page.length > 0 && filled + size > bytes);
    if (isFull) pages.push([line]);
    else page.push(line);
    filled = isFull ? size : filled + size;
  }
  return pages;
}

/** How much the words of a line take in what is sent. */
function bytesOf({ row: { title, detail } }: Line): number {
  return Buffer.byteLength(JSON.stringify([title, detail]));
}

/** One list with as many lines as fit, and the way to the others. */
export function drawSection(
  { list, page, shown: all, later: left, count, words, searching }: Section,
  most: number,
  bytes: number,
): Json {
  const [shown = []] = inPages(all, most, bytes);
  const isCut = shown.length < all.length;
  const turning = isCut ? [turner(list.id, 1, list.isNewestFirst ? 'More' : `All ${count}`, searching)] : [];
  const further = left > 0 ? [turner(list.id, page + 1, list.isNewestFirst ? 'More' : `${left} more`, searching)] : [];
  return {
    title: list.title,
    empty: words,
    rows: shown.map(({ reference, row }) => ({
      title: row.title,
      detail: row.detail,
      buttons: row.press === undefined ? [] : [opener(row.press, reference)],
    })),
    buttons: [...(isCut ? turning : further), ...searchButtons(list, searching)],
  };
}

function searchButtons(list: PersonsList, searching: Searching | undefined): readonly Button[] {
  const { search } = list;
  if (search === undefined) return [];
  const again = searching === undefined ? search.label : 'Search again';
  const press = searchPress(list, searching);
  const whole = searching === undefined ? [] : [turner(list.id, 1, 'Show all', undefined)];
  return [{ label: again, primary: false, opens: true, chatOnly: false, press }, ...whole];
}

/** So many buttons stand beside each other in every chat. */
const IN_A_ROW = 5;

/** The way to lists that do not stand open. */
export function foldedSections(lists: readonly PersonsList[]): readonly Json[] {
  const buttons = lists.map(opensList);
  const rows = Math.ceil(buttons.length / IN_A_ROW);
  return Array.from({ length: rows }, (_, row) => ({
    title: row === 0 ? 'More lists' : 'And more',
    empty: '',
    rows: [],
    buttons: buttons.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  }));
}

function opensList({ id, title }: PersonsList): Button {
  return { label: title, primary: false, opens: true, chatOnly: false, press: { do: `list/${id}` } };
}

function opener({ label, command }: NonNullable<Row['press']>, reference: string): Button {
  return { label, primary: false, opens: true, chatOnly: false, press: { do: command, ref: reference } };
}

function turner(list: string, page: number, label: string, searching: Searching | undefined): Button {
  const press = { do: `list/${list}`, with: { page: String(page), ...turnedWith(searching) } };
  return { label, primary: false, opens: false, chatOnly: false, press };
}
