import { createHmac, type KeyObject } from 'node:crypto';
import { vaultFault } from './faults.ts';
import { bytesOf, seal, unseal } from './seal.ts';

// What every vault does with a school's keys once it has them.

/** The bytes of every key: a record's, and those of a school. */
export const KEY_BYTES = 32;

/** What an id of a wrapping key looks like. */
export const KEY_ID = /^[\w-]{8,64}$/;

const TOKEN_BYTES = 18;

/** The key of a school that wraps the data keys of its records. */
export interface WrappingKey {
  readonly school: string;
  readonly keyId: string;
  readonly key: KeyObject;
}

/** How each vault marks what it wrapped, and what its keys are kept in. */
const MARKS = { file1: 'a key file', kv1: 'Azure Key Vault' } as const;

type Mark = keyof typeof MARKS;

/** `file1.KEY-ID.SEALED`, and the same with the mark of another vault. */
export function wrapDataKey(mark: Mark, by: WrappingKey, dataKey: Uint8Array): string {
  if (dataKey.length !== KEY_BYTES) throw vaultFault('vault-failed', `a data key has ${KEY_BYTES} bytes`);
  return `${mark}.${by.keyId}.${seal(by.key, purposeOf(mark, by), dataKey)}`;
}

/**
 * Which wrapping key is needed for a wrapped data key. Throws `vault-wrap-altered` for what no vault has written, and
 * `vault-other-kind` for what another vault has.
 */
export function keyIdOf(mark: Mark, wrapped: string): string {
  return split(mark, wrapped).keyId;
}

/** The data key again. Throws `vault-wrap-altered` when it is not what was wrapped, or of another school. */
export function unwrapDataKey(mark: Mark, by: WrappingKey, wrapped: string): Uint8Array {
  const { keyId, sealed } = split(mark, wrapped);
  const dataKey = keyId === by.keyId ? unseal(by.key, purposeOf(mark, by), sealed) : undefined;
  if (dataKey?.length !== KEY_BYTES) throw vaultFault('vault-wrap-altered');
  return dataKey;
}

/** The keyed hash that `Vault.token` gives. */
export function tokenOf(tokenKey: KeyObject, school: string, text: string): string {
  const hash = createHmac('sha256', tokenKey).update(bytesOf(['token', school, text]));
  return hash.digest().subarray(0, TOKEN_BYTES).toString('base64url');
}

function split(mark: Mark, wrapped: string): { readonly keyId: string; readonly sealed: string } {
  const [, found, keyId, sealed] = /^(\w+)\.([\w-]{8,64})\.([\w-]+)$/.exec(wrapped) ?? [];
  if (keyId === undefined || sealed === undefined) throw vaultFault('vault-wrap-altered');
  if (found !== mark)
    throw isMark(found) ? vaultFault('vault-other-kind', MARKS[found]) : vaultFault('vault-wrap-altered');
  return { keyId, sealed };
}

function isMark(found: string | undefined): found is Mark {
  return found !== undefined && Object.hasOwn(MARKS, found);
}

/** What a wrapped key is bound to, beside the key that wraps it. */
function purposeOf(mark: Mark, { keyId, school }: WrappingKey): readonly string[] {
  return [mark, 'data key of a record', keyId, school];
}
