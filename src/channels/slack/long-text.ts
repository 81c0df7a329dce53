/** The most characters that Slack takes in one text or one input (docs.slack.dev, Block Kit). */
export const TEXT_LIMIT = 3_000;

/** How far back from the limit a text is parted between words rather than within one. */
const SEARCHED = 500;

/** A text in pieces that Slack takes, never parted inside a character. `joinText` puts them together again. */
export function splitText(text: string, most = TEXT_LIMIT): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const end = endOfPiece(rest, most);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

/**
 * What stands in several inputs as one text. Where a piece is full or ends with a space the next goes on as it is; else
 * somebody began anew there, and it begins on a line of its own.
 */
export function joinText(pieces: readonly string[]): string {
  const filled = pieces.filter((piece) => piece !== '');
  const isLast = (index: number) => index === filled.length - 1;
  return filled.map((piece, index) => (isLast(index) || goesOn(piece) ? piece : `${piece}\n`)).join('');
}

/** Words of the product's own that must fit, cut between words where it can be and marked as cut. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

function endOfPiece(text: string, most: number): number {
  for (let end = most; end > most - SEARCHED; end -= 1) {
    if (/\s/.test(text.charAt(end - 1))) return end;
  }
  return isInsideCharacter(text, most) ? most - 1 : most;
}

function isInsideCharacter(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}

/** A piece that is one short of full may have been parted before a character of two units. */
function goesOn(piece: string): boolean {
  return piece.length >= TEXT_LIMIT - 1 || /\s$/.test(piece);
}
