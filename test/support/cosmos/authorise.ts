import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';

// learn.microsoft.com, "Access control in the Azure Cosmos DB for NoSQL API": an authorization header is the URL-encoded
// text type=..&ver=1.0&sig=.., where the signature of the account's key covers verb, type, resource and date.

/** Refuses a request that the account's key did not sign and that carries no token of an identity. */
export function authorise(
  {
    method,
    path,
    headers,
  }: { readonly method: string; readonly path: string; readonly headers: NodeJS.Dict<string | string[]> },
  key: string,
  acceptsToken: (token: string) => boolean,
): void {
  const given = new URLSearchParams(decodeURIComponent(String(headers['authorization'] ?? '')).replaceAll('+', '%2B'));
  const signature = given.get('sig') ?? '';
  if (given.get('type') === 'aad') {
    if (acceptsToken(signature)) return;
    throw new Refusal(401, 'The token of the identity is not accepted.');
  }
  const { type, link } = resourceOf(path);
  const text = [method.toLowerCase(), type, link, String(headers['x-ms-date'] ?? '').toLowerCase(), '', ''].join('\n');
  const expected = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest();
  const got = Buffer.from(signature, 'base64');
  if (given.get('type') === 'master' && got.length === expected.length && timingSafeEqual(got, expected)) return;
  throw new Refusal(
    401,
    "The input authorization token can't serve the request. Please check that the expected payload is built as per the protocol.",
  );
}

/** The type of what is asked for, and the resource: the thing itself, or for a list what it is in. */
function resourceOf(path: string): { readonly type: string; readonly link: string } {
  const parts = path.split('/').filter(Boolean);
  const isList = parts.length % 2 === 1;
  return {
    type: (isList ? parts.at(-1) : parts.at(-2)) ?? '',
    link: parts
      .slice(0, isList ? -1 : undefined)
      .map(decodeURIComponent)
      .join('/'),
  };
}
