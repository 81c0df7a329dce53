import { encoded } from '../support/forged-tokens.ts';
import { bearer, type Claims, createForger, type Forged, shown, type World } from './teams-forgery-tables.ts';

// Good tokens of the Teams service that are brought in another way, or were damaged on it.

/** The `Authorization` itself, with a token that is good. */
export function wrongHeaders(world: World): readonly Forged[] {
  const good = createForger(world).token();
  const [head = '', payload = '', signature = ''] = good.split('.');
  const whole = `Bearer ${good}`;
  const values = [
    ...['', 'Bearer', 'Bearer ', good, `bearer ${good}`, `BEARER ${good}`, `Bearer  ${good}`, `Bearer\t${good}`],
    ...[`Basic ${good}`, `Token ${good}`, `JWT ${good}`, `Digest ${good}`, `Negotiate ${good}`, `Bearer:${good}`],
    ...[`Bearer: ${good}`, `Bearer "${good}"`, `Bearer ${good};`, `Bearer ${good},`, `Bearer ${good} x`],
    ...[`${whole}, ${whole}`, `Bearer x, ${whole}`, `Bearer=${good}`, `%42earer ${good}`, `Bearer%20${good}`],
    ...[`Bearer ${good}.`, `Bearer .${good}`, `Bearer ${good}.x`, `Bearer ${good}..`, `Bearer ${head}.${payload}`],
    ...[`Bearer ${head}.${payload}.`, `Bearer ${head}..${signature}`, `Bearer .${payload}.${signature}`, 'Bearer ..'],
    ...[`Bearer ${head}.${payload}.${signature}==`, `Bearer ${head}=.${payload}.${signature}`, 'Bearer abc.def.ghi'],
    ...[`Bearer ${good.replaceAll('.', '%2E')}`, `Bearer ${good.replaceAll('.', ',')}`, 'Bearer null', 'Bearer {}'],
    ...[`Bearer ${head}. ${payload}.${signature}`, `Bearer ${payload}.${head}.${signature}`, 'Bearer undefined'],
    `Bearer ${head}.x.${payload}.x.${signature}`,
    `Bearer ${JSON.stringify({ protected: head, payload, signature })}`,
    `Bearer ${JSON.stringify({ payload, signatures: [{ protected: head, signature }] })}`,
  ];
  const inOther = [
    'x-authorization',
    'proxy-authorization',
    'x-ms-token',
    'cookie',
    'authentication',
    'x-original-auth',
  ];
  return [
    { how: 'without a token', headers: {} },
    ...values.map((authorization) => ({
      how: `with ${shown(authorization.replaceAll(good, 'TOKEN'))}`,
      headers: { authorization },
    })),
    ...inOther.map((name) => ({ how: `with the token in the header ${name}`, headers: { [name]: whole } })),
  ];
}

/** Bytes of a good token that were changed. */
export function damagedTokens(world: World): readonly Forged[] {
  const { claims, token } = createForger(world);
  const good = token();
  const [head = '', payload = '', signature = ''] = good.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const flipped = (at: number) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const signatures: readonly (readonly [string, Buffer])[] = [
    ...Array.from({ length: 32 }, (_, index) => [`byte ${index * 8} changed`, flipped(index * 8)] as const),
    ...[0, 1, 64, 128, 255].map((length) => [`only ${length} bytes`, bytes.subarray(0, length)] as const),
    ['a byte too many', Buffer.concat([bytes, Buffer.alloc(1)])],
    ['a byte before it', Buffer.concat([Buffer.alloc(1), bytes])],
    ['nothing but zeros', Buffer.alloc(256)],
    ['nothing but ones', Buffer.alloc(256, 255)],
    ['its bytes in the other order', Buffer.from(bytes).reverse()],
    ['the number one', Buffer.concat([Buffer.alloc(255), Buffer.from([1])])],
  ];
  const changes: readonly Claims[] = [
    { exp: 8e9 },
    { aud: [world.clientId] },
    { serviceurl: `${world.serviceUrl}/` },
    { x: 1 },
    { iss: 'https://api.botframework.com ' },
  ];
  const other = token({ claims: { jti: 'another' } }).split('.');
  return [
    ...signatures.map(([what, forged]) => ({
      how: `whose signature has ${what}`,
      headers: bearer(`${head}.${payload}.${forged.toString('base64url')}`),
    })),
    ...changes.map((change) => ({
      how: `changed after it was signed: ${shown(change)}`,
      headers: bearer(`${head}.${encoded({ ...claims, ...change })}.${signature}`),
    })),
    { how: 'with the signature of another token', headers: bearer(`${head}.${payload}.${other[2]}`) },
    { how: 'with the claims of another token', headers: bearer(`${head}.${other[1]}.${signature}`) },
    {
      how: 'with its claims written otherwise',
      headers: bearer(`${head}.${encoded(JSON.stringify(claims, null, 1))}.${signature}`),
    },
  ];
}
