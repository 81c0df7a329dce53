import { createHash, createHmac } from 'node:crypto';

// Requests that claim to be Slack's and are not, as tables.

/** A request as Slack would have sent it, at this second. */
export interface Genuine {
  readonly type: string;
  readonly body: string;
  readonly secret: string;
  /** Seconds since 1970. */
  readonly now: number;
}

export interface ForgedForSlack {
  readonly how: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const shown = (value: unknown) => String(JSON.stringify(value) ?? value).slice(0, 60);

function hmac(secret: string, text: string | Buffer, hash = 'sha256') {
  return createHmac(hash, secret).update(text).digest();
}

function headersOf({ type }: Pick<Genuine, 'type'>, timestamp?: string, signature?: string): Record<string, string> {
  return {
    'content-type': type,
    ...(timestamp === undefined ? {} : { 'x-slack-request-timestamp': timestamp }),
    ...(signature === undefined ? {} : { 'x-slack-signature': signature }),
  };
}

/** How it is signed, where its time and its body are as they should be. */
export function wrongSignatures(genuine: Genuine): readonly ForgedForSlack[] {
  const { body, secret, now } = genuine;
  const time = String(now);
  const said = `v0:${time}:${body}`;
  const hex = hmac(secret, said).toString('hex');
  const flip = (at: number) => `${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`;
  const signed = (by: string, text = said, hash = 'sha256') => `v0=${hmac(by, text, hash).toString('hex')}`;
  const fullWidth = Buffer.from(hex.replaceAll('0', '０').replaceAll('1', '１')).toString('latin1');
  const signatures: readonly (readonly [string, string | undefined])[] = [
    ['with no signature', undefined],
    ...['', 'v0', 'v0=', 'v1', '0', 'null', 'undefined', '[object Object]', 'true', '*', `v0=${'0'.repeat(64)}`].map(
      (text) => [`with the signature ${shown(text)}`, text] as const,
    ),
    ...['V0=', 'v1=', 'v00=', 'v0:', 'v0 = ', '', '=', 'sha256=', 'v0=0x', 'v0=v0=', 'v2=', 'hmac='].map(
      (start) => [`with ${shown(start)} before the digits`, `${start}${hex}`] as const,
    ),
    ...['0', 'g', ';', ',', '=', '%00', `, v0=${hex}`, `,v1=${hex}`, ` v0=${hex}`].map(
      (end) => [`with ${shown(end.slice(0, 6))} behind the digits`, `v0=${hex}${end}`] as const,
    ),
    ...[0, 1, 31, 32, 62, 63].map((at) => [`with digit ${at} changed`, `v0=${flip(at)}`] as const),
    ...[1, 2, 32, 63].map((length) => [`with ${length} digits`, `v0=${hex.slice(0, length)}`] as const),
    ['in capitals', `v0=${hex.toUpperCase()}`],
    ['with digits of another script', `v0=${fullWidth}`],
    ['in base64', `v0=${hmac(secret, said).toString('base64')}`],
    ['backwards', `v0=${[...hex].reverse().join('')}`],
    ['percent-encoded', encodeURIComponent(`v0=${hex}`)],
    ['wrong first, and then right', `v0=${flip(0)}, v0=${hex}`],
    ['right first, and then wrong', `v0=${hex}, v0=${flip(0)}`],
    ['signed with another secret', signed('another secret')],
    ['signed with no secret', signed('')],
    ['signed with the secret in capitals', signed(secret.toUpperCase())],
    ['signed with the secret and a line break', signed(`${secret}\n`)],
    ['signed with the bytes that the secret seems to write', signed(Buffer.from(secret, 'hex').toString('latin1'))],
    ['signed with the word "undefined"', signed('undefined')],
    ['signed as version 1', signed(secret, `v1:${time}:${body}`)],
    ['signed without the version', signed(secret, `${time}:${body}`)],
    ['signed without the time', signed(secret, `v0::${body}`)],
    ['signed over the body alone', signed(secret, body)],
    ['signed over nothing', signed(secret, '')],
    ['signed over an empty body', signed(secret, `v0:${time}:`)],
    ['signed with SHA-1', signed(secret, said, 'sha1')],
    ['signed with SHA-512', signed(secret, said, 'sha512')],
    ['a hash that needs no secret', `v0=${createHash('sha256').update(said).digest('hex')}`],
    [
      'a hash of the secret and the body',
      `v0=${createHash('sha256')
        .update(secret + said)
        .digest('hex')}`,
    ],
  ];
  return signatures.map(([how, signature]) => ({ how, headers: headersOf(genuine, time, signature), body }));
}

/** When it is dated. Each is signed with Slack's own secret over the very time that it gives. */
export function wrongTimes(genuine: Genuine): readonly ForgedForSlack[] {
  const { body, secret, now } = genuine;
  const offs = [301, 302, 600, 3_600, 86_400, 31_536_000, 1e9].flatMap((off) => [String(now - off), String(now + off)]);
  const script = Buffer.from(String(now).replaceAll('1', '１')).toString('latin1');
  const forms = [
    ...[
      `+${now}`,
      `-${now}`,
      `0${now}`,
      `00${now}`,
      `${now}.0`,
      `${now}.`,
      `${now}.9`,
      `${now},0`,
      `${now}e0`,
      `${now}E0`,
    ],
    ...[
      `${now / 100}e2`,
      `0x${now.toString(16)}`,
      `0b${now.toString(2)}`,
      `0o${now.toString(8)}`,
      `${now}n`,
      `${now}_`,
    ],
    ...[`${now}000`, `${now}000000`, `"${now}"`, `[${now}]`, `{${now}}`, `${now};`, `${now}, ${now}`, `${now} ${now}`],
    ...['NaN', 'Infinity', '-Infinity', 'null', 'undefined', 'true', '', '0', '-1', '1', '1e20', '9'.repeat(30)],
    ...[
      new Date(now * 1_000).toISOString(),
      new Date(now * 1_000).toUTCString(),
      'now',
      script,
      `%31${String(now).slice(1)}`,
    ],
  ];
  const at = (time: string) => headersOf(genuine, time, `v0=${hmac(secret, `v0:${time}:${body}`).toString('hex')}`);
  const other = `v0=${hmac(secret, `v0:${now}:${body}`).toString('hex')}`;
  return [
    ...[...offs, ...forms].map((time) => ({ how: `dated ${shown(time)}`, headers: at(time), body })),
    { how: 'without a time', headers: headersOf(genuine, undefined, other), body },
    { how: 'with the time of another request', headers: headersOf(genuine, String(now - 1), other), body },
    {
      how: 'with the right time under another name',
      headers: { ...headersOf(genuine, undefined, other), 'x-slack-timestamp': String(now) },
      body,
    },
  ];
}

/** What it holds: another body than the one that was signed. */
export function wrongBodies(genuine: Genuine): readonly ForgedForSlack[] {
  const { body, secret, now } = genuine;
  const headers = headersOf(genuine, String(now), `v0=${hmac(secret, `v0:${now}:${body}`).toString('hex')}`);
  const bytes = Buffer.from(body);
  const flipped = (at: number) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const places = Array.from({ length: 12 }, (_, index) => Math.floor((index * (bytes.length - 1)) / 11));
  const bodies: readonly (readonly [string, string | Buffer])[] = [
    ...places.map((at) => [`with byte ${at} of the body changed`, flipped(at)] as const),
    ...places.slice(1, -1).map((at) => [`with the body cut at ${at}`, bytes.subarray(0, at)] as const),
    ['with nothing in it', ''],
    ['with the body twice', body + body],
    ['with more behind the body', `${body}&x=1`],
    ['with more before the body', `x=1&${body}`],
    ['with a zero byte behind the body', `${body}\0`],
    ['with a line break behind the body', `${body}\n`],
    ['with a byte order mark before the body', `\ufeff${body}`],
    ['with the body in UTF-16', Buffer.from(body, 'utf16le')],
    ['with the body decoded', decodeURIComponent(body.replaceAll('+', ' '))],
    ['with the body encoded once more', encodeURIComponent(body)],
    ['with the body in capitals', body.toUpperCase()],
    ['with another percent-encoding', body.replaceAll('%', '%25')],
    ['with blanks written otherwise', `${body.replaceAll('+', '%20')} `],
    ['with the body in base64', Buffer.from(body).toString('base64')],
  ];
  // JSON without a percent sign is the same when it is decoded.
  const forgeries = bodies.filter(([, forged]) => String(forged) !== body);
  return forgeries.map(([how, forged]) => ({ how, headers, body: forged }));
}

/** What is answered to anybody by many who listen for Slack: whether they are there. */
export function wrongQuestions({ type, now }: Genuine): readonly ForgedForSlack[] {
  const json = 'application/json';
  const asked = { token: 'x', challenge: 'MARKER-OF-A-FORGER', type: 'url_verification' };
  const questions: readonly (readonly [string, string, string])[] = [
    ['whether the address is right', json, JSON.stringify(asked)],
    ['whether the address is right, in a form', type, `payload=${encodeURIComponent(JSON.stringify(asked))}`],
    ['whether the address is right, as form fields', type, new URLSearchParams(asked).toString()],
    ['whether the certificate is right', type, 'ssl_check=1&token=x'],
    ['whether the certificate is right, and more', type, 'ssl_check=1&command=%2Freport-concern&user_id=U0PERSON002'],
    ['whether the certificate is right, in JSON', json, JSON.stringify({ ssl_check: 1 })],
    ['with the word that it verifies', json, JSON.stringify({ type: 'app_rate_limited', token: 'x' })],
  ];
  return questions.flatMap(([what, kind, body]) => [
    { how: `that asks, unsigned, ${what}`, headers: headersOf({ type: kind }), body },
    {
      how: `that asks, with a wrong signature, ${what}`,
      headers: headersOf({ type: kind }, String(now), `v0=${'a'.repeat(64)}`),
      body,
    },
  ]);
}
