/**
 * A name out of a store or a folder as it may be printed: who can write there could otherwise move the cursor, or make
 * up lines. Every byte of what is no letter, digit, dash or underline is `%` and two digits; nothing at all is `%`.
 */
export function inPrint(name: string): string {
  if (name === '') return '%';
  return name.replaceAll(/[^\w-]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
