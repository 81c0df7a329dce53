import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What a report passes on its way in and out, and what starts and stops the service. */
const FOLDERS = ['src/application', 'src/channels', 'src/store', 'src/vault'];
const FILES = ['src/main.ts', 'src/service.ts', 'src/join-chats.ts', 'src/open-records.ts'];
/** Where a database is asked without waiting for it: between any two of its statements the power may fail as well. */
const STEP_BY_STEP = ['src/store/sqlite/engine.ts', 'src/store/sqlite/worker.ts'];

/** Text that goes into a file at a place. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Writes the product's own source once more, with a place to die at before and after every `await`, and gives how many
 * there are. What the preload `preload/kill.ts` finds under `folder` is loaded instead of the file of that name.
 */
export function writeKillPoints(folder: string): number {
  let count = 0;
  for (const path of [...FOLDERS.flatMap(sourcesIn), ...FILES.filter((path) => existsSync(join(ROOT, path)))]) {
    const { text, points } = withKillPoints(readFileSync(join(ROOT, path), 'utf8'), path);
    if (points.length === 0) continue;
    count += points.length;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return count;
}

/** A source with its points, named by file and line. Types stay as they are; nothing moves to another line. */
export function withKillPoints(
  source: string,
  path: string,
): { readonly text: string; readonly points: readonly string[] } {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const points: string[] = [];
  const insertions: Insertion[] = [];

  function name(node: ts.Node): string {
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    const point = `${path.replace(/^src\//, '')}:${line + 1}:${character + 1}`;
    points.push(point);
    return JSON.stringify(point);
  }

  function visit(node: ts.Node): void {
    if (ts.isAwaitExpression(node)) {
      const point = name(node);
      insertions.push({ at: node.getStart(file), text: `__after(${point},` });
      insertions.push({ at: node.expression.getStart(file), text: `(__before(${point}),` });
      insertions.push({ at: node.getEnd(), text: '))' });
    }
    if (STEP_BY_STEP.includes(path) && ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      const point = name(node);
      insertions.push({ at: node.getStart(file), text: `{__before(${point});` });
      insertions.push({ at: node.getEnd(), text: `__after(${point},undefined);}` });
    }
    ts.forEachChild(node, visit);
  }

  visit(file);
  let text = '';
  let from = 0;
  for (const { at, text: inserted } of insertions.toSorted((one, other) => one.at - other.at)) {
    text += source.slice(from, at) + inserted;
    from = at;
  }
  return { text: text + source.slice(from), points };
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
    .toSorted();
}
