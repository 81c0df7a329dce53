import type { PersonId, Role } from '../../domain/people.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';

/** So many are named; of more, how many there are. */
const MOST_NAMED = 8;

/** `1 message`, `2 messages`. */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** `Ruth Elstow, Daniel Okonjo and 3 more`. */
export function named(school: School, people: readonly PersonId[]): string {
  return listed(people.map((person) => personName(school, person)));
}

/** `one, two and three`; of many, the first ones and how many more there are. */
export function listed(all: readonly string[]): string {
  const shown = all.length > MOST_NAMED ? [...all.slice(0, MOST_NAMED), `${all.length - MOST_NAMED} more`] : all;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** What the school calls a role, as it stands in a sentence: `the head teacher`. */
export function theRole(school: School, role: Role): string {
  return `the ${roleLabel(school, role)}`;
}

/** What is wrong, and the sentences after it that say what puts it right; undefined where there are none. */
export function inTwo(words: string): readonly [what: string, whatToDo: string | undefined] {
  const end = words.indexOf('. ');
  return end < 0 ? [words, undefined] : [words.slice(0, end + 1), words.slice(end + 2)];
}
