import { checkAnswers } from '../domain/check-answers.ts';
import type { Sought } from '../domain/decider.ts';
import type { Answers } from '../domain/form.ts';
import type { Instant } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import type { PersonsList } from './persons-lists.ts';
import type { PressData } from './screen.ts';

/** What somebody looks for in a list. */
export interface Searching {
  /** As it was put into the list's form. */
  readonly answers: Answers;
  readonly sought: Sought;
  /** In words, for above what was found. */
  readonly said: string;
}

/** What these answers look for in a list; undefined where it has no such search or they are not answers to it. */
export function searchAsked(
  { search }: PersonsList,
  answers: Answers,
  school: School,
  now: Instant,
): Searching | undefined {
  if (search === undefined) return undefined;
  const { values, problems } = checkAnswers(search.form(school, now), answers, { school, now });
  if (Object.keys(problems).length > 0) return undefined;
  return { answers: values, sought: search.seeks(values, school), said: search.said(values, school) };
}

type Carried = NonNullable<PressData['with']>;

/** What stands before a question's id in what a button carries of a search. */
const SOUGHT = 'sought:';
/** The most that a button carries of a search, as JSON: Slack takes 2,000 characters of one button in all. */
const MOST_CARRIED = 1_400;
const MOST_IN_A_VALUE = 200;

/** What a button carries of a search, so that turning a page keeps it. */
export function turnedWith(searching: Searching | undefined): Carried {
  const answers = Object.entries(searching?.answers ?? {});
  return Object.fromEntries(answers.map(([id, answer]) => [`${SOUGHT}${id}`, [answer].flat().join(',')]));
}

/** The answers to a search that a button carries; undefined where it carries none. */
export function soughtBy(carried: Carried | undefined): Answers | undefined {
  const answers = Object.entries(carried ?? {}).filter(([name]) => name.startsWith(SOUGHT));
  if (answers.length === 0) return undefined;
  return Object.fromEntries(answers.map(([name, answer]) => [name.slice(SOUGHT.length), answer]));
}

/** Whether the buttons below what is found have room for what was looked for. */
export function canBeCarried(answers: Answers): boolean {
  const carried = turnedWith({ answers, sought: {}, said: '' });
  // Slack's own way of writing these three takes six characters each.
  const length = JSON.stringify(carried).replace(/[&<>]/g, '\\u0026').length;
  return length <= MOST_CARRIED && Object.values(carried).every((value) => value.length <= MOST_IN_A_VALUE);
}

/** What opens the form of a list's search, with what was looked for before. */
export function searchPress({ id }: PersonsList, searching: Searching | undefined) {
  return { do: `search/${id}`, ...(searching === undefined ? {} : { with: turnedWith(searching) }) };
}
