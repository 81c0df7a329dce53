/** The international form of an ASCII host, such as `bücher.example`; empty where it has none. */
export function internationalForm(host: string): string {
  if (!isEncoded(host)) return '';
  const form = host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? decodedLabel(label.slice(4)) : label))
    .join('.');
  // Only a form that leads back to the host is shown, and none that reads like punctuation round another name.
  return URL.parse(`https://${form}`)?.host === host && form.split('.').every(isWord) ? form : '';
}

function isWord(label: string): boolean {
  return /^[\p{L}\p{N}\p{M}\p{S}_](?:[\p{L}\p{N}\p{M}\p{S}\p{Join_Control}_·・׳״-]*[\p{L}\p{N}\p{M}\p{S}_])?$/u.test(
    label,
  );
}

/** Whether a part of a host stands for letters beyond ASCII. */
export function isEncoded(host: string): boolean {
  return /(?:^|\.)xn--/u.test(host);
}

/**
 * Whether a name may be taken for another: letters of alphabets that do not belong together in one label, or a label
 * written with nothing but letters that look like Latin ones.
 */
export function isLookalike(form: string): boolean {
  const labels = form.split('.');
  const ending = labels.at(-1) ?? '';
  return labels.some((label) => isMixed(label) || (isAscii(ending) && isImitation(label)));
}

const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Decodes one label after its `xn--` (RFC 3492). What cannot be decoded comes back as far as it could. */
function decodedLabel(label: string): string {
  const dash = label.lastIndexOf('-');
  const letters = dash > 0 ? [...label.slice(0, dash)] : [];
  let point = 128;
  let at = 0;
  let bias = 72;
  for (let next = dash > 0 ? dash + 1 : 0; next < label.length; ) {
    const before = at;
    for (let weight = 1, step = 36; ; step += 36) {
      const digit = digits.indexOf(label[next] ?? '');
      if (digit < 0) return letters.join('');
      next += 1;
      at += digit * weight;
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = letters.length + 1;
    bias = adapted(at - before, length, before === 0);
    point += Math.floor(at / length);
    at %= length;
    if (point > 0x10ffff) return letters.join('');
    letters.splice(at, 0, String.fromCodePoint(point));
    at += 1;
  }
  return letters.join('');
}

/** The bias of RFC 3492 for the next letter. */
function adapted(grown: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(grown / (isFirst ? 700 : 2));
  delta += Math.floor(delta / length);
  let steps = 0;
  for (; delta > 455; steps += 36) delta = Math.floor(delta / 35);
  return steps + Math.floor((36 * delta) / (delta + 38));
}

const alphabets = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Cherokee',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
];
const alphabetOf = alphabets.map((name) => ({ name, has: new RegExp(`\\p{Script=${name}}`, 'u') }));

/** Alphabets that ordinary words use together. */
const usedTogether = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
];

function isMixed(label: string): boolean {
  const letters = [...label].filter((letter) => /\p{L}/u.test(letter));
  const used = new Set(letters.map((letter) => alphabetOf.find(({ has }) => has.test(letter))?.name ?? 'another'));
  if (used.size < 2) return false;
  return !usedTogether.some((together) => [...used].every((name) => together.includes(name)));
}

/** Letters beyond a to z that are drawn like one of them. */
const imitating = {
  everywhere: new Set('ıɑɡɩʀʏꜱᴀᴄᴇᴍᴏᴛᴜᴠᴡᴢ'),
  // Cyrillic, Greek, Armenian.
  alone: new Set('асԁеһіјӏорԛѕԝхуүѵгвкмнтзьѡαγεικνορτυχωηϲϳսոօհգցզքյ'),
};

function isImitation(label: string): boolean {
  const letters = [...label].filter((letter) => /\p{L}/u.test(letter));
  if (letters.some((letter) => imitating.everywhere.has(letter))) return true;
  return letters.length > 0 && letters.every((letter) => imitating.alone.has(letter));
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text);
}
