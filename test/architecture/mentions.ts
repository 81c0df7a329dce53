import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const project = join(import.meta.dirname, '../..');

/** The path and text of each TypeScript file below a folder of the project, such as `src/domain`. */
export function sourceFiles(folder: string): { readonly path: string; readonly text: string }[] {
  return globSync(`${folder}/**/*.ts`, { cwd: project })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(project, path), 'utf8') }));
}

/**
 * Each use of a global name, as it is written with what is asked of it: `process.env`, `Date.now`, `new Date()`,
 * `process` alone. Comments, strings, types and the names of fields do not count.
 */
export function mentionsOf(names: readonly string[], text: string): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.includes(node.text) && isUse(node)) found.push(written(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node || isGlobalThis(parent.expression);
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isImportSpecifier(parent)) return false;
  const namesAField =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return !(namesAField && parent.name === node);
}

function written(node: ts.Identifier): string {
  const subject = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  const { parent } = subject;
  if (ts.isPropertyAccessExpression(parent)) {
    const bare = ts.isCallExpression(parent.parent) && parent.parent.arguments.length === 0 ? '()' : '';
    return `${node.text}.${parent.name.text}${bare}`;
  }
  if (ts.isNewExpression(parent)) return `new ${node.text}(${parent.arguments?.length ? '…' : ''})`;
  return node.text;
}

function isGlobalThis(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'globalThis';
}
