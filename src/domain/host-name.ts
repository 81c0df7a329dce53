import { parse } from 'tldts';
import { exampleEndings, insideEndings } from './site-lists.ts';

/** What a host is, by its name alone. */
export type HostKind = 'name' | 'public-address' | 'inside' | 'ending' | 'shared-ending' | 'unknown';

/** The host is one that `URL` has written: ASCII, lower case. Without port and without a dot at its end. */
export function kindOfHost(host: string): HostKind {
  if (isNumbers(host)) return isInsideNumbers(host) ? 'inside' : 'public-address';
  if (insideEndings.some((ending) => isBelow(host, ending))) return 'inside';
  if (!host.includes('.')) return isEnding(host) ? 'ending' : 'inside';
  if (host.length > 253 || !host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u.test(label)))
    return 'unknown';
  const { publicSuffix, isIcann, isPrivate } = namesOf(host);
  const exists = isIcann || isPrivate || exampleEndings.includes(publicSuffix ?? '');
  if (!exists) return 'unknown';
  if (publicSuffix !== host) return 'name';
  return isPrivate ? 'shared-ending' : 'ending';
}

/** The name that somebody registered, such as `example.co.uk`; the host itself where there is none. */
export function registeredName(host: string): string {
  return isNumbers(host) ? host : (namesOf(host).domain ?? host);
}

/** The host without `www.`; with it where nothing could be registered without, such as `www.gov.uk`. */
export function withoutWww(host: string): string {
  return /^www\.(?!www\.)/u.test(host) && registeredName(host) !== host ? host.slice(4) : host;
}

/** Whether a host is that name or stands below it. */
export function isBelow(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

function namesOf(host: string) {
  return parse(host, { allowPrivateDomains: true, extractHostname: false, validateHostname: false });
}

function isEnding(label: string): boolean {
  return namesOf(label).isIcann === true || exampleEndings.includes(label);
}

function isNumbers(host: string): boolean {
  return host.startsWith('[') || /^\d+(?:\.\d+){3}$/u.test(host);
}

/** The ranges that lead nowhere on the internet (RFC 6890). */
function isInsideNumbers(host: string): boolean {
  if (!host.startsWith('[')) return isInsideFour(host.split('.').map(Number));
  const mapped = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/u.exec(host);
  if (mapped !== null) {
    const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
    return isInsideFour([high >> 8, high & 255, low >> 8, low & 255]);
  }
  return /^\[(?:::|f[cd][0-9a-f]{2}:|fe[89a-f][0-9a-f]:|ff[0-9a-f]{2}:)/u.test(host);
}

function isInsideFour([first = 0, second = 0]: readonly number[]): boolean {
  if ([0, 10, 127].includes(first) || first >= 224) return true;
  if (first === 100) return second >= 64 && second < 128;
  if (first === 172) return second >= 16 && second < 32;
  return (first === 169 && second === 254) || (first === 192 && second === 168);
}
