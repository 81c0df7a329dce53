/**
 * The letters of a reference: Crockford's base 32 without 0 and 1, so that nothing in it can be misheard or misread
 * for O, I or L when it is read out by telephone.
 */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;
/** Of records of which there may be a hundred thousand, each made from what it is found by: no two may meet. */
const LONG = 10;

/**
 * Makes a reference such as `C-7K3Q9F` from random or keyed-hash bytes (at least 8). Never a counter, which would
 * tell how many cases there are. One of many, such as `R-7K3Q9F2MHX`, is longer.
 */
export function referenceFrom(prefix: string, bytes: Uint8Array, isOfMany = false): string {
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  let text = '';
  for (let place = 0; place < (isOfMany ? LONG : LENGTH); place++) {
    text += ALPHABET[Number(number % BigInt(ALPHABET.length))];
    number /= BigInt(ALPHABET.length);
  }
  return `${prefix}-${text}`;
}

const SHAPE = new RegExp(`^([A-Z]{1,3})-?([${ALPHABET}]{${LENGTH}}|[${ALPHABET}]{${LONG}})$`);

/** Reads a reference as people type it: any case, with or without the dash. Undefined when it is none. */
export function parseReference(text: string): string | undefined {
  const match = SHAPE.exec(text.trim().toUpperCase());
  return match ? `${match[1]}-${match[2]}` : undefined;
}
