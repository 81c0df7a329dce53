import { type Field, fieldsOf, optionsOf, type Typed, typedIn } from './state.ts';
import { buttonsIn, linesOf, shownText } from './words.ts';
import type { Part, StoredView } from './workspace.ts';

/** An input as a person sees it. */
export interface SeenInput {
  /** Without the "(optional)" that Slack adds. */
  readonly label: string;
  readonly kind: string;
  /** What stands in it: of choices, the words of the options. */
  readonly value: string | readonly string[];
  readonly hint: string;
  readonly problem: string | undefined;
  readonly isOptional: boolean;
  /** The words of what can be chosen. */
  readonly options: readonly string[];
}

/** A modal or a Home tab as a person sees it. */
export interface SeenView {
  readonly title: string;
  /** Everything that it says, a line each, with buttons in brackets. */
  readonly texts: readonly string[];
  /** The same as one text, with what stands in its inputs. */
  readonly words: string;
  readonly inputs: readonly SeenInput[];
  readonly buttons: readonly string[];
  readonly submit: string | undefined;
  readonly close: string | undefined;
  /** What Slack says above it all. */
  readonly trouble: string | undefined;
  readonly id: string;
  readonly hash: string;
  /** What the bot sent. */
  readonly view: Part;
}

export function seenView(stored: StoredView): SeenView {
  const { id, hash, view, problems } = stored;
  const inputs = fieldsOf(view).map((field) => seenInput(field, stored));
  const texts = linesOf(view['blocks']);
  const isModal = view['type'] === 'modal';
  const values = inputs.flatMap(({ value, problem }) => [value, problem ?? []].flat());
  return {
    id,
    hash,
    view,
    inputs,
    texts,
    title: shownText(view['title']),
    words: [shownText(view['title']), ...texts, ...values].filter((line) => line !== '').join('\n'),
    buttons: buttonsIn(view['blocks']).map(({ label }) => label),
    submit: isModal && view['submit'] !== undefined ? shownText(view['submit']) : undefined,
    // Slack's own word, where the view has none.
    close: isModal ? shownText(view['close']) || 'Cancel' : undefined,
    trouble: problems.get(''),
  };
}

function seenInput(field: Field, { typed, problems }: StoredView): SeenInput {
  const value = typedIn(field, typed);
  const isMany = ['checkboxes', 'multi_static_select'].includes(field.type);
  const chosen = [value ?? []].flat().map((each) => (typeof each === 'string' ? each : labelOfOption(each)));
  return {
    label: shownText(field.block['label']),
    kind: field.type,
    value: isMany ? chosen : (chosen[0] ?? ''),
    hint: shownText(field.block['hint']),
    problem: problems.get(field.blockId),
    isOptional: field.block['optional'] === true,
    options: optionsOf(field).map(labelOfOption),
  };
}

function labelOfOption(option: unknown): string {
  return shownText((option as Part)['text']);
}

/** What a client takes for a field when a person puts this into it; throws where it would not let them. */
export function takenBy(field: Field, given: string | readonly string[]): Typed {
  const { type, element } = field;
  const options = optionsOf(field);
  if (options.length > 0 || typeof given !== 'string') {
    const wanted = [given].flat().filter((each) => each !== '');
    const chosen = wanted.map((each) => options.find((option) => labelOfOption(option) === each));
    if (chosen.includes(undefined))
      throw new Error(`only these can be chosen: ${options.map(labelOfOption).join(', ')}, not ${wanted.join(', ')}`);
    if (['checkboxes', 'multi_static_select'].includes(type)) return chosen as Part[];
    if (chosen.length > 1) throw new Error('only one can be chosen');
    return chosen[0];
  }
  if (type === 'datepicker' && given !== '' && !/^\d{4}-\d\d-\d\d$/.test(given)) throw new Error(`no date: ${given}`);
  if (type === 'timepicker' && given !== '' && !/^\d\d:\d\d$/.test(given)) throw new Error(`no time: ${given}`);
  const longest = typeof element['max_length'] === 'number' ? element['max_length'] : 3_000;
  if (given.length > longest) throw new Error(`it takes no more than ${longest} characters`);
  // A field of one line takes no line breaks.
  return type === 'plain_text_input' && element['multiline'] !== true ? given.replace(/[\r\n]+/g, ' ') : given;
}

/** What a client itself finds wrong before it sends a modal, by blocks. */
export function clientProblems({ view, typed }: StoredView): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const field of fieldsOf(view)) {
    if (field.block['type'] !== 'input') continue;
    const value = typedIn(field, typed);
    const isEmpty =
      value === undefined || (typeof value !== 'object' ? value.trim() === '' : [value].flat().length === 0);
    const least = Number(field.element['min_length'] ?? 0);
    if (isEmpty && field.block['optional'] !== true)
      problems.set(field.blockId, 'Please complete this required field.');
    else if (!isEmpty && typeof value === 'string' && value.length < least)
      problems.set(field.blockId, `Must be at least ${least} characters.`);
    else if (!isEmpty && field.type === 'url_text_input' && !URL.canParse(String(value)))
      problems.set(field.blockId, 'Please enter a valid URL.');
  }
  return problems;
}
