import { decodedLabel } from './punycode.ts';

/**
 * The international form of an ASCII host, such as `bücher.example`; empty where it has none, or none that may be
 * shown.
 */
export function internationalForm(host: string): string {
  const form = decodedForm(host);
  return form.split('.').every(isPlain) ? form : '';
}

/** Whether a name, written in its letters, would read like something else than itself; so it is never shown so. */
export function isDisguised(host: string): boolean {
  return !decodedForm(host).split('.').every(isPlain);
}

/** Whether a part of a host stands for letters beyond ASCII. */
export function isEncoded(host: string): boolean {
  return /(?:^|\.)xn--/u.test(host);
}

/**
 * Whether a name may be taken for another: letters of alphabets that do not belong together in one label, Latin letters
 * that are not those of everyday, or a label of nothing but letters that look like Latin ones.
 */
export function isLookalike(form: string): boolean {
  const labels = form.split('.');
  const hasPlainEnding = /^[\x20-\x7e]*$/u.test(labels.at(-1) ?? '');
  return labels.some((label) => isMixed(label) || hasUnusualLatin(label) || (hasPlainEnding && isImitation(label)));
}

/** The letters that a host stands for; empty where it stands for none, or they do not lead back to it. */
function decodedForm(host: string): string {
  if (!isEncoded(host)) return '';
  const form = host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? decodedLabel(label.slice(4)) : label))
    .join('.');
  return URL.parse(`https://${form}`)?.host === host ? form : '';
}

/** Whether a label reads as one word: nothing in it is drawn like the signs that part an address. */
function isPlain(label: string): boolean {
  return !isMixed(label) && !drawnLikeSigns.test(label) && !strayMarks.test(label) && isWord(label);
}

function isWord(label: string): boolean {
  if (
    /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+(?:・[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+)+$/u.test(label)
  )
    return true;
  const bare = label.replace(/(?<=l)·(?=l)|(?<=\p{sc=Hebrew})[׳״]/gu, '');
  return /^(?:|[\p{L}\p{Nd}\p{M}〇_](?:[\p{L}\p{Nd}\p{M}〇\p{Join_Control}_-]*[\p{L}\p{Nd}\p{M}〇_])?)$/u.test(bare);
}

/** Letters of Latin and of no alphabet that are drawn like strokes, colons, bars and dots: modifiers, clicks, esh. */
const drawnLikeSigns = /[[[\p{Lm}\p{Lo}]&&[\p{sc=Latin}\p{sc=Common}]]--[ーªº]]|[ꞌƪʃʅʆ]/v;
/** Marks that strike through or enclose the letter before, and any that Latin words do not have. */
const strayMarks = /[\u0334-\u0338\u034f\u20d0-\u20f0\p{Me}]|\p{M}{3}|[a-z]\p{M}?[[\p{M}]--[\u0300-\u0333]]/v;

const alphabets = [
  ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Cherokee', 'Coptic', 'Lisu', 'Hebrew', 'Arabic'],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
  ...['Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan', 'Ethiopic', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo'],
];
const alphabetOf = alphabets.map((name) => ({ name, has: new RegExp(`\\p{sc=${name}}`, 'u') }));

/** Alphabets that ordinary words use together. */
const usedTogether = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
  ['Han', 'Bopomofo'],
];

/** Numerals count with their alphabet, save those of everyday, which stand in words of any; so does the long vowel. */
function isMixed(label: string): boolean {
  const letters = [...label].filter((letter) => /(?![0-9ー])[\p{L}\p{N}]/u.test(letter));
  const used = new Set(letters.map((letter) => alphabetOf.find(({ has }) => has.test(letter))?.name ?? 'another'));
  if (/ー/u.test(label)) used.add('Katakana');
  return used.size > 1 && !usedTogether.some((together) => [...used].every((name) => together.includes(name)));
}

/** A Latin letter beyond those of Western and Central Europe, or one of these that is drawn like another; or a mark. */
function hasUnusualLatin(label: string): boolean {
  return /[[\p{sc=Latin}]--[a-zA-Z\u00c0-\u017f]]|[ıĸ]|\p{sc=Latin}\p{M}/v.test(label);
}

/** Cyrillic, Greek and Armenian letters that are drawn like Latin ones; Lisu, Coptic and Cherokee are as a whole. */
const imitating = new Set('асԁеһіјӏорԛѕԝхуүѵгвкмнтзьѡαγεικνορτυχωηϲϳսոօհգցզքյ');
const imitatingAlphabets = /[\p{sc=Lisu}\p{sc=Coptic}\p{sc=Cherokee}]/u;

function isImitation(label: string): boolean {
  const letters = [...label].filter((letter) => /\p{L}/u.test(letter));
  return letters.length > 0 && letters.every((letter) => imitating.has(letter) || imitatingAlphabets.test(letter));
}
