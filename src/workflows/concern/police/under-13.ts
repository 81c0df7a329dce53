import type { Answers } from '../../../domain/form.ts';
import type { School } from '../../../domain/school.ts';
import type { Concern } from '../state.ts';
import { childrenIn } from './children.ts';

/** Whether the class of a pupil who is named says that they are under 13, by how such classes begin here (R046). */
export function isUnder13ByClass({ file }: Concern, { concerns }: School): boolean {
  const named = childrenIn(everybody(file.answers)).map(({ name, detail }) => `${name} ${detail}`);
  const added = file.steps.flatMap(({ event }) =>
    event.type === 'PersonAdded' && event.kind === 'pupil' ? [`${event.name} ${event.detail}`] : [],
  );
  return [...named, ...added].some((text) => concerns.classesUnder13.some((begins) => hasClass(text, begins)));
}

/** Witnesses too: a child is involved who saw it. */
function everybody(answers: Answers): Answers {
  const { capacity: _, ...rest } = answers;
  const others = rest.others ?? [];
  const lines = typeof others === 'string' ? others.split('\n') : others;
  return { ...rest, others: lines.map((line) => line.replace(/[\s,(:]*witness\W*$/iu, '')) };
}

/** "7" is the class of "Robin Ash, 7B", but not of one in 77 or in 17. */
function hasClass(text: string, begins: string): boolean {
  const words = (written: string) =>
    written
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const start = words(begins);
  const from = ` ${words(text)}`.indexOf(` ${start}`);
  if (start === '' || from === -1) return false;
  const next = words(text).charAt(from + start.length);
  return !(/\d$/.test(start) && /\d/.test(next));
}
