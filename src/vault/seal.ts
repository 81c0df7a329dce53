import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals bytes for one purpose; base64url of the initialisation vector, what was sealed, and the tag. */
export function seal(key: KeyObject, purpose: readonly string[], bytes: Uint8Array): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(bytesOf(purpose));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Undefined when it is not what was sealed, with this key and for this purpose. */
export function unseal(key: KeyObject, purpose: readonly string[], sealed: string): Uint8Array | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // Decoding passes over surplus bits, so that different texts would give the same bytes.
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(bytesOf(purpose));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const opened = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    decipher.final(); // Throws when the tag does not fit.
    return opened;
  } catch {
    return undefined;
  }
}

/** Each part stands behind its length, so that no two lists of parts run together to the same bytes. */
export function bytesOf(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}
