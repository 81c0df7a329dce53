import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../src/channels/http-server.ts';
import { createRequestCheck } from '../../../src/channels/slack/request-check.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const NOW = 1_795_442_700;
const BODY = 'payload=%7B%22type%22%3A%22block_actions%22%7D';

function sign(body: string | Buffer, timestamp: string, secret = SECRET, version = 'v0'): string {
  return createHmac('sha256', secret).update(`${version}:${timestamp}:`).update(body).digest('hex');
}

interface Parts {
  readonly body: string | Buffer;
  readonly timestamp: string | string[] | undefined;
  readonly signature: string | string[] | undefined;
}

function request({ body, timestamp, signature }: Parts): HttpRequest {
  const headers = {
    ...(timestamp === undefined ? {} : { 'x-slack-request-timestamp': timestamp }),
    ...(signature === undefined ? {} : { 'x-slack-signature': signature }),
  };
  return { headers, body: Buffer.from(body) };
}

function genuine(body: string | Buffer = BODY, seconds = NOW): Parts & { readonly hex: string } {
  const hex = sign(body, String(seconds));
  return { body, timestamp: String(seconds), signature: `v0=${hex}`, hex };
}

const isGenuine = createRequestCheck({ signingSecret: SECRET, nowMs: () => NOW * 1_000 });
const check = (parts: Parts) => isGenuine(request(parts));

/** Signed with the right secret over exactly what is sent, but at another time or under another name for it. */
function signedAt(timestamp: string): Parts {
  return { body: BODY, timestamp, signature: `v0=${sign(BODY, timestamp)}` };
}

const good = genuine();
const flip = (text: string, at: number) => `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`;

const forgeries: ReadonlyArray<readonly [string, Parts]> = [
  ['without a signature', { ...good, signature: undefined }],
  ['without a time', { ...good, timestamp: undefined }],
  ['without either', { ...good, signature: undefined, timestamp: undefined }],
  ['with an empty signature', { ...good, signature: '' }],
  ['with an empty time', { ...good, timestamp: '' }],
  ['with the signature as a list', { ...good, signature: [`v0=${good.hex}`] }],
  ['with two signatures in a list', { ...good, signature: [`v0=${good.hex}`, `v0=${good.hex}`] }],
  ['with the signature twice', { ...good, signature: `v0=${good.hex}, v0=${good.hex}` }],
  ['with another signature before the right one', { ...good, signature: `v0=${flip(good.hex, 0)}, v0=${good.hex}` }],
  ['with another signature after the right one', { ...good, signature: `v0=${good.hex}, v0=${flip(good.hex, 0)}` }],
  ['with the time twice', { ...good, timestamp: `${NOW}, ${NOW}` }],
  ['with the time as a list', { ...good, timestamp: [String(NOW)] }],
  ['with the time of another request', { ...good, timestamp: String(NOW - 1) }],
  ['signed with another secret', { ...good, signature: `v0=${sign(BODY, String(NOW), 'another secret')}` }],
  ['signed with no secret', { ...good, signature: `v0=${sign(BODY, String(NOW), '')}` }],
  ['signed with the secret and a line break', { ...good, signature: `v0=${sign(BODY, String(NOW), `${SECRET}\n`)}` }],
  ['signed with the secret in capitals', { ...good, signature: `v0=${sign(BODY, String(NOW), SECRET.toUpperCase())}` }],
  ['signed in another version', { ...good, signature: `v0=${sign(BODY, String(NOW), SECRET, 'v1')}` }],
  ['signed without the time', { ...good, signature: `v0=${createHmac('sha256', SECRET).update(BODY).digest('hex')}` }],
  ['with the signature of an empty body', { ...good, signature: `v0=${sign('', String(NOW))}` }],
  ['with a SHA-512', { ...good, signature: `v0=${createHmac('sha512', SECRET).update(BODY).digest('hex')}` }],
  ['with a SHA-1', { ...good, signature: `v0=${createHmac('sha1', SECRET).update(BODY).digest('hex')}` }],
  ['with the signature in base64', { ...good, signature: `v0=${Buffer.from(good.hex, 'hex').toString('base64')}` }],
  ['with the signature in capitals', { ...good, signature: `v0=${good.hex.toUpperCase()}` }],
  ['with the signature percent-encoded', { ...good, signature: encodeURIComponent(`v0=${good.hex}`) }],
  ['with a zero byte behind the body', { ...good, body: `${BODY}\0` }],
  ['with a line break behind the body', { ...good, body: `${BODY}\n` }],
  ['with a byte order mark before the body', { ...good, body: `\uFEFF${BODY}` }],
  ['with the body twice', { ...good, body: BODY + BODY }],
  ['with the body decoded', { ...good, body: decodeURIComponent(BODY) }],
  ['with the body in UTF-16', { ...good, body: Buffer.from(BODY, 'utf16le') }],
  ...Array.from(BODY, (_, at) => [`with byte ${at} of the body changed`, { ...good, body: flip(BODY, at) }] as const),
  ...Array.from(BODY, (_, at) => {
    return [`with the body cut at ${at}`, { ...good, body: BODY.slice(0, at) }] as const;
  }),
  ...Array.from(
    good.hex,
    (_, at) => [`with digit ${at} changed`, { ...good, signature: `v0=${flip(good.hex, at)}` }] as const,
  ),
  ...Array.from(
    good.hex,
    (_, at) => [`with ${at} digits of the signature`, { ...good, signature: `v0=${good.hex.slice(0, at)}` }] as const,
  ),
  ...[
    'V0=',
    'v1=',
    'v00=',
    'v0:',
    'v0',
    '',
    'v0==',
    ' v0=',
    'v0= ',
    'v0=0x',
    'v0=+',
    'v0=\0',
    'v０=',
    'v0＝',
    'ｖ0=',
    '=',
  ].map(
    (start) =>
      [`with ${JSON.stringify(start)} before the digits`, { ...good, signature: `${start}${good.hex}` }] as const,
  ),
  ...[' ', '\n', '\r\n', '\0', '0', '00', ';', ',', '=', '%00', 'g', ', ', '\t', '\u00a0'].map(
    (end) => [`with ${JSON.stringify(end)} behind the digits`, { ...good, signature: `v0=${good.hex}${end}` }] as const,
  ),
  ...[301, 302, 600, 3_600, 86_400, 864_000, 31_536_000].flatMap((off) => [
    [`signed ${off} seconds ago`, signedAt(String(NOW - off))] as const,
    [`dated ${off} seconds ahead`, signedAt(String(NOW + off))] as const,
  ]),
  // Each is signed by Slack's own secret, and each is a time that some parser would take for now.
  ...[
    `+${NOW}`,
    `-${NOW}`,
    ` ${NOW}`,
    `${NOW} `,
    `\t${NOW}`,
    `${NOW}\n`,
    `0${NOW}`,
    `00${NOW}`,
    `${NOW}.0`,
    `${NOW}.`,
    `${NOW}.9`,
    `${NOW},0`,
    `${NOW}e0`,
    `${NOW / 100}e2`,
    `0x${NOW.toString(16)}`,
    `0b${NOW.toString(2)}`,
    `0o${NOW.toString(8)}`,
    `${NOW}n`,
    `${NOW}_`,
    '1_795_442_700',
    '1,795,442,700',
    `${NOW}000`,
    `${NOW}000000`,
    `"${NOW}"`,
    `[${NOW}]`,
    `${NOW}\0`,
    `${NOW};`,
    'NaN',
    'Infinity',
    '-Infinity',
    'null',
    'undefined',
    'true',
    '0',
    '1',
    '-1',
    'now',
    '१७९५४४२७००',
    '１７９５４４２７００',
    '١٧٩٥٤٤٢٧٠٠',
    new Date(NOW * 1_000).toISOString(),
    new Date(NOW * 1_000).toUTCString(),
    '9'.repeat(13),
    '9'.repeat(400),
    `${'0'.repeat(400)}${NOW}`,
  ].map((timestamp) => [`signed at ${JSON.stringify(timestamp.slice(0, 40))}`, signedAt(timestamp)] as const),
  ...Array.from({ length: 100 }, (_, n) => {
    return [`signed with guess ${n}`, { ...good, signature: `v0=${sign(BODY, String(NOW), `guess ${n}`)}` }] as const;
  }),
];

