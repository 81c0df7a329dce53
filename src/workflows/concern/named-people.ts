import type { PersonId, Role } from '../../domain/people.ts';
import { type Person, roleLabel, type School } from '../../domain/school.ts';

/** What people call a role besides what the school calls it. */
const otherWords: Partial<Record<Role, readonly string[]>> = {
  dsl: ['safeguarding lead', 'designated safeguarding lead'],
  'deputy-dsl': ['DDSL', 'deputy DSL', 'deputy safeguarding lead', 'deputy designated safeguarding lead'],
  head: ['headteacher', 'head teacher', 'headmaster', 'headmistress', 'principal', 'HT', 'HoS'],
  chair: ['chairman', 'chairwoman', 'chairperson', 'chair of governors', 'CoG'],
  'online-safety-coordinator': [
    'online safety co-ordinator',
    'e-safety coordinator',
    'e-safety co-ordinator',
    'e-safety lead',
    'online safety lead',
  ],
  'network-manager': ['IT manager', 'ICT manager', 'ICT technician'],
};

/**
 * The people of the school whom a text names: by their full name, email, job title or role, or by their surname alone.
 * Rather one person too many who does not hear of a concern than one too few. A full name is not read again as a
 * surname, so that "Tom Patel" is not every other Patel too.
 */
export function peopleNamedIn(text: string, school: School): readonly PersonId[] {
  const exactly = find(spellings(text).map(spaced), exactNamesOf(school));
  const byTitle = find(exactly.left, titlesOf(school), otherHolder(school));
  const bySurname = find(exactly.left, surnamesOf(school));
  return [...new Set([...exactly.people, ...byTitle.people, ...bySurname.people])];
}

/** The people of the school whose full name or email stands in a text, such as a parent who also works there. */
export function peopleNamedExactlyIn(text: string, school: School): readonly PersonId[] {
  return [...new Set(find(spellings(text).map(spaced), exactNamesOf(school)).people)];
}

/** The people of the school whose full name, email or surname stands in a text: not those who hold a job it names. */
export function peopleNamedByNameIn(text: string, school: School): readonly PersonId[] {
  const exactly = find(spellings(text).map(spaced), exactNamesOf(school));
  return [...new Set([...exactly.people, ...find(exactly.left, surnamesOf(school)).people])];
}

/** Whether a text names this one person: by their full name or email, or by their surname. Quick: asked very often. */
export function isNamedAs(what: 'whole' | 'surname', text: string, person: Person): boolean {
  const written = spellings(text).map(spaced);
  const phrases = phrasesOf(person)[what];
  return written.some((spelling) => phrases.some((phrase) => spelling.includes(phrase)));
}

/** Whether the address of somebody whom the school knows no more has this person's surname in it. */
export function accountsForSurname(gone: PersonId, person: Person): boolean {
  const parts = spaced(spellings(gone.split('@')[0] ?? '')[0] ?? '');
  return phrasesOf(person).surname.some((phrase) => parts.includes(phrase));
}

interface Phrases {
  readonly whole: readonly string[];
  readonly surname: readonly string[];
}

const phrasesBefore = new WeakMap<Person, Phrases>();

function phrasesOf(person: Person): Phrases {
  const before = phrasesBefore.get(person);
  if (before !== undefined) return before;
  const said = (namings: readonly Naming[]) => namings.flatMap(({ phrase }) => spellings(phrase)).map(spaced);
  const of = { people: [person] };
  const phrases = { whole: said(exactNamesOf(of)), surname: said(surnamesOf(of)) };
  phrasesBefore.set(person, phrases);
  return phrases;
}

interface Naming {
  readonly phrase: string;
  readonly people: readonly PersonId[];
}

/** Patterns of what may not stand around a phrase. */
interface Around {
  readonly before: string;
  readonly after: string;
}

/** Whom the spellings of a text name by one of these phrases, the longest first, and what is left of it then. */
function find(
  written: readonly string[],
  namings: readonly Naming[],
  { before, after }: Around = { before: '', after: '' },
) {
  const byPhrase = new Map<string, readonly PersonId[]>();
  for (const { phrase, people } of namings)
    for (const spelling of spellings(phrase)) byPhrase.set(spelling, [...(byPhrase.get(spelling) ?? []), ...people]);
  const found: PersonId[] = [];
  let left = written;
  for (const [phrase, people] of [...byPhrase].toSorted(([one], [other]) => other.length - one.length)) {
    // A spelling has only letters, digits and spaces, so it is a pattern of itself.
    const pattern = new RegExp(`${before} ${phrase}(?= )${after}`, 'gu');
    const rest = left.map((spelling) => spelling.replace(pattern, ' |'));
    if (rest.some((spelling, index) => spelling !== left[index])) found.push(...people);
    left = rest;
  }
  return { people: found, left };
}

function exactNamesOf({ people }: Pick<School, 'people'>): readonly Naming[] {
  return people.flatMap(({ name, email }) => [usualName(name), email].map((phrase) => ({ phrase, people: [email] })));
}

function titlesOf(school: School): readonly Naming[] {
  const byRole = (Object.keys(school.roles) as Role[]).flatMap((role) =>
    [roleLabel(school, role), role, ...(otherWords[role] ?? [])].map((phrase) => ({
      phrase,
      people: school.roles[role].people,
    })),
  );
  return [...byRole, ...school.people.map(({ jobTitle, email }) => ({ phrase: jobTitle, people: [email] }))];
}

/** A name in the usual order, also where a directory writes "Elstow, Ruth" or "Ruth Elstow (she/her)". */
function usualName(name: string): string {
  const [last = '', ...first] = name.replace(/[([{].*?[)\]}]/gu, ' ').split(',');
  return `${first.join(' ')} ${last}`.replace(/\s+/gu, ' ').trim();
}

/** Each surname, and each part of a double one. */
function surnamesOf({ people }: Pick<School, 'people'>): readonly Naming[] {
  return people.flatMap(({ name, email }) => {
    const surname = usualName(name).split(' ').at(-1) ?? '';
    return [surname, ...surname.split(/\p{Pd}/u)].map((phrase) => ({ phrase, people: [email] }));
  });
}

/**
 * What stands around a title that somebody else holds: the deputy head and the head of maths are not the head. The head
 * of the school is.
 */
function otherHolder(school: School): Around {
  const ownWord =
    spellings(school.name)[0]
      ?.split(' ')
      .find((word) => word.length > 3) ?? 'school';
  const whole = `(?:the |our |this )?(?:school|academy|college|governors|governing|${ownWord})`;
  return {
    before: '(?<! (?:deputy|assistant|associate|vice|former|ex))',
    after: `(?! of (?!${whole}))`,
  };
}

/** A text in plain words, small and without accents: with a space for an apostrophe, and without. */
function spellings(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœ]/gu, (letter) => unaccented[letter] ?? letter);
  const words = (written: string) => written.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const both = [words(plain), words(plain.replace(/['’ʼ‘`]/gu, ''))];
  return [...new Set(both)].filter((written) => written !== '');
}

/** Letters whose accents do not come off by themselves. */
const unaccented: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

function spaced(words: string): string {
  return ` ${words} `;
}
