import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Vault } from '../application/ports.ts';
import { vaultFault } from './faults.ts';
import { addSchool, prepareKeyFile, readKeyFile, type SchoolKeys } from './key-file.ts';

const VERSION = 'file1';
const ALGORITHM = 'aes-256-gcm';
const DATA_KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_BYTES = 18;

/**
 * A vault whose keys stand in one file that only this account can read; for a school that runs the service on one
 * machine of its own. Makes the file if it is not there, and a school's keys when the school is first used. Rejects
 * with a `VaultFault` whose code is one of `VaultFaultCode`.
 *
 * Whoever loses the file loses the records: it is backed up apart from them.
 */
export async function openFileVault(path: string): Promise<Vault> {
  const file = await prepareKeyFile(path);
  let schools = await readKeyFile(file);
  let adding: Promise<unknown> = Promise.resolve();

  /** Takes over what the file holds now. What was in use must still be there, or new records would be lost with it. */
  function takeOver(held: readonly SchoolKeys[]): void {
    const ids = new Set(held.map(({ keyId }) => keyId));
    if (schools.some(({ keyId }) => !ids.has(keyId))) throw vaultFault('vault-key-missing', `${file} was replaced`);
    schools = held;
  }

  function findKeys(school: string): SchoolKeys | undefined {
    return schools.find((keys) => keys.school === school);
  }

  async function keysOf(school: string): Promise<SchoolKeys> {
    const known = findKeys(school);
    if (known !== undefined) return known;
    const added = adding.then(async () => {
      if (findKeys(school) === undefined) takeOver(await addSchool(file, school));
    });
    adding = added.catch(() => {});
    await added;
    const made = findKeys(school);
    if (made === undefined) throw vaultFault('vault-failed', file);
    return made;
  }

  async function keysOfId(keyId: string): Promise<SchoolKeys> {
    const known = schools.find((keys) => keys.keyId === keyId);
    if (known !== undefined) return known;
    takeOver(await readKeyFile(file)); // Another process may have added it.
    const added = schools.find((keys) => keys.keyId === keyId);
    if (added === undefined) throw vaultFault('vault-key-missing', `key ${keyId}`);
    return added;
  }

  return {
    async wrap(school, dataKey) {
      if (dataKey.length !== DATA_KEY_BYTES) throw vaultFault('vault-failed', `a data key has ${DATA_KEY_BYTES} bytes`);
      return wrapWith(await keysOf(school), dataKey);
    },

    async unwrap(school, wrapped) {
      const [, keyId, sealed] = /^file1\.([\w-]{8,64})\.([\w-]+)$/.exec(wrapped) ?? [];
      if (keyId === undefined || sealed === undefined) throw vaultFault('vault-wrap-altered');
      const keys = await keysOfId(keyId);
      const dataKey = keys.school === school ? unwrapWith(keys, sealed) : undefined;
      if (dataKey === undefined) throw vaultFault('vault-wrap-altered');
      return dataKey;
    },

    async token(school, text) {
      const { tokenKey } = await keysOf(school);
      const hash = createHmac('sha256', Buffer.from(tokenKey, 'base64url')).update(bytesOf(['token', school, text]));
      return hash.digest().subarray(0, TOKEN_BYTES).toString('base64url');
    },

    // What was read at the start is kept for as long as the process lives.
    health: async () => undefined,
  };
}

function wrapWith(keys: SchoolKeys, dataKey: Uint8Array): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, Buffer.from(keys.wrappingKey, 'base64url'), iv, {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(purposeOf(keys));
  const sealed = Buffer.concat([iv, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${keys.keyId}.${sealed.toString('base64url')}`;
}

/** Undefined when it is not what was wrapped. */
function unwrapWith(keys: SchoolKeys, sealed: string): Uint8Array | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // Decoding passes over surplus bits, so that different texts would give the same bytes.
  const whole = bytes.length === IV_BYTES + DATA_KEY_BYTES + TAG_BYTES && bytes.toString('base64url') === sealed;
  if (!whole) return undefined;
  const wrappingKey = Buffer.from(keys.wrappingKey, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, wrappingKey, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(purposeOf(keys));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const dataKey = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    decipher.final(); // Throws when the tag does not fit.
    return dataKey;
  } catch {
    return undefined;
  }
}

/** What a wrapped key is bound to, beside the key that wraps it. */
function purposeOf(keys: SchoolKeys): Buffer {
  return bytesOf([VERSION, 'data key of a record', keys.keyId, keys.school]);
}

/** Each part stands behind its length, so that no two lists of parts run together to the same bytes. */
function bytesOf(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}
