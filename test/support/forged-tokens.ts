import { constants, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { SigningKey } from './fake-token-issuer.ts';

/** How a token is signed: with these bytes, whatever its header says. */
export type Signing = (signed: string) => Buffer;

export const withKey = ({ privateKey }: SigningKey, hash = 'sha256'): Signing => {
  return (signed) => sign(hash, Buffer.from(signed), privateKey);
};

/** By the other way to sign with RSA. */
export const withPss = ({ privateKey }: SigningKey): Signing => {
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return (signed) => sign('sha256', Buffer.from(signed), key);
};

/** With the public key, in a form that is no secret, as if it were one. */
export const withPublicKey = (key: SigningKey, form: 'pem' | 'der' | 'jwk', hash = 'sha256'): Signing => {
  return (signed) => createHmac(hash, publicForm(key.privateKey, form)).update(signed).digest();
};

export const withNothing: Signing = () => Buffer.alloc(0);

function publicForm(key: KeyObject, form: 'pem' | 'der' | 'jwk'): string | Buffer {
  const known = createPublicKey(key);
  if (form === 'jwk') return JSON.stringify(known.export({ format: 'jwk' }));
  return form === 'pem' ? known.export({ format: 'pem', type: 'spki' }) : known.export({ format: 'der', type: 'spki' });
}

/** A part of a token as it is given: as JSON, or this very text. */
export type Part = Record<string, unknown> | string;

export function forgedToken(header: Part, payload: Part, signing: Signing): string {
  const signed = `${encoded(header)}.${encoded(payload)}`;
  return `${signed}.${signing(signed).toString('base64url')}`;
}

export function encoded(part: Part): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
