/** Crockford's base 32: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 20;
const GROUP = 5;
const BITS_OF_LETTER = 5n;

/** The code of a checkpoint, such as `7K3Q9-F2M8A-04TZX-R6WNC`: the first 100 bits of `hash`, the first bit first. */
export function codeFrom(hash: Uint8Array): string {
  const bytes = hash.subarray(0, 13);
  let number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> 4n;
  let letters = '';
  for (let place = 0; place < LETTERS; place++) {
    letters = `${ALPHABET[Number(number & 31n)]}${letters}`;
    number >>= BITS_OF_LETTER;
  }
  return grouped(letters);
}

/** Reads a code as people write it: any case, with or without dashes and spaces, O for 0, I and L for 1. */
export function readCode(text: string): string | undefined {
  const letters = text
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const isCode = letters.length === LETTERS && [...letters].every((letter) => ALPHABET.includes(letter));
  return isCode ? grouped(letters) : undefined;
}

function grouped(letters: string): string {
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
