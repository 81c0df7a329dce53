import { misfitsOf } from '../../domain/school-checks.ts';
import type { Answers } from './answers.ts';
import { draftOf } from './draft.ts';
import type { Question, Reading } from './question.ts';

/** What an answer comes to beside those before: alone it may be right, and not fit them. */
export function judged({ name, read }: Question, typed: string, answers: Answers): Reading {
  const reading = read(typed);
  // What stands at one person fits whatever stands elsewhere, and there may be thousands of people.
  if ('problem' in reading || name.startsWith('people/')) return reading;
  const before = new Set(saidOf(answers));
  const problem = saidOf(new Map([...answers, [name, reading.text]])).find((words) => !before.has(words));
  return problem === undefined ? reading : { problem };
}

function saidOf(answers: Answers): readonly string[] {
  return misfitsOf(draftOf(answers)).map(({ message }) => message);
}

const wanted = /^((an?|one of|two|whole numbers|the (id|link) of) |at (most|least) \d+( characters| minutes)?$)/;

/** What is wrong, in the words of the schema or of the configuration, as a sentence of its own. */
export function sentence(problem: string): string {
  if (/^(is|has|names|must) /.test(problem)) return `That ${problem}.`;
  // What is wanted, by its name: said alone, it would read as what was refused.
  return wanted.test(problem) ? `Not taken. It has to be ${problem}.` : `Not taken: ${problem}.`;
}
