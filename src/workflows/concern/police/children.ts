import type { Answers } from '../../../domain/form.ts';

/** A pupil as somebody wrote them down: the class beside the name, where it was given. */
export interface Child {
  readonly name: string;
  readonly detail: string;
}

/** The pupils of a report who are more than witnesses, each once. */
export function childrenIn(answers: Answers): readonly Child[] {
  const named = answers.capacity === 'witness' ? [] : linesOf(answers.names);
  const others = linesOf(answers.others).filter((line) => !/\bwitness\W*$/iu.test(line));
  const children: Child[] = [];
  for (const child of [...named, ...others].map(asChild)) if (isNewChild(child, children)) children.push(child);
  return children;
}

/** Whether a pupil is none of these: another name, or the same name in another class. */
export function isNewChild(child: Child, children: readonly Child[]): boolean {
  return !children.some((other) => isSame(child, other));
}

function isSame(one: Child, other: Child): boolean {
  if (plain(one.name) !== plain(other.name)) return false;
  return plain(one.detail) === '' || plain(other.detail) === '' || plain(one.detail) === plain(other.detail);
}

/** Each line, and each of several on a line that are kept apart by a semicolon. */
function linesOf(answer: string | readonly string[] | undefined): readonly string[] {
  const all = answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer;
  return all
    .flatMap((text) => text.split(/[\n;]/u))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** "Robin Ash, 9B, victim" is Robin Ash of 9B. */
function asChild(line: string): Child {
  const [name = '', ...more] = line.split(/[,(:]/u);
  const detail = more
    .map((part) => part.replace(/[)]/gu, ''))
    .filter((part) => !/^\W*(victim|instigator)\W*$/iu.test(part));
  return { name, detail: detail.join(' ') };
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
