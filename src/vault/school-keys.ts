import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { KEY_BYTES, KEY_ID, type WrappingKey } from './data-keys.ts';
import type { KeyVaultKey } from './key-vault-client.ts';
import { keyVaultFault } from './key-vault-faults.ts';
import { seal, unseal } from './seal.ts';

// The keys of one school, and the text that they are kept as: sealed with a key that Key Vault has wrapped.

/** The keys of a school. They show themselves neither in a log nor as JSON. */
export interface SchoolKeys {
  readonly school: string;
  readonly tokenKey: KeyObject;
  /** Oldest first; the last one wraps. One at least. */
  readonly wrappingKeys: readonly [WrappingKey, ...WrappingKey[]];
}

const FORMAT = 'safeguarding-bot/school-keys/1';

/** base64url that is written as its bytes are, without surplus bits. */
const bytes = z
  .base64url()
  .refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text)
  .transform((text) => Buffer.from(text, 'base64url'));
const key = bytes.refine((some) => some.length === KEY_BYTES).transform((some) => createSecretKey(some));

const packedKeys = z.strictObject({
  format: z.literal(FORMAT),
  /** The key of Key Vault with its version. */
  wrappedBy: z.string(),
  /** The key that `sealed` is sealed with, wrapped. */
  wrappedKey: bytes,
  sealed: z.string(),
});

const wrappingKey = z.strictObject({ keyId: z.string().regex(KEY_ID), key });

const sealedKeys = z.strictObject({ tokenKey: key, wrappingKeys: z.tuple([wrappingKey], wrappingKey) });

/** Fresh keys for a school that has none. */
export function makeSchoolKeys(school: string): SchoolKeys {
  const first = { school, keyId: randomBytes(9).toString('base64url'), key: freshKey() };
  return { school, tokenKey: freshKey(), wrappingKeys: [first] };
}

/** The key that has this id, if it is one of the school's. */
export function findWrappingKey({ wrappingKeys }: SchoolKeys, keyId: string): WrappingKey | undefined {
  return wrappingKeys.find((each) => each.keyId === keyId);
}

/** The key that wraps what is new. */
export function newestWrappingKey({ wrappingKeys }: SchoolKeys): WrappingKey {
  return wrappingKeys.at(-1) ?? wrappingKeys[0];
}

/** Whether all that was sealed with the keys of `before` can be opened and found with those of `after`. */
export function holdsAllOf(after: SchoolKeys, before: SchoolKeys): boolean {
  const held = before.wrappingKeys.every((each) => findWrappingKey(after, each.keyId)?.key.equals(each.key) === true);
  return held && after.tokenKey.equals(before.tokenKey);
}

/** Reads and writes school keys by one key of Key Vault. */
export interface SchoolKeysPacker {
  /** A text in which the keys can be kept anywhere, wrapped by a version of the key. */
  pack(keys: SchoolKeys, version: string): Promise<string>;
  unpack(school: string, text: string): Promise<SchoolKeys>;
  /** The version of the key that a text was wrapped by. */
  versionOf(text: string): string;
}

export function createSchoolKeysPacker(keyUrl: string, keyVault: KeyVaultKey): SchoolKeysPacker {
  function read(text: string) {
    const parsed = packedKeys.safeParse(parseJson(text));
    if (!parsed.success) throw keyVaultFault('vault-keys-altered');
    const { wrappedBy } = parsed.data;
    const cut = wrappedBy.lastIndexOf('/');
    // Asked of no other: whoever writes to the store could name a key of their own, and have us keep its secrets.
    if (wrappedBy.slice(0, cut).toLowerCase() !== keyUrl.toLowerCase()) throw keyVaultFault('vault-keys-of-other-key');
    const version = wrappedBy.slice(cut + 1);
    if (!/^\w{1,64}$/.test(version)) throw keyVaultFault('vault-keys-altered');
    return { ...parsed.data, version };
  }

  return {
    async pack(keys, version) {
      const sealing = randomBytes(KEY_BYTES);
      const wrappedBy = `${keyUrl}/${version}`;
      const content = {
        tokenKey: textOf(keys.tokenKey),
        wrappingKeys: keys.wrappingKeys.map(({ keyId, key }) => ({ keyId, key: textOf(key) })),
      };
      const wrappedKey = Buffer.from(await keyVault.wrap(version, sealing)).toString('base64url');
      const purpose = purposeOf(keys.school, wrappedBy);
      const sealed = seal(createSecretKey(sealing), purpose, Buffer.from(JSON.stringify(content)));
      sealing.fill(0);
      return JSON.stringify({ format: FORMAT, wrappedBy, wrappedKey, sealed } satisfies z.input<typeof packedKeys>);
    },

    async unpack(school, text) {
      const { version, wrappedBy, wrappedKey, sealed } = read(text);
      const sealing = await keyVault.unwrap(version, wrappedKey);
      if (sealing.length !== KEY_BYTES) throw keyVaultFault('vault-keys-altered');
      const content = unseal(createSecretKey(sealing), purposeOf(school, wrappedBy), sealed);
      const parsed = sealedKeys.safeParse(parseJson(Buffer.from(content ?? []).toString()));
      if (!parsed.success) throw keyVaultFault('vault-keys-altered');
      const { tokenKey, wrappingKeys } = parsed.data;
      const [first, ...others] = wrappingKeys;
      return { school, tokenKey, wrappingKeys: [{ school, ...first }, ...others.map((each) => ({ school, ...each }))] };
    },

    versionOf: (text) => read(text).version,
  };
}

function purposeOf(school: string, wrappedBy: string): readonly string[] {
  return [FORMAT, wrappedBy, school];
}

function freshKey(): KeyObject {
  return createSecretKey(randomBytes(KEY_BYTES));
}

function textOf(key: KeyObject): string {
  return key.export().toString('base64url');
}

/** Undefined when it is not JSON, which no schema takes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
