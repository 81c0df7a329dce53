import type { CardData, Json } from '../../domain/message.ts';
import { type ButtonRow, isButtons, isRecord, type Pressable } from './buttons.ts';
import { shorten, splitText } from './long-text.ts';

/** The most characters of a heading. */
export const HEADER_LIMIT = 150;
/** Of a fact 2,000 with its label. */
const FACT_LIMIT = 1_800;
/** Of a line of a list 3,000 with its title, of which nothing is to be left out: where it stands comes last in it. */
const LINE_LIMIT = 2_950;
const LINE_TITLE_LIMIT = 1_000;

/** A card's data as the templates take it: buttons in rows, long texts in pieces, every text in whole characters. */
export function prepareData(data: CardData, rows: (buttons: readonly Pressable[]) => readonly ButtonRow[]): CardData {
  const prepare = (value: Json): Json => {
    if (typeof value === 'string') return value.toWellFormed();
    if (isButtons(value)) return rows(value).map(prepare);
    if (Array.isArray(value)) return value.flatMap(inPieces).map(prepare);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(lineOf(value)).map(([key, part]) => [key, prepare(part)]));
  };
  // The card's own title alone stands in a heading.
  const { title } = data;
  return prepare(typeof title === 'string' ? { ...data, title: shorten(title, HEADER_LIMIT) } : data) as CardData;
}

/** A line, or a text with its heading, that is longer than Slack takes becomes several; nothing is no line. */
function inPieces(item: Json): readonly Json[] {
  if (typeof item === 'string') return splitText(item).filter((piece) => piece !== '');
  if (!isRecord(item)) return [item];
  if (typeof item['label'] === 'string' && typeof item['value'] === 'string')
    return factsOf(item['label'], item['value']);
  if (typeof item['text'] !== 'string') return [item];
  return splitText(item['text']).map((text, index) => ({ ...item, ...(index > 0 ? { heading: '' } : {}), text }));
}

/** Of a fact nothing is left out: whoever carries something out goes by it. */
function factsOf(label: string, value: string): readonly Json[] {
  const pieces = splitText(value, FACT_LIMIT);
  return pieces.map((piece, at) => ({ label: at === 0 ? label : `${label} (continued)`, value: piece }));
}

/** A line of a list with as much of its details as there is room for beside its title. */
function lineOf(part: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  const { title, detail } = part;
  if (typeof title !== 'string' || typeof detail !== 'string') return part;
  const shown = shorten(title, LINE_TITLE_LIMIT);
  return { ...part, title: shown, detail: shorten(detail, LINE_LIMIT - shown.length) };
}
