import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml';
import { Fault } from '../../application/faults.ts';

/** What was answered, as it was typed, by the name of its question, such as `roles/dsl/people`. */
export type Answers = ReadonlyMap<string, string>;

/**
 * The answers of a file: YAML in groups, `roles: { dsl: { people: ... } }` for `roles/dsl/people`. Every value is text as
 * it stands there, so that a telephone number keeps its zeros; a list is its values with commas between them. Throws a
 * `Fault`, which quotes nothing of the file but the numbers of its lines.
 */
export function readAnswers(text: string, file: string): Answers {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw unreadable(file, lines.linePos(error.pos[0]).line);
  const answers = new Map<string, string>();
  const take = (node: unknown, path: readonly string[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) take(value, [...path, isScalar(key) ? String(key.value) : '']);
      return;
    }
    const value = node === null ? '' : textOf(node);
    if (value === undefined || path.length === 0) throw unreadable(file, lineOf(node as Node, lines));
    answers.set(path.join('/'), value);
  };
  // An empty file has no answers.
  if (document.contents !== null && !(isScalar(document.contents) && document.contents.value === ''))
    take(document.contents, []);
  return answers;
}

/** The answers as `readAnswers` reads them. */
export function answersText(answers: Answers): string {
  const groups = new Map<string, unknown>();
  for (const [name, value] of answers) {
    const path = name.split('/');
    let group = groups;
    for (const part of path.slice(0, -1)) {
      const inner = group.get(part);
      const next = inner instanceof Map ? inner : new Map<string, unknown>();
      group.set(part, next);
      group = next;
    }
    group.set(path.at(-1) ?? '', value);
  }
  return stringify(groups, { lineWidth: 0 });
}

function textOf(node: unknown): string | undefined {
  if (isScalar(node)) return String(node.value ?? '');
  if (!isSeq(node) || isAlias(node)) return undefined;
  const all = node.items.map((one) => (isScalar(one) ? String(one.value ?? '') : undefined));
  return all.every((one) => one !== undefined) ? all.join(', ') : undefined;
}

function lineOf(node: Node | undefined, lines: LineCounter): number {
  return node?.range == null ? 1 : lines.linePos(node.range[0]).line;
}

function unreadable(file: string, line: number): Fault {
  return new Fault(`${file}, line ${line}: this is not an answer, as "name: value", and no group of them.`, {
    code: 'answers-unreadable',
    whatToDo:
      'Look for a missing quote, colon or dash there. docs/school-file.md shows such a file. Nothing was written.',
  });
}
