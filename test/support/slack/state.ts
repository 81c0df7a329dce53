import type { Part } from './workspace.ts';

/** What was put into an input: texts, dates and times as they are, of choices the options themselves. */
export type Typed = string | Part | readonly Part[] | undefined;

/** An input or a menu, and the block in which it stands. */
export interface Field {
  readonly blockId: string;
  readonly block: Part;
  readonly element: Part;
  readonly type: string;
  /** By which a value stays through changes of the view. */
  readonly key: string;
}

/** How Slack names the value of each kind of element, and what it is while there is none. */
const valueNames: {
  readonly [type: string]: { readonly name: string; readonly initial: string; readonly none: unknown };
} = {
  plain_text_input: { name: 'value', initial: 'initial_value', none: null },
  url_text_input: { name: 'value', initial: 'initial_value', none: null },
  email_text_input: { name: 'value', initial: 'initial_value', none: null },
  datepicker: { name: 'selected_date', initial: 'initial_date', none: null },
  timepicker: { name: 'selected_time', initial: 'initial_time', none: null },
  static_select: { name: 'selected_option', initial: 'initial_option', none: null },
  radio_buttons: { name: 'selected_option', initial: 'initial_option', none: null },
  checkboxes: { name: 'selected_options', initial: 'initial_options', none: [] },
  multi_static_select: { name: 'selected_options', initial: 'initial_options', none: [] },
};

/** Everything in a view into which something can be put, from the top. */
export function fieldsOf(view: Part): readonly Field[] {
  return ((view['blocks'] ?? []) as Part[]).flatMap((block) => {
    const elements = [block['element'], block['accessory'], ...((block['elements'] ?? []) as unknown[])];
    return (elements.filter((element) => element !== undefined) as Part[])
      .filter((element) => Object.hasOwn(valueNames, String(element['type'])))
      .map((element) => {
        const [blockId, type] = [String(block['block_id']), String(element['type'])];
        return { blockId, block, element, type, key: JSON.stringify([blockId, element['action_id'], type]) };
      });
  });
}

/** What stands in a field: what was put into it, otherwise what it began with. */
export function typedIn(field: Field, typed: ReadonlyMap<string, Typed>): Typed {
  return typed.has(field.key) ? typed.get(field.key) : (field.element[initialOf(field)] as Typed);
}

function initialOf({ type }: Field): string {
  return valueNames[type]?.initial ?? '';
}

/** The options of a field, in their order. */
export function optionsOf({ element }: Field): readonly Part[] {
  const groups = (element['option_groups'] ?? []) as Part[];
  return [element, ...groups].flatMap(({ options }) => (options ?? []) as Part[]);
}

/**
 * What stands in the fields of a view stays where another takes its place and has the same field, touched or not: a new
 * initial value is not looked at then. What is no longer there, or no longer offered, is forgotten.
 */
export function carryOver(typed: Map<string, Typed>, before: Part, after: Part): void {
  const stood = new Map(fieldsOf(before).map((field) => [field.key, typedIn(field, typed)]));
  typed.clear();
  for (const field of fieldsOf(after))
    if (stood.has(field.key) && isOffered(field, stood.get(field.key))) typed.set(field.key, stood.get(field.key));
}

function isOffered(field: Field, value: Typed): boolean {
  if (value === undefined || typeof value === 'string') return true;
  const offered = optionsOf(field).map((option) => option['value']);
  return [value].flat().every((option) => offered.includes((option as Part)['value']));
}

/** `state` as Slack sends it with a view. */
export function stateOf(view: Part, typed: ReadonlyMap<string, Typed>): Part {
  const values: Record<string, Record<string, unknown>> = {};
  for (const field of fieldsOf(view)) {
    const names = valueNames[field.type];
    const value = typedIn(field, typed);
    const isNothing = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    values[field.blockId] = {
      ...values[field.blockId],
      [String(field.element['action_id'])]: {
        type: field.type,
        [names?.name ?? 'value']: isNothing ? names?.none : value,
      },
    };
  }
  return { values };
}
