import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

// A Bicep file as a tree that a test can ask. Bicep itself is not in any registry that the tests may use, so the grammar
// of the editors stands in for it: what does not parse there does not compile, and what parses there may still not.

/** What stands in the file where the value is known only in Azure, such as `vault.properties.vaultUri`. */
export interface Expression {
  readonly expression: string;
}

/** A value as it is written. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly Value[]
  | { readonly [name: string]: Value };

/** What every declaration has: its name, and its decorators, such as `secure()`. */
interface Declared {
  readonly name: string;
  readonly decorators: readonly string[];
}

export interface Param extends Declared {
  /** As it is written, such as `string` or `'a' | 'b'`. */
  readonly type: string;
  /** Undefined where it must be given. */
  readonly standard?: Value;
}

interface Bodied extends Declared {
  /** When it is made, as it is written; undefined where always. */
  readonly condition?: string;
  /** What it is made for each of, as it is written. */
  readonly forEach?: string;
  readonly body: { readonly [name: string]: Value };
  /** All of it, as it is written. */
  readonly text: string;
}

export interface Resource extends Bodied {
  /** Such as `Microsoft.KeyVault/vaults`. */
  readonly type: string;
  readonly apiVersion: string;
  readonly isExisting: boolean;
}

export interface Module extends Bodied {
  /** The path as it is written, relative to the file. */
  readonly path: string;
}

export interface Output extends Declared {
  readonly type: string;
  readonly value: Value;
}

export interface Variable extends Declared {
  readonly value: Value;
}

/** A Bicep file. */
export interface Bicep {
  /** What the grammar does not know, with its line. */
  readonly errors: readonly string[];
  readonly params: readonly Param[];
  readonly variables: readonly Variable[];
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly outputs: readonly Output[];
  /** Names that are used and are declared nowhere in the file. */
  readonly unknownNames: readonly string[];
  /** Parameters and variables that nothing uses. */
  readonly unusedNames: readonly string[];
  /** Functions that are called, such as `guid` or `account.listKeys`. */
  readonly calls: readonly string[];
}

const language = await loadLanguage();

async function loadLanguage(): Promise<Language> {
  const find = createRequire(import.meta.url).resolve;
  await Parser.init();
  return await Language.load(readFileSync(find('tree-sitter-bicep/tree-sitter-bicep.wasm')));
}

/** Reads a Bicep file's text. What it cannot read stands in `errors`. */
export function parseBicep(text: string): Bicep {
  const parser = new Parser().setLanguage(language);
  const root = parser.parse(text)?.rootNode;
  if (root === undefined) throw new Error('nothing was parsed');
  try {
    return readFile(root);
  } finally {
    parser.delete();
  }
}

/** A file of parameters, `NAME = VALUE` each, by name. The grammar knows them only as variables. */
export function parseParameters(text: string): { readonly [name: string]: Value } {
  const { errors, variables } = parseBicep(text.replaceAll(/^using .*$/gm, '').replaceAll(/^param /gm, 'var '));
  if (errors.length > 0) throw new Error(`not a file of parameters: ${errors.join('; ')}`);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

/** The value that a path leads to, such as `properties.publicNetworkAccess`; undefined where there is none. */
export function at(value: Value | undefined, path: string): Value | undefined {
  return path.split('.').reduce<Value | undefined>((inside, part) => {
    if (Array.isArray(inside)) return inside[Number(part)];
    return isRecord(inside) ? inside[part] : undefined;
  }, value);
}

/** A value as it is written where it is not plain; the value itself where it is. */
export function written(value: Value | undefined): unknown {
  return isExpression(value) ? value.expression : value;
}

export function isExpression(value: Value | undefined): value is Expression {
  return isRecord(value) && typeof value['expression'] === 'string' && Object.keys(value).length === 1;
}

function isRecord(value: Value | undefined): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFile(root: Node): Bicep {
  const params: Param[] = [];
  const variables: Variable[] = [];
  const resources: Resource[] = [];
  const modules: Module[] = [];
  const outputs: Output[] = [];
  let decorators: readonly string[] = [];
  for (const node of root.namedChildren) {
    if (node.type === 'decorators') {
      decorators = node.namedChildren.map((one) => one.text.replace(/^@(sys\.)?/, ''));
      continue;
    }
    if (node.type === 'comment') continue;
    const [name, second, third] = node.namedChildren.filter(({ type }) => type !== 'comment');
    if (name !== undefined && second !== undefined) {
      const declared = { name: name.text, decorators };
      if (node.type === 'parameter_declaration')
        params.push({ ...declared, type: second.text, ...(third === undefined ? {} : { standard: valueIn(third) }) });
      else if (node.type === 'variable_declaration') variables.push({ ...declared, value: valueIn(second) });
      else if (node.type === 'output_declaration' && third !== undefined)
        outputs.push({ ...declared, type: second.text, value: valueIn(third) });
      else if (node.type === 'module_declaration' && third !== undefined)
        modules.push({ ...declared, path: stringOf(second), ...bodyOf(third), text: node.text });
      else if (node.type === 'resource_declaration' && third !== undefined) {
        const [type = '', apiVersion = ''] = stringOf(second).split('@');
        const isExisting = node.children.some((child) => child?.type === 'existing');
        resources.push({ ...declared, type, apiVersion, isExisting, ...bodyOf(third), text: node.text });
      }
    }
    decorators = [];
  }
  const declared = [...params, ...variables, ...resources, ...modules].map(({ name }) => name);
  const used = namesUsed(root, new Set());
  return {
    errors: errorsIn(root),
    params,
    variables,
    resources,
    modules,
    outputs,
    unknownNames: [...used].filter((name) => !declared.includes(name) && !NAMESPACES.includes(name)).toSorted(),
    unusedNames: [...params, ...variables].map(({ name }) => name).filter((name) => !used.has(name)),
    calls: descendants(root, 'call_expression').map((call) => call.childForFieldName('function')?.text ?? ''),
  };
}

/** Names that Bicep itself brings, and the types that look like names to the grammar. */
const NAMESPACES: readonly string[] = ['az', 'sys', 'string', 'int', 'bool', 'object', 'array'];

/** What is in the body of a resource or module, under what condition, and for each of what. */
function bodyOf(node: Node): Pick<Bodied, 'body' | 'condition' | 'forEach'> {
  if (node.type === 'if_statement') {
    const [condition, body] = node.namedChildren.filter(({ type }) => type !== 'comment');
    return { ...(body ? bodyOf(body) : { body: {} }), condition: condition?.text ?? '' };
  }
  if (node.type === 'for_statement') {
    const body = node.childForFieldName('body');
    return { ...(body ? bodyOf(body) : { body: {} }), forEach: node.text.slice(0, node.text.indexOf(':')) };
  }
  const value = valueIn(node);
  return { body: isRecord(value) ? value : {} };
}

function valueIn(node: Node): Value {
  switch (node.type) {
    case 'object': {
      const properties = node.namedChildren.filter(({ type }) => type === 'object_property');
      return Object.fromEntries(
        properties.flatMap((property) => {
          const [key, value] = property.namedChildren.filter(({ type }) => type !== 'comment');
          return key && value ? [[key.type === 'string' ? stringOf(key) : key.text, valueIn(value)]] : [];
        }),
      );
    }
    case 'array':
      return node.namedChildren.filter(({ type }) => type !== 'comment').map(valueIn);
    case 'string':
      return node.namedChildren.some(({ type }) => type === 'interpolation')
        ? { expression: node.text }
        : stringOf(node);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'number':
      return Number(node.text);
    case 'unary_expression':
      return /^-\d+$/.test(node.text) ? Number(node.text) : { expression: node.text };
    default:
      return { expression: node.text };
  }
}

/** What stands between the quotes. */
function stringOf(node: Node): string {
  return node.text.replace(/^'(.*)'$/s, '$1').replaceAll("\\'", "'");
}

/** Names in the places where a value stands. What a loop or a lambda names counts as declared inside it. */
function namesUsed(node: Node, own: ReadonlySet<string>): Set<string> {
  const used = new Set<string>();
  const inner = new Set([...own, ...namesBrought(node)]);
  for (const [index, child] of node.namedChildren.entries()) {
    if (child.type === 'identifier') {
      if (isName(node, index) && !inner.has(child.text)) used.add(child.text);
    } else for (const name of namesUsed(child, inner)) used.add(name);
  }
  return used;
}

/** Whether the child at this place is a name that is used, not one that is given or that belongs to something else. */
function isName(parent: Node, index: number): boolean {
  if (/_declaration$/.test(parent.type) || parent.type === 'object_property') return index > 0;
  if (parent.type === 'call_expression')
    return parent.namedChildren[index]?.id !== parent.childForFieldName('function')?.id;
  return parent.type !== 'type' && parent.type !== 'parameter';
}

function namesBrought(node: Node): readonly string[] {
  if (node.type === 'for_statement') {
    const parameters = node.namedChildren.find(({ type }) => type === 'for_loop_parameters');
    const names = parameters?.namedChildren ?? [node.childForFieldName('initializer')];
    return names.flatMap((name) => name?.text ?? []);
  }
  if (node.type !== 'lambda_expression') return [];
  return (node.namedChildren[0]?.text ?? '').replaceAll(/[()\s]/g, '').split(',');
}

function errorsIn(root: Node): readonly string[] {
  if (!root.hasError) return [];
  const wrong = (node: Node): readonly Node[] =>
    node.isError || node.isMissing ? [node] : node.children.flatMap((child) => (child === null ? [] : wrong(child)));
  return wrong(root).map(({ startPosition, text }) => `line ${startPosition.row + 1}: ${text.slice(0, 60)}`);
}

function descendants(node: Node, type: string): readonly Node[] {
  return node.descendantsOfType(type).flatMap((found) => found ?? []);
}
