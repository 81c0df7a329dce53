// Which requirement is proved by which test: npm run requirements [-- --must]
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';

const priorities = ['must', 'should', 'could'] as const;

/** A row of docs/requirements.md. */
export interface Requirement {
  readonly id: string;
  readonly text: string;
  readonly priority: (typeof priorities)[number];
  readonly source: string;
}

/** A test name that cites a requirement, and where it stands, such as `test/log.test.ts:12`. */
export interface Citation {
  readonly id: string;
  readonly test: string;
  readonly place: string;
}

/** The rows of the requirements' tables, in their order. Throws when a row cannot be read or an ID stands twice. */
export function parseRequirements(markdown: string): Requirement[] {
  const requirements = new Map<string, Requirement>();
  for (const line of markdown.split('\n')) {
    if (!/^\|\s*R\d/.test(line)) continue;
    const [, id = '', text = '', word, source = ''] = line.split('|').map((cell) => cell.trim());
    const priority = priorities.find((known) => known === word);
    if (!/^R\d{3}$/.test(id) || priority === undefined) throw new Error(`This row cannot be read: ${line}`);
    if (requirements.has(id)) throw new Error(`${id} stands twice`);
    requirements.set(id, { id, text, priority, source });
  }
  return [...requirements.values()];
}

/**
 * The citations in one test file, `[R014]`, `[R028] [R029]` or `[R031, R032]`, and the brackets that look like one
 * but cannot be read. A citation counts in the name given to `it`, `test` or `describe`, and at the start of any other
 * string, which is then the name in a table of cases. Skipped tests and those still to be written prove nothing and do
 * not count.
 */
export function findCitations(path: string, source: string): { citations: Citation[]; mistakes: string[] } {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const citations: Citation[] = [];
  const mistakes: string[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTestCall(node, ['skip', 'todo'])) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = textOf(node);
      const named = ts.isCallExpression(node.parent) && node.parent.arguments[0] === node && isTestCall(node.parent);
      if (named || text.startsWith('[R')) cite(text, node);
    }
    ts.forEachChild(node, visit);
  };

  const cite = (test: string, node: ts.Node): void => {
    const place = `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    for (const [bracket] of test.matchAll(/\[R\d[^\]]*\]/g)) {
      if (!/^\[R\d{3}(, ?R\d{3})*\]$/.test(bracket)) mistakes.push(`${place} cites ${bracket}, which cannot be read`);
      else for (const [id] of bracket.matchAll(/R\d{3}/g)) citations.push({ id, test, place });
    }
  };

  visit(file);
  return { citations, mistakes };
}

/** True for a call of `it`, `test` or `describe`, or of one of their variants; when words are given, of those alone. */
function isTestCall(call: ts.CallExpression, variants?: readonly string[]): boolean {
  const [root = '', ...words] = calleeWords(call.expression);
  if (!['it', 'test', 'describe'].includes(root)) return false;
  return variants === undefined || words.some((word) => variants.includes(word));
}

function textOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return node.head.text + node.templateSpans.map((span) => `\${…}${span.literal.text}`).join('');
}

/** `describe.skip.each(table)` gives `describe`, `skip`, `each`. */
function calleeWords(callee: ts.Expression): string[] {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee)) return [...calleeWords(callee.expression), callee.name.text];
  if (ts.isCallExpression(callee)) return calleeWords(callee.expression);
  return [];
}

/** Each citation of an ID that is no requirement, as a sentence. */
export function unknownCitations(requirements: readonly Requirement[], citations: readonly Citation[]): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  return citations
    .filter(({ id }) => !known.has(id))
    .map(({ id, place }) => `${place} cites ${id}, which does not exist`);
}

/** Each requirement with the tests that cite it, then how many are proved, then the `must` rows that are not. */
export function renderReport(
  requirements: readonly Requirement[],
  citations: readonly Citation[],
  onlyMust = false,
): string {
  const testsOf = (id: string) => citations.filter((citation) => citation.id === id);
  const proved = requirements.filter(({ id }) => testsOf(id).length > 0);
  const missing = requirements.filter((row) => row.priority === 'must' && !proved.includes(row));

  const rows = requirements.flatMap(({ id, priority, text }) => {
    const tests = testsOf(id).map(({ place, test }) => `        ${place}  ${test}`);
    return [`${id}  ${priority.padEnd(6)}  ${text}`, ...(tests.length > 0 ? tests : ['        no test'])];
  });
  const counts = priorities.map((priority) => {
    const all = requirements.filter((row) => row.priority === priority).length;
    return `${priority.padEnd(6)}  ${proved.filter((row) => row.priority === priority).length} of ${all} have a test`;
  });
  const owed = [
    `${missing.length} must rows have no test${missing.length > 0 ? ':' : '.'}`,
    ...missing.map(({ id, text }) => `${id}  ${text}`),
  ];
  return [...(onlyMust ? [] : [...rows, '']), ...counts, '', ...owed].join('\n');
}

function main(): void {
  const { values } = parseArgs({ options: { must: { type: 'boolean', default: false } } });
  const project = join(import.meta.dirname, '..');
  const read = (path: string) => readFileSync(join(project, path), 'utf8');

  const requirements = parseRequirements(read('docs/requirements.md'));
  const paths = globSync('test/**/*.test.ts', { cwd: project })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  const found = paths.map((path) => findCitations(path, read(path)));
  const citations = found.flatMap((each) => each.citations);
  const mistakes = [...found.flatMap((each) => each.mistakes), ...unknownCitations(requirements, citations)];

  console.log(renderReport(requirements, citations, values.must));
  for (const mistake of mistakes) console.error(mistake);
  if (mistakes.length > 0) process.exitCode = 1;
}

if (import.meta.main) main();
