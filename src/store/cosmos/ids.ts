// A document's id may not hold a slash, a backslash, a question mark or a number sign, and stands in an address, where
// dots and spaces are lost. Ours are made of what every part on the way leaves alone.

/** The partition of what processes say of themselves; see presence.ts. No school's id holds a slash. */
export const PRESENCE = '/replicas';

const PLAIN = /[A-Za-z0-9_-]/;

/** The id of the document that keeps a record: its reference, with all that is unusual as `~` and two digits a byte. */
export function encodeId(reference: string): string {
  if (reference === '') return '~';
  return [...Buffer.from(reference)].map(encodeByte).join('');
}

/** The reference of the record that a document keeps. Undefined when no reference has that id. */
export function decodeId(id: string): string | undefined {
  const bytes = id === '~' ? [] : id.match(/~[0-9a-f]{2}|[A-Za-z0-9_-]/g)?.map(decodeByte);
  const reference = bytes && Buffer.from(bytes).toString();
  return reference !== undefined && encodeId(reference) === id ? reference : undefined;
}

/** Whether a record of that school and reference can be kept: half a surrogate pair cannot, nor what is too long. */
export function canBeKept(school: string, reference: string): boolean {
  if (school === PRESENCE || !school.isWellFormed() || !reference.isWellFormed()) return false;
  // https://learn.microsoft.com/azure/cosmos-db/concepts-limits: 1,023 bytes of id, 2,048 of partition key.
  return encodeId(reference).length <= 1_023 && Buffer.byteLength(school) <= 2_048;
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return PLAIN.test(character) ? character : `~${byte.toString(16).padStart(2, '0')}`;
}

function decodeByte(part: string): number {
  return part.startsWith('~') ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0);
}
