/**
 * What a name is found by, however it was written: its order, capitals, accents, hyphens, apostrophes and titles make no
 * difference, and a class, a year or somebody's part behind it does not count. `full:` holds whole names, so that who
 * shares one is likely the same person; `short:` holds a name and an initial, `one:` a name by itself, so that who shares
 * one may be. Nicknames are not known. At most `MOST_KEYS`, the surest first; none where nothing is left of the name.
 */
export function nameKeys(name: string): readonly string[] {
  return [...new Set(readings(name).flatMap(keysOf))].slice(0, MOST_KEYS);
}

function keysOf(words: readonly Word[]): readonly string[] {
  const { first, others, initials } = partsOf(words);
  if (first === undefined) return [];
  if (others.length === 0) {
    const [initial] = initials;
    if (initial === undefined) return [first.length > 1 ? fullKey(first) : `one:${first.join(' ')}`];
    return first.map((part) => `short:${part} ${initial}`);
  }
  const rest = others.flat();
  if (isOfSigns(first.join(''))) return [fullKey([...first, ...rest])];
  const last = others.at(-1) ?? [];
  return [
    fullKey([...first, ...rest]),
    ...last.map((part) => fullKey([first[0] ?? '', part])),
    ...rest.map((part) => fullKey([first[0] ?? '', part])),
    ...[first, last].filter(({ length }) => length > 1).map((compound) => joined(compound, first, last)),
    ...last.flatMap((part) => shortKey(part, first[0])),
    ...shortKey(first[0] ?? '', last[0]),
    ...rest.flatMap((part) => shortKey(part, first[0])),
  ];
}

/** Whether a key is one that only the same name has, and not its initial alone. */
export function isWholeName(key: string): boolean {
  return key.startsWith('full:');
}

/** The names that somebody wrote, each as it was written. */
export function namesIn(text: string): readonly string[] {
  return text
    .split(/[\r\n;&]|\s(?:and|und|et)\s/u)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const MOST_KEYS = 8;
const MOST_WORDS = 6;
const MOST_LETTERS = 40;

/** A word of a name in its parts: "Ash-Smith" has two. */
type Word = readonly string[];

interface Parts {
  /** The given name, as far as that can be told. */
  readonly first: Word | undefined;
  readonly others: readonly Word[];
  /** Single letters that stand for a name, where only one whole name is left. */
  readonly initials: readonly string[];
}

function partsOf(all: readonly Word[]): Parts {
  const words = all.filter((word) => !isInitial(word));
  const initials = all.filter(isInitial).flat();
  const [lead] = all;
  // "M Garcia Lopez": what follows an initial is all surname.
  if (lead !== undefined && isInitial(lead) && words.length > 0)
    return { first: words.flat(), others: [], initials: lead };
  const [first, ...others] = words;
  return { first, others, initials };
}

/** The words of a name in the usual order, also from "Ash, Robin" and "ASH Robin"; both ways where it may be either. */
function readings(name: string): readonly (readonly Word[])[] {
  const [before = [], behind = []] = name
    .normalize('NFKC')
    .replace(/[([{].*?[)\]}]/gu, ' ')
    .split(/[,،、]|\s\p{Pd}+\s/u)
    .map(wordsOf)
    .filter(({ length }) => length > 0);
  const isCapital = (word = '') => /^\p{Lu}/u.test(word);
  const isAlike = isCapital(behind[0]) || !isCapital(before[0]);
  const turned = behind.length > 0 && behind.length < 4 && isAlike ? [[...behind, ...before]] : [];
  // One word before a comma is a surname. "Maria Lopez, Ana" may be one; "Robin Ash, Library" is none.
  const all = before.length === 1 && turned.length > 0 ? turned : [surnameLast(before), ...turned];
  return all.map((words) =>
    words
      .slice(0, MOST_WORDS)
      .map(inParts)
      .filter(({ length }) => length > 0),
  );
}

/** A surname in capitals is one wherever it stands. */
function surnameLast(words: readonly string[]): readonly string[] {
  const capitals = words.filter((word) => /^[\p{Lu}\p{Pd}'’]{2,}$/u.test(word));
  if (capitals.length === words.length) return words;
  return [...words.filter((word) => !capitals.includes(word)), ...capitals];
}

/** The words of a part that are of a name. */
function wordsOf(part: string): readonly string[] {
  const bare = part
    .replace(/\b(?:year|yr|class|form|group|set)\s+\S*\d\S*/giu, ' ')
    .replace(/(?<=\p{L})\.(?=\p{L})/gu, '. ')
    .replace(/\b(o|mc|mac)\s+(?=\p{Lu})/giu, (all: string, start: string, at: number) => (at === 0 ? all : start))
    .split(/[^\p{L}\p{M}\p{N}\p{Pd}'’ʼ‘`]+/u)
    .filter((word) => /\p{L}/u.test(word) && !/\p{N}/u.test(word))
    .filter((word) => !notOfNames.has(word.toLowerCase()));
  return bare.flatMap((word) => (isOfSigns(word) ? [...word] : [word]));
}

/** Titles, and what people write beside a name to say who it is. */
const notOfNames: ReadonlySet<string> = new Set(
  (
    'mr mrs miss ms mx dr prof professor sir madam master rev revd ' +
    'victim instigator witness pupil student child teacher parent carer mother father mum dad staff the an her his their'
  ).split(' '),
);

/** A word in small letters, without accents and apostrophes, parted at its hyphens. */
function inParts(word: string): Word {
  return word
    .normalize('NFKD')
    .replace(/[\p{Script=Inherited}\p{Cf}]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[łøđðßæœþı]/gu, (letter) => unaccented[letter] ?? letter)
    .split(/\p{Pd}/u)
    .map((part) => [...part.replace(/[^\p{L}\p{M}]/gu, '')].slice(0, MOST_LETTERS).join(''))
    .filter((part) => part !== '');
}

/** Letters whose accents do not come off by themselves. */
const unaccented: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
};

/** One letter of an alphabet; a single sign of Chinese or Korean is a whole name. */
function isInitial(word: Word): boolean {
  const [part = ''] = word;
  return word.length === 1 && [...part].length === 1 && !isOfSigns(part);
}

function fullKey(words: readonly string[]): string {
  return `full:${[...new Set(words)].sort().join(' ')}`;
}

/** "Anne-Marie Jones" is "Annemarie Jones" too. */
function joined(compound: Word, first: Word, last: Word): string {
  return fullKey([compound.join(''), compound === first ? (last[0] ?? '') : (first[0] ?? '')]);
}

/** A name and the first letter of another. */
function shortKey(whole: string, other: string | undefined): readonly string[] {
  const [initial = ''] = other ?? '';
  return isOfSigns(whole + initial) || initial === '' ? [] : [`short:${whole} ${initial}`];
}

/** Chinese and Korean write a name in signs, and often without a space. */
function isOfSigns(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hangul}]/u.test(text);
}