describe('a request to the service', () => {
  it('that Slack did not sign, or not now, is refused', () => {
    expect(forgeries.length).toBeGreaterThan(400);
    expect(new Set(forgeries.map(([, parts]) => JSON.stringify(parts))).size).toBe(forgeries.length);
    const believed = forgeries.filter(([, parts]) => check(parts)).map(([how]) => how);
    expect(believed).toEqual([]);
  });

  it('that Slack signed is taken, whatever it holds', () => {
    const bodies = ['', BODY, '{}', 'é漢🙂', Buffer.from([0, 255, 254, 10, 13]), 'x'.repeat(1_000_000)];
    for (const body of bodies) expect(check(genuine(body))).toBe(true);
  });

  it('is the one in the example that Slack publishes', () => {
    const published = createRequestCheck({ signingSecret: SECRET, nowMs: () => 1_531_420_618_000 });
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
    expect(published(request({ body, timestamp: '1531420618', signature }))).toBe(true);
  });

  it('may be 300 seconds off either way and no more', () => {
    for (const off of [-300, -299, -1, 0, 1, 299, 300]) expect(check(genuine(BODY, NOW + off)), `${off}`).toBe(true);
    for (const off of [-302, -301, 301, 302]) expect(check(genuine(BODY, NOW + off)), `${off}`).toBe(false);
    const later = createRequestCheck({ signingSecret: SECRET, nowMs: () => NOW * 1_000 + 1 });
    expect(later(request(genuine(BODY, NOW - 300)))).toBe(false);
    expect(later(request(genuine(BODY, NOW + 300)))).toBe(true);
  });

  it('is never checked against a secret that is empty', () => {
    expect(() => createRequestCheck({ signingSecret: '' })).toThrow('anybody could sign');
  });
});
