/** Looks at a value of a view or message; notes what Slack would refuse in it. */
export type Check = (value: unknown, at: string, problems: string[]) => void;

type Fields = { readonly [name: string]: Check };
type Parts = { readonly [name: string]: unknown };

/** Whether something is an object with named parts. */
export function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A sentence as Slack says it, with the place it speaks of. */
export function problem(sentence: string, at: string): string {
  return `${sentence} [json-pointer:${at}]`;
}

/** A text of so many characters, counted as JavaScript counts them. */
export function string(min: number, max: number): Check {
  return (value, at, problems) => {
    if (typeof value !== 'string') return void problems.push(problem('must provide a string', at));
    if (value.length < min) problems.push(problem(`must be more than ${min - 1} characters`, at));
    if (value.length > max) problems.push(problem(`must be less than ${max + 1} characters`, at));
    if (!value.isWellFormed()) problems.push(problem('must be valid UTF-8', at));
  };
}

export const boolean: Check = (value, at, problems) => {
  if (typeof value !== 'boolean') problems.push(problem('must provide a boolean', at));
};

export function integer(min: number, max: number): Check {
  return (value, at, problems) => {
    if (!Number.isInteger(value)) problems.push(problem('must provide an integer', at));
    else if (Number(value) < min || Number(value) > max)
      problems.push(problem(`must be between ${min} and ${max}`, at));
  };
}

/** One of these words. */
export function word(...allowed: readonly string[]): Check {
  return (value, at, problems) => {
    if (!allowed.includes(String(value))) problems.push(problem(`must be one of ${allowed.join(', ')}`, at));
  };
}

/** A text that another rule must hold of as well. */
export function like(isRight: (text: string) => boolean, sentence: string): Check {
  return (value, at, problems) => {
    if (typeof value !== 'string' || !isRight(value)) problems.push(problem(sentence, at));
  };
}

export function list(min: number, max: number, item: Check): Check {
  return (value, at, problems) => {
    if (!Array.isArray(value)) return void problems.push(problem('must provide an array', at));
    if (value.length < min) problems.push(problem(`no fewer than ${min} items required`, at));
    if (value.length > max) problems.push(problem(`no more than ${max} items allowed`, at));
    for (const [index, each] of value.entries()) item(each, `${at}/${index}`, problems);
  };
}

/** An object with these parts and no others; `also` looks at it as a whole. */
export function object(required: Fields, optional: Fields = {}, also?: (parts: Parts) => readonly string[]): Check {
  return (value, at, problems) => {
    if (!isParts(value)) return void problems.push(problem('must provide an object', at));
    for (const name of Object.keys(required))
      if (value[name] === undefined) problems.push(problem(`missing required field: ${name}`, at));
    for (const [name, part] of Object.entries(value)) {
      const check = required[name] ?? optional[name];
      if (part === undefined) continue;
      if (check === undefined) problems.push(problem(`invalid additional property: ${name}`, at));
      else check(part, `${at}/${name}`, problems);
    }
    for (const sentence of also?.(value) ?? []) problems.push(problem(sentence, at));
  };
}

/** Something whose `type` says which of these it is. */
export function byType(kinds: { readonly [type: string]: Check }): Check {
  return (value, at, problems) => {
    const type = isParts(value) ? String(value['type']) : 'nothing';
    const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check === undefined) problems.push(problem(`unsupported type: ${type}`, at));
    else check(value, at, problems);
  };
}
