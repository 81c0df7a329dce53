import { reportQuestions } from '../report-questions.ts';
import type { Concern } from '../state.ts';
import { nameKeys, namesIn } from './name-keys.ts';

/** So many people of one case are found by their names; nobody writes more. */
const MOST_PEOPLE = 20;
/** So many texts are looked for at once, the surest of each person first. */
const MOST_TEXTS = 40;

const namesQuestions = reportQuestions.filter(({ kind }) => kind === 'names').map(({ id }) => id);

/** Everybody whom a case names, pupil or adult, as they were written: those of the report first, then who was added. */
export function namedIn({ file }: Concern): readonly string[] {
  const reported = namesQuestions.flatMap((id) => [file.answers[id] ?? ''].flat().flatMap(namesIn));
  const added = file.steps.flatMap(({ event }) => (event.type === 'PersonAdded' ? [event.name] : []));
  return [...new Set([...reported, ...added])].filter((name) => nameKeys(name).length > 0).slice(0, MOST_PEOPLE);
}

/** What a case can be found by, so that another one that names the same people finds it. Kept as keyed hashes only. */
export function nameTokens(concern: Concern): readonly string[] {
  return concern.file.people.isFound ? [...new Set(namedIn(concern).flatMap(tokensOf))] : [];
}

/** What to look for to find the other cases of these people: everybody's surest key, then everybody's next. */
export function tokensToFind(concern: Concern): readonly string[] {
  const each = namedIn(concern).map(tokensOf);
  const longest = Math.max(0, ...each.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, nth) => each.flatMap((tokens) => tokens.slice(nth, nth + 1)));
  return [...new Set(inTurn.flat())].slice(0, MOST_TEXTS);
}

/** Whether all of them are looked for. */
export function isEverybodyLookedFor(concern: Concern): boolean {
  return new Set(namedIn(concern).flatMap(tokensOf)).size <= MOST_TEXTS;
}

/** The texts that a name is found by. */
export function tokensOf(name: string): readonly string[] {
  return nameKeys(name).map((key) => `name:${key}`);
}
