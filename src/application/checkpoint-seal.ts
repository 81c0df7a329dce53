import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../domain/checkpoint.ts';
import { codeFrom } from '../domain/checkpoint-code.ts';
import { Fault } from './faults.ts';
import type { Vault } from './ports.ts';

/** Signs for one school. */
export interface Signer {
  /** Ed25519, 32 bytes as base64url. */
  readonly publicKey: string;
  sign(text: string): string;
}

/** A checkpoint as it was read from its file. */
export interface SealedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** What its text gives, whatever the file is called. */
  readonly code: string;
  /** Whether the signature is of this text and of the key that stands in it. */
  readonly isSigned: boolean;
}

/** What a checkpoint says but for its lines, of which there may be very many. */
export interface CheckpointHead {
  readonly checkpoint: Pick<Checkpoint, 'school' | 'date' | 'at' | 'previous'>;
  readonly code: string;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS 8 (RFC 8410, section 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SIGNATURE = 'signature ';

/** The signer of a school: its key is derived from the vault's, so that it needs no place of its own. */
export async function signerOf(vault: Pick<Vault, 'token'>, school: string): Promise<Signer> {
  const secret = await vault.token(school, 'signing key/1');
  const seed = createHash('sha256')
    .update(['safeguarding-bot/signing-key/1', secret].map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
    .digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const { x: publicKey = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString('base64url') };
}

/** What a checkpoint's file holds, and the code of it. Throws for what nobody could read again: no code is given out for it. */
export function sealCheckpoint(
  checkpoint: Checkpoint,
  signer: Signer,
): { readonly text: string; readonly code: string } {
  const body = writeCheckpoint(checkpoint);
  const text = `${body}${SIGNATURE}${signer.sign(body)}\n`;
  if (openCheckpoint(text)?.isSigned !== true)
    throw new Fault('a checkpoint would not be readable', {
      code: 'checkpoint-unreadable',
      whatToDo: 'Run "npx safeguarding verify", and report this.',
    });
  return { text, code: codeOf(body) };
}

/** Reads what `sealCheckpoint` made; undefined when it is anything else. */
export function openCheckpoint(text: string): SealedCheckpoint | undefined {
  const at = text.lastIndexOf(`\n${SIGNATURE}`) + 1;
  const body = text.slice(0, at);
  const checkpoint = readCheckpoint(body);
  if (checkpoint === undefined) return undefined;
  const isSigned = text.endsWith('\n') && isSignatureOf(body, text.slice(at + SIGNATURE.length, -1), checkpoint);
  return { checkpoint, code: codeOf(body), isSigned };
}

/** The checkpoint without its lines. A copy: a part that was cut out of a file would keep all of that in memory. */
export function headOf({ checkpoint: { school, date, at, previous }, code }: SealedCheckpoint): CheckpointHead {
  return structuredClone({ checkpoint: { school, date, at, previous }, code });
}

/** What a checkpoint's file is called. */
export function checkpointName({ school, date }: Pick<Checkpoint, 'school' | 'date'>, code: string): string {
  return `${school}-${date}-${code}.txt`;
}

function codeOf(body: string): string {
  return codeFrom(createHash('sha256').update(body).digest());
}

function isSignatureOf(body: string, signature: string, { publicKey: x }: Checkpoint): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return false;
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(body), key, bytes);
  } catch {
    return false; // The key is none.
  }
}
