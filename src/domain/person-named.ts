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
