/** A heading with the words below it. */
export interface Said {
  readonly heading: string;
  readonly text: string;
}

/** About how many characters of content one page shows, so that a card stays far below the chats' limits. */
const PAGE_CHARACTERS = 5_000;
/** At most so many headings stand on one page. */
const PAGE_BLOCKS = 20;

/** How much a page takes. */
export interface PageSize {
  readonly most?: number;
  /** How many characters of a page each heading takes besides its words: what a chat writes round it. */
  readonly each?: number;
  /** At most so many headings. */
  readonly blocks?: number;
}

/** What there is to read, a page at a time; one page at least. A card with many buttons has less room for words. */
export function paginate(
  blocks: readonly Said[],
  { most = PAGE_CHARACTERS, each = 0, blocks: atMost = PAGE_BLOCKS }: PageSize = {},
): readonly (readonly Said[])[] {
  const pages: Said[][] = [[]];
  let room = most;
  for (const block of blocks.flatMap((one) => split(one, most - each))) {
    const length = weight(block.heading) + weight(block.text) + each;
    const standing = pages.at(-1)?.length ?? 0;
    if ((length > room && standing > 0) || standing >= atMost) {
      pages.push([]);
      room = most;
    }
    pages.at(-1)?.push(block);
    room -= length;
  }
  return pages;
}

/** How much of a page a text takes: what it weighs on its way to a chat, where a quotation mark is two characters. */
function weight(text: string): number {
  return JSON.stringify(text).length - 2;
}

/** A block longer than a page becomes several, parted between words where it can be. */
function split(block: Said, most: number): readonly Said[] {
  const parts: string[] = [];
  let part = '';
  let filled = 0;
  for (const word of block.text.split(/(?<=\s)/u).flatMap((one) => cut(one, most))) {
    const length = weight(word);
    if (filled + length > most) {
      parts.push(part);
      part = '';
      filled = 0;
    }
    part += word;
    filled += length;
  }
  parts.push(part);
  if (parts.length === 1) return [block];
  const numbered = (index: number) =>
    block.heading === '' ? '' : `${block.heading} (${index + 1} of ${parts.length})`;
  return parts.map((text, index) => ({ heading: numbered(index), text }));
}

/** A word longer than half a page, in pieces. */
function cut(word: string, most: number): readonly string[] {
  if (weight(word) <= most / 2) return [word];
  const characters = [...word];
  const half = Math.ceil(characters.length / 2);
  return [characters.slice(0, half), characters.slice(half)].flatMap((piece) => cut(piece.join(''), most));
}
