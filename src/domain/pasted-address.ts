import { type HostKind, kindOfHost } from './host-name.ts';
import type { SiteProblem } from './site-problems.ts';

/** The most characters that are read. */
const longest = 10_000;

/** What stands in a pasted text: links to read, with the words shown in their place where a chat or a page had any. */
interface Pasted {
  readonly links: readonly string[];
  readonly labels: readonly string[];
}

/** Finds the addresses in a pasted text, or says why there is none. */
export function pastedAddresses(text: string): Pasted | SiteProblem {
  if (text.length > longest) return 'too-long';
  if (/^\S+$/u.test(text.trim()) && otherKinds.test(text.trim())) return 'not-a-website';
  const labels: string[] = [];
  const words = wordsOf(
    text
      .toWellFormed()
      // As Slack writes links, and as Markdown does.
      .replace(/<([^\s<>|]+)\|([^<>]*)>/gu, (_all, link: string, label: string) => ` ${link} ${keep(labels, label)}`)
      .replace(
        /(?<=^|\s|\((?=\[[^[\]]*\]\(https?:))\[([^[\]]*)\]\(([^\s()<>]+)\)/gu,
        (_all, label: string, link: string) => ` ${link} ${keep(labels, label)}`,
      ),
  );
  const isAlone = words.length === 1;
  const read = words.map((word) => readWord(word, isAlone));
  if (read.some((one, at) => typeof one === 'object' && goesOn(text, words[at] ?? '', words[at + 1]))) return 'cut-off';
  const links = read.flatMap((one) => (typeof one === 'object' ? one.link : []));
  const problems = read.filter((one) => typeof one === 'string');
  const trap = problems.find((one) => saidBesideLinks.includes(one));
  if (trap !== undefined) return trap;
  if (links.length > 0) return { links, labels };
  return problems.find((one) => isAlone || one === 'not-a-website') ?? 'not-an-address';
}

/** What is said of a word even where another is an address. */
const saidBesideLinks: readonly SiteProblem[] = ['cut-off', 'misleading'];

/** Whether a path has a space in it: right behind it stands what ends like a file or has parameters, as paths do. */
function goesOn(text: string, word: string, next = ''): boolean {
  const hasPath = /[^/:]\/[^/]/u.test(word) && withoutPunctuation(word) === word;
  const isRest =
    /^[^/:@]+(?:\.(?:pdf|docx?|pptx?|xlsx?|html?|php|aspx?|jpe?g|png|gif|mp[34])(?:\?|$)|\?[\w-]+=)/iu.test(next);
  return hasPath && isRest && text.includes(`${word} ${next}`);
}

function keep(labels: string[], label: string): string {
  labels.push(label);
  return '';
}

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([,;|])(?=https?:|www\.)/giu, '$1 ')
    .split(/[\s<>"“”«»„`]+/u)
    .map(withoutSurroundings)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Letters that cannot be seen, and those that turn the direction of writing. */
const unseen = '\\u00ad\\u180e\\u200b-\\u200f\\u2060-\\u2064\\ufeff\\u061c\\u202a-\\u202e\\u2066-\\u2069';
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
// A bracket may begin an address in numbers, such as [2001:db8::1].
const before = new RegExp(`^(?:[${unseen}.,;:!?({'‘*~•·–—-]|\\[(?![0-9a-f]*:[0-9a-f:.]*\\]))+`, 'iu');
const after = new RegExp(`[${unseen}]+$`, 'u');

function withoutSurroundings(word: string): string {
  const bare = word.replace(before, '').replace(after, '');
  const isBracketed = /^[^\p{L}\p{N}]*\(/u.test(word) && bare.endsWith(')');
  return isBracketed ? bare.slice(0, -1) : bare;
}

/** What is left of a text without the punctuation after it. A bracket that was opened in the text is closed in it. */
export function withoutPunctuation(text: string): string {
  const unopened = new Map(
    ['()', '[]', '{}'].map(([open = '', close = '']) => [close, count(text, close) - count(text, open)]),
  );
  let end = text.length;
  for (; end > 0; end--) {
    const last = text[end - 1] ?? '';
    const spare = unopened.get(last);
    if (spare === undefined ? !/[.,;:!?'’‘*…]/u.test(last) : spare <= 0) break;
    if (spare !== undefined) unopened.set(last, spare - 1);
  }
  return text.slice(0, end);
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

type Word = { readonly link: string } | SiteProblem;

function readWord(given: string, isAlone: boolean): Word {
  const word = withHalfWidthName(withoutPrefix(given));
  const rest = withoutPunctuation(word);
  if (turning.test(word)) return looksLikeLink(rest) ? 'misleading' : 'not-an-address';
  const isCutOff = /(?:…|\.{3})$/u.test(word);
  const scheme = /^(?:h(?:tt|xx)|tt)p(s?)[:;]?[/\\]{1,2}(?=[^/\\])|^http(s?):(?=[^/\\])/iu.exec(rest);
  if (scheme !== null) {
    if (isCutOff && rest.slice(scheme[0].length).includes('/')) return 'cut-off';
    return { link: `http${scheme[1] ?? scheme[2] ?? ''}://${rest.slice(scheme[0].length)}` };
  }
  if (isOfAnotherKind(rest)) return 'not-a-website';
  const read = withoutScheme(rest, isAlone);
  return isCutOff && typeof read === 'object' && rest.includes('/') ? 'cut-off' : read;
}

/** What stands before an address without a space: `Link:https://…`, or a browser's `view-source:`. */
function withoutPrefix(word: string): string {
  return /^(?!data:|javascript:|blob:)[a-z-]+:(https?:.*)$/isu.exec(word)?.[1] ?? word;
}

function looksLikeLink(word: string): boolean {
  return /^https?:/iu.test(word) || word.includes('.');
}

const otherKinds =
  /^(?:mailto|tel|sms|file|ftp|sftp|javascript|data|blob|about|chrome|edge|ms-[a-z-]+|msteams|slack|whatsapp|intent|urn|magnet):/iu;

function isOfAnotherKind(word: string): boolean {
  return otherKinds.test(word) || /^(?!https?:)[a-z][a-z0-9+.-]*:\/\//iu.test(word) || /^[a-z]:[\\/]/iu.test(word);
}

/** A word without `https://` is an address when its beginning is a name that exists. */
function withoutScheme(word: string, isAlone: boolean): Word {
  if (word.startsWith('\\\\')) return 'inside-school';
  const [name = ''] = word.split(/[/?#\\]/u, 1);
  if (/^https?:?$/iu.test(name)) return 'not-an-address';
  const isMail = /^[^@:]+@[^@:]+$/u.test(name);
  if (isMail && name === word) return name.includes('.') ? 'not-a-website' : 'not-an-address';
  if (/^\d+(?:[.:,-]\d+){0,2}$/u.test(name) && name.length < 8) return 'not-an-address';
  const link = `https://${name.replace(/['’]s$/u, '')}${word.slice(name.length)}`;
  const url = URL.parse(link);
  if (url === null || (!/[.。．｡]|^\[/u.test(name) && !isAlone)) return 'not-an-address';
  const kind = kindOfHost(url.hostname.replace(/\.$/u, ''));
  if (isAlone) return ofOneWord(word, name, kind, link);
  // Sentences run together look like names with capitals, and amounts like short forms of addresses in numbers.
  const isWritten = name === name.toLowerCase() || name === name.toUpperCase();
  const isAmount = /^[\d.]+$/u.test(url.hostname) && !/^\d+(?:\.\d+){3}/u.test(name);
  return kind !== 'unknown' && isWritten && !isAmount ? { link } : 'not-an-address';
}

function ofOneWord(word: string, name: string, kind: HostKind, link: string): Word {
  const isPlain = !/[.。．｡:[\]]/u.test(name) && name === word;
  const isCommonEnding = kind === 'ending' && name.length <= 3;
  if (isPlain && !isCommonEnding && !/^localhost$|^0x[0-9a-f]+$|^\d{8,}$/iu.test(name)) return 'not-an-address';
  return { link };
}

/** Full-width letters of East Asian keyboards, before the path alone: in a path they may mean themselves. */
function withHalfWidthName(word: string): string {
  return word.replace(/^[^/／]*(?:[/／]{2}[^/／]*)?[／/]?/u, (head) =>
    head.replace(/[\uff01-\uff5e]/gu, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0)),
  );
}
