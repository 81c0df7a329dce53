// The part of the query language that is understood here: learn.microsoft.com, "Queries in Azure Cosmos DB for NoSQL".

import { Refusal } from './refusal.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'path'; readonly steps: readonly string[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'in'; readonly of: Expression; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

export interface SelectItem {
  readonly name: string;
  readonly value: Expression;
}

export interface Order {
  readonly steps: readonly string[];
  readonly descending: boolean;
}

export interface Select {
  readonly text: string;
  readonly top: number | undefined;
  /** What is shown: everything, one value, or named values. */
  readonly show: 'everything' | Expression | readonly SelectItem[];
  readonly where: Expression | undefined;
  readonly orderBy: readonly Order[];
  /** One row for each value of this; undefined where the query has no GROUP BY. */
  readonly groupBy: readonly string[] | undefined;
}

const TOKEN =
  /\s*(?:([A-Za-z_]\w*)|(@\w+)|(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(<=|>=|!=|<>|[-+*/=<>(),.[\]{}:]))/y;

interface Token {
  readonly kind: 'word' | 'parameter' | 'number' | 'text' | 'sign';
  readonly text: string;
}

/** Parses a query. Throws an error with a sentence when it is not understood. */
export function parseQuery(text: string): Select {
  const tokens = tokenise(text);
  let at = 0;

  const peek = (offset = 0): Token | undefined => tokens[at + offset];
  const isWord = (word: string, token = peek()) => token?.kind === 'word' && token.text.toUpperCase() === word;
  const isSign = (sign: string, token = peek()) => token?.kind === 'sign' && token.text === sign;
  const takeIf = (found: boolean) => {
    if (found) at++;
    return found;
  };
  const takeWord = (word: string) => takeIf(isWord(word));
  const takeSign = (sign: string) => takeIf(isSign(sign));

  function expect(taken: boolean, what: string): void {
    if (!taken) throw new Refusal(400, `Syntax error, ${what} expected near '${peek()?.text ?? 'the end'}'.`);
  }

  function next(kind: Token['kind']): string {
    const token = peek();
    if (token?.kind !== kind)
      throw new Refusal(400, `Syntax error, incorrect syntax near '${token?.text ?? 'the end'}'.`);
    at++;
    return token.text;
  }

  function list<T>(end: string, one: () => T): T[] {
    const items: T[] = [];
    if (takeSign(end)) return items;
    do items.push(one());
    while (takeSign(','));
    expect(takeSign(end), end);
    return items;
  }

  /** What follows `c`: `.name` and `["name"]`. */
  function steps(): string[] {
    const names: string[] = [];
    for (;;) {
      if (takeSign('.')) names.push(next('word'));
      else if (isSign('[')) {
        at++;
        names.push(unquote(next('text')));
        expect(takeSign(']'), ']');
      } else return names;
    }
  }

  function primary(): Expression {
    const token = peek();
    if (takeSign('(')) {
      const inner = anyOf();
      expect(takeSign(')'), ')');
      return inner;
    }
    if (takeSign('[')) return { kind: 'array', items: list(']', anyOf) };
    if (takeSign('{')) return { kind: 'object', fields: list('}', field) };
    if (token?.kind === 'number') return { kind: 'literal', value: Number(next('number')) };
    if (token?.kind === 'text') return { kind: 'literal', value: unquote(next('text')) };
    if (token?.kind === 'parameter') return { kind: 'parameter', name: next('parameter') };
    const word = next('word');
    const constant = { TRUE: true, FALSE: false, NULL: null }[word.toUpperCase()];
    if (constant !== undefined) return { kind: 'literal', value: constant };
    if (takeSign('(')) return { kind: 'call', name: word.toUpperCase(), of: list(')', anyOf) };
    if (word !== alias) throw new Refusal(400, `Identifier '${word}' could not be resolved.`);
    return { kind: 'path', steps: steps() };
  }

  function field(): readonly [string, Expression] {
    const name = peek()?.kind === 'text' ? unquote(next('text')) : next('word');
    expect(takeSign(':'), ':');
    return [name, anyOf()];
  }

  function binary(operators: readonly string[], part: () => Expression): Expression {
    let left = part();
    for (;;) {
      const operator = operators.find((sign) => isSign(sign) || isWord(sign));
      if (operator === undefined) return left;
      at++;
      left = { kind: 'binary', operator, left, right: part() };
    }
  }

  const product = () => binary(['*', '/'], primary);
  const sum = () => binary(['+', '-'], product);
  const comparison = (): Expression => {
    const left = binary(['<=', '>=', '!=', '<>', '=', '<', '>'], sum);
    if (!takeWord('IN')) return left;
    expect(takeSign('('), '(');
    return { kind: 'in', of: left, items: list(')', anyOf) };
  };
  const negation = (): Expression => (takeWord('NOT') ? { kind: 'not', of: negation() } : comparison());
  const allOf = () => binary(['AND'], negation);
  const anyOf = (): Expression => binary(['OR'], allOf);

  function selectItem(): SelectItem {
    const value = anyOf();
    const own = value.kind === 'path' ? value.steps.at(-1) : undefined;
    const name = takeWord('AS') ? next('word') : (own ?? `$${at}`);
    return { name, value };
  }

  function selection(): Select['show'] {
    if (takeSign('*')) return 'everything';
    if (takeWord('VALUE')) return anyOf();
    const items = [selectItem()];
    while (takeSign(',')) items.push(selectItem());
    return items;
  }

  // The alias is told only behind the selection, so it is looked up first.
  const from = tokens.findIndex((token) => isWord('FROM', token));
  const alias = tokens[from + 1]?.text;
  expect(takeWord('SELECT'), 'SELECT');
  const top = takeWord('TOP') ? Number(next('number')) : undefined;
  const show = selection();
  expect(takeWord('FROM'), 'FROM');
  next('word');
  const where = takeWord('WHERE') ? anyOf() : undefined;
  let groupBy: readonly string[] | undefined;
  if (takeWord('GROUP')) {
    expect(takeWord('BY'), 'BY');
    expect(next('word') === alias, `${alias}`);
    groupBy = steps();
  }
  const orderBy: Order[] = [];
  if (takeWord('ORDER')) {
    expect(takeWord('BY'), 'BY');
    do {
      expect(next('word') === alias, `${alias}`);
      const path = steps();
      const descending = takeWord('DESC');
      if (!descending) takeWord('ASC');
      orderBy.push({ steps: path, descending });
    } while (takeSign(','));
  }
  if (peek() !== undefined) throw new Refusal(400, `Syntax error, incorrect syntax near '${peek()?.text}'.`);
  return { text, top, show, where, orderBy, groupBy };
}

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new Refusal(400, `Syntax error, invalid token at ${from}.`);
    const [, word, parameter, number, quoted, sign] = found;
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (parameter !== undefined) tokens.push({ kind: 'parameter', text: parameter });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

function unquote(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("\\'", "'") : JSON.parse(text);
}
