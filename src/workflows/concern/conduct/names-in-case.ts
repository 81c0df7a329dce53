import { reportQuestions } from '../report-questions.ts';
import type { Concern } from '../state.ts';

const NAMES_SAID = 5;

const namesQuestions = reportQuestions.filter(({ kind }) => kind === 'names').map(({ id }) => id);

/** The names of people in a case that stand in a text, as far as they can be known by their words; at most a few. */
export function namesInCase({ file }: Concern, text: string): readonly string[] {
  const said = namesQuestions.flatMap((id) => [file.answers[id] ?? ''].flat().flatMap((given) => given.split('\n')));
  const added = file.steps.flatMap(({ event }) => (event.type === 'PersonAdded' ? [event.name] : []));
  const told = file.logged === null ? [] : [file.logged.for];
  // What stands behind a comma is a class or a job.
  const words = [...said, ...added, ...told].flatMap((name) => wordsOf(name.split(',')[0] ?? ''));
  const there = new Set(wordsOf(text).map((word) => word.toLowerCase()));
  return [...new Set(words)].filter((word) => there.has(word.toLowerCase())).slice(0, NAMES_SAID);
}

/** The words that may be a name: not initials, and not titles. */
function wordsOf(text: string): readonly string[] {
  const words = text.replace(/['’]s\b/giu, ' ').match(/[\p{L}\p{M}'’-]{3,}/gu) ?? [];
  return words.filter((word) => !titles.has(word.toLowerCase()));
}

const titles: ReadonlySet<string> = new Set(['mrs', 'miss', 'the', 'and', 'mister', 'year', 'class']);
