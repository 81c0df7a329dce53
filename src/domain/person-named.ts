import type { PersonId } from './people.ts';
import { personName, type School } from './school.ts';

/** The most people who are listed to choose from: beyond that no chat's list can be looked through, or even shown. */
export const MOST_LISTED = 90;

type Named =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'problem'; readonly problem: 'no-such-person' | 'several-people' };

/**
 * The one person of the school whose email address or whole name this is; capitals, accents and what stands between
 * words do not matter. Nobody is guessed at.
 */
export function personNamed(text: string, school: School): Named {
  const address = text.trim().toLowerCase();
  const name = plain(text);
  const byAddress = school.people.filter(({ email }) => email === address);
  const found =
    byAddress.length > 0 ? byAddress : school.people.filter((one) => name !== '' && plain(one.name) === name);
  const [person] = found;
  if (person === undefined) return { kind: 'problem', problem: 'no-such-person' };
  return found.length === 1 ? { kind: 'person', person: person.email } : { kind: 'problem', problem: 'several-people' };
}

/** What somebody of the school is put forward as in a field for a name: their name, where it is theirs alone. */
export function saidAsNamed(person: PersonId, school: School): string {
  const name = personName(school, person);
  return personNamed(name, school).kind === 'person' ? name : person;
}

/** Whether somebody else of the school has the same name, as it is read. */
export function isNamesake(person: PersonId, school: School): boolean {
  return (namesIn(school).get(plain(personName(school, person))) ?? 0) > 1;
}

/** A trust has tens of thousands of people: each list is gone through once. */
const known = new WeakMap<School['people'], ReadonlyMap<string, number>>();

function namesIn({ people }: School): ReadonlyMap<string, number> {
  const before = known.get(people);
  if (before !== undefined) return before;
  const names = new Map<string, number>();
  for (const { name } of people) names.set(plain(name), (names.get(plain(name)) ?? 0) + 1);
  known.set(people, names);
  return names;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}'’ʼ‘`]/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœ]/gu, (letter) => unaccented[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Letters whose accents do not come off by themselves. */
const unaccented: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };
