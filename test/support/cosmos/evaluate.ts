import { Refusal } from './refusal.ts';
import type { Expression, Order, Select } from './sql.ts';

export type Json = Record<string, unknown>;
export type Parameters = ReadonlyMap<string, unknown>;

/**
 * What an expression comes to for a document. Undefined is a value of its own, as in the query language: a comparison
 * of different types, or with what is not there, is undefined, and only what is true meets a condition.
 */
export function evaluate(expression: Expression, document: Json, parameters: Parameters): unknown {
  const value = (part: Expression) => evaluate(part, document, parameters);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'parameter':
      if (!parameters.has(expression.name)) throw new Refusal(400, `The parameter '${expression.name}' is not given.`);
      return parameters.get(expression.name);
    case 'path':
      return follow(document, expression.steps);
    case 'array':
      return expression.items.map(value).filter((item) => item !== undefined);
    case 'object':
      return Object.fromEntries(
        expression.fields.map(([name, part]) => [name, value(part)]).filter(([, part]) => part !== undefined),
      );
    case 'not': {
      const of = value(expression.of);
      return typeof of === 'boolean' ? !of : undefined;
    }
    case 'in':
      return expression.items.some((item) => compare('=', value(expression.of), value(item)) === true);
    case 'call':
      return call(expression.name, expression.of.map(value));
    case 'binary':
      return binary(expression.operator, value(expression.left), value(expression.right));
    default:
      return expression satisfies never;
  }
}

function binary(operator: string, left: unknown, right: unknown): unknown {
  if (operator === 'AND')
    return left === false || right === false ? false : left === true && right === true ? true : undefined;
  if (operator === 'OR')
    return left === true || right === true ? true : left === false && right === false ? false : undefined;
  if (['+', '-', '*', '/'].includes(operator)) {
    if (typeof left !== 'number' || typeof right !== 'number') return undefined;
    return { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[operator];
  }
  return compare(operator, left, right);
}

function compare(operator: string, left: unknown, right: unknown): boolean | undefined {
  if (left === undefined || right === undefined || typeOrder(left) !== typeOrder(right)) return undefined;
  if (typeof left === 'object' && left !== null) return undefined;
  const order = compareValues(left, right);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function call(name: string, of: readonly unknown[]): unknown {
  const [first, second] = of;
  switch (name) {
    case 'ARRAY_CONTAINS':
      return Array.isArray(first) && first.some((item) => compare('=', item, second) === true);
    case 'IS_DEFINED':
      return first !== undefined;
    case 'IS_NULL':
      return first === null;
    case 'STARTSWITH':
      return typeof first === 'string' && typeof second === 'string' ? first.startsWith(second) : undefined;
    default:
      throw new Refusal(400, `'${name}' is not a recognized built-in function name.`);
  }
}

function follow(document: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Json)[step] : undefined,
    document,
  );
}

/** Undefined, null, false and true, numbers, texts, then the rest: the documented order of types in ORDER BY. */
function typeOrder(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  return { boolean: 2, number: 3, string: 4 }[typeof value as string] ?? 5;
}

/** Texts are ordered by the bytes of their UTF-8. */
function compareValues(left: unknown, right: unknown): number {
  const types = typeOrder(left) - typeOrder(right);
  if (types !== 0) return types;
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return Number(left) - Number(right) || 0;
}

/** Where a document stands in the order of a query; its `_rid` decides between equals. */
export function keyOf(orderBy: readonly Order[], document: Json): readonly unknown[] {
  return [...orderBy.map(({ steps }) => follow(document, steps)), document['_rid']];
}

export function compareKeys(orderBy: readonly Order[], left: readonly unknown[], right: readonly unknown[]): number {
  for (const [at, value] of left.entries()) {
    const order = compareValues(value, right[at]);
    if (order !== 0) return orderBy[at]?.descending === true ? -order : order;
  }
  return 0;
}

/** What the query shows of a document. */
export function show({ show: shown }: Select, document: Json, parameters: Parameters): unknown {
  if (shown === 'everything') return document;
  if (!Array.isArray(shown)) return evaluate(shown as Expression, document, parameters);
  const fields = shown.map(({ name, value }) => [name, evaluate(value, document, parameters)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** What the query shows of documents that it groups: one row for each value of what it groups them by. */
export function showGroups({ show: shown, groupBy = [] }: Select, documents: readonly Json[]): readonly Json[] {
  if (!Array.isArray(shown)) throw new Refusal(400, 'A query that groups names what it shows.');
  const groups = Map.groupBy(documents, (document) => JSON.stringify(follow(document, groupBy)));
  return [...groups.values()].map((group) =>
    Object.fromEntries(shown.map(({ name, value }) => [name, ofGroup(value, group, groupBy)])),
  );
}

function ofGroup(value: Expression, group: readonly Json[], groupBy: readonly string[]): unknown {
  if (value.kind === 'call' && value.name === 'COUNT') return group.length;
  if (value.kind === 'path' && value.steps.join() === groupBy.join()) return follow(group[0], groupBy);
  throw new Refusal(400, 'A query that groups shows what it groups by, and counts.');
}
