import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { IntegrityFault } from './faults.ts';

const VERSION = '1';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals text so that only who has the data key (32 bytes) can read it, and only in the same context: what was sealed
 * for one record, or for one place in it, cannot be opened as another's. `iv` is 12 random bytes, never used twice
 * with one key. Gives `1.` and the base64url of iv, ciphertext and tag. Half a surrogate pair becomes U+FFFD.
 */
export function seal(dataKey: Uint8Array, iv: Uint8Array, context: readonly string[], plain: string): string {
  if (iv.length !== IV_BYTES) throw new RangeError(`an iv has ${IV_BYTES} bytes`);
  const cipher = createCipheriv(ALGORITHM, keyOf(dataKey), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(bytesOf(context));
  const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${sealed.toString('base64url')}`;
}

/**
 * Opens what `seal` gave. Throws an `IntegrityFault` (`sealed-altered`) when it was changed, cut short, moved to
 * another context, sealed with another key, or is of a version that is not known.
 */
export function unseal(dataKey: Uint8Array, context: readonly string[], sealed: string): string {
  const plain = open(dataKey, context, sealed);
  if (plain === undefined) {
    throw new IntegrityFault('Something sealed is not what it was when it was written', {
      code: 'sealed-altered',
      whatToDo: 'Keep a copy of the record store as it is, run verify, and compare with the last good backup.',
    });
  }
  return plain;
}

/** Undefined when it does not open; why it does not is no business of whoever changed it. */
function open(dataKey: Uint8Array, context: readonly string[], sealed: string): string | undefined {
  const prefix = `${VERSION}.`;
  if (!sealed.startsWith(prefix)) return undefined;
  const text = sealed.slice(prefix.length);
  const bytes = Buffer.from(text, 'base64url');
  // Decoding passes over what is not base64url, so that different texts would give the same bytes.
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== text) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(dataKey), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bytesOf(context));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** Each part stands behind its length, so that no two lists of parts run together to the same bytes. */
function bytesOf(context: readonly string[]): Buffer {
  return Buffer.from(context.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}

/** Each record's key as the cipher takes it at once: several parts are sealed and opened with it. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function keyOf(dataKey: Uint8Array): KeyObject {
  const known = keys.get(dataKey);
  if (known !== undefined) return known;
  const key = createSecretKey(dataKey);
  keys.set(dataKey, key);
  return key;
}
