import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Choice, Question } from '../../domain/form.ts';
import type { Json } from '../../domain/message.ts';
import { plainText } from './buttons.ts';
import { shorten, splitText, TEXT_LIMIT } from './long-text.ts';

/** A question as the form walk gives it to every chat. */
export interface FormQuestion {
  readonly kind: Question['kind'];
  readonly id: string;
  readonly label: string;
  /** The label without its "(optional)", which Slack adds itself. */
  readonly name: string;
  /** The most characters that its answer may have. */
  readonly atMost: number;
  readonly help: string;
  readonly required: boolean;
  /** The answer so far; of choices, with commas between them. */
  readonly value: string;
  readonly problem: string;
  readonly choices: readonly Choice[];
}

/** An input block, as the template of forms takes it. */
type Input = { readonly [part: string]: Json };

export interface InputsOf {
  /** Which form this is: what Slack remembers of another one is not taken for an answer to this. */
  readonly formId: string;
  /** True when there is to be room for the longest answer that is allowed. */
  readonly isRoomy: boolean;
  /** Said below a text that has more room elsewhere. */
  readonly hint: string;
}

const OPTION_LIMIT = 75;
const MOST_CHECKBOXES = 10;
/** In one menu, and in one group of a menu. */
const MOST_OPTIONS = 100;

/** What stands between a question's id and what tells its inputs apart. */
const PART = '~';

/** Whether a question's answer may be longer than one input takes. */
export function isLong({ kind, atMost }: Pick<FormQuestion, 'kind' | 'atMost'>): boolean {
  return kind === 'long-text' && atMost > TEXT_LIMIT;
}

/** The id of the element in which a form is answered. */
export function answerIdOf(formId: string): string {
  return `answer:${formId}`;
}

/** The question that an input block belongs to, and which part of its answer it holds. */
export function questionOf(block: string): { readonly question: string; readonly part: number } {
  const [question = '', part = '0'] = block.split(PART);
  return { question, part: Number(part) };
}

/** The inputs that a question is answered in: one, or several for a text that is longer than one takes. */
export function inputsOf(question: FormQuestion, of: InputsOf): readonly Input[] {
  const { kind, id, name, help, required } = question;
  const action = { action_id: answerIdOf(of.formId) };
  const input = (element: Json): Input => ({ block: id, label: name, hint: help, optional: !required, element });
  switch (kind) {
    case 'press':
      return [];
    case 'text':
    case 'web-address':
    case 'names':
    case 'long-text':
      return textInputs(question, of);
    case 'date':
      return [input({ type: 'datepicker', ...action, ...initially('initial_date', z.iso.date(), question.value) })];
    case 'time': {
      const time = z.iso.time({ precision: -1 });
      return [input({ type: 'timepicker', ...action, ...initially('initial_time', time, question.value) })];
    }
    case 'choice':
    case 'choices': {
      const menu = kind === 'choice' ? oneOf(question) : someOf(question);
      // A form whose record cannot be had may have none.
      return question.choices.length === 0 ? [] : [input({ ...menu, ...action })];
    }
    default:
      return kind satisfies never;
  }
}

function initially(part: string, schema: z.ZodType, value: string): { readonly [part: string]: Json } {
  return schema.safeParse(value).success ? { [part]: value } : {};
}

/**
 * When a modal is changed, Slack keeps what stands in an input whose ids stay the same, whatever is drawn there. A text
 * in one input is the same before and after; one in several may be parted anew, so that their ids change with it.
 */
function textInputs(question: FormQuestion, { formId, isRoomy, hint }: InputsOf): readonly Input[] {
  const { kind, id, name, help, required, value, atMost } = question;
  const pieces = splitText(value.toWellFormed());
  const room = isRoomy && isLong(question) ? inputsFor(value, pieces.length, atMost) : pieces.length;
  const version = createHash('sha256').update(value).digest('base64url').slice(0, 8);
  return Array.from({ length: room }, (_, part) => {
    const piece = pieces[part] ?? '';
    return {
      block: room === 1 ? id : [id, part, version].join(PART),
      label: part === 0 ? name : `${name} (continued)`,
      hint: part > 0 ? '' : [help, ...(isLong(question) ? [hint] : [])].filter((said) => said !== '').join(' '),
      optional: part > 0 || !required,
      element: {
        type: 'plain_text_input',
        action_id: answerIdOf(formId),
        multiline: kind === 'long-text' || kind === 'names',
        max_length: Math.max(Math.min(atMost, TEXT_LIMIT), piece.length),
        // Slack does not say what stood in a modal that is closed: it is told of what is typed as it is typed.
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
        ...(piece === '' ? {} : { initial_value: piece }),
      },
    };
  });
}

/** As many as the longest answer needs, and an empty one below the last that is used as long as it may go on. */
function inputsFor(value: string, used: number, atMost: number): number {
  const mayGoOn = value !== '' && [...value].length < atMost;
  return Math.max(Math.ceil(atMost / TEXT_LIMIT), used + (mayGoOn ? 1 : 0));
}

function optionOf({ value, label }: Choice): Json {
  return { text: plainText(shorten(label, OPTION_LIMIT)), value };
}

function oneOf({ choices, value }: FormQuestion): { readonly [part: string]: Json } {
  const chosen = choices.find((choice) => choice.value === value);
  const initial = chosen === undefined ? {} : { initial_option: optionOf(chosen) };
  return { ...menuOf('static_select', choices), ...initial };
}

function someOf({ choices, value }: FormQuestion): { readonly [part: string]: Json } {
  const given = value.split(',');
  const chosen = choices.filter((choice) => given.includes(choice.value)).map(optionOf);
  const initial = chosen.length === 0 ? {} : { initial_options: chosen };
  if (choices.length > MOST_CHECKBOXES) return { ...menuOf('multi_static_select', choices), ...initial };
  return { type: 'checkboxes', options: choices.map(optionOf), ...initial };
}

function menuOf(type: string, choices: readonly Choice[]): { readonly [part: string]: Json } {
  const options = choices.map(optionOf);
  const menu = { type, placeholder: plainText('Choose') };
  if (options.length <= MOST_OPTIONS) return { ...menu, options };
  const groups = Array.from({ length: Math.ceil(options.length / MOST_OPTIONS) }, (_, group) => {
    const from = group * MOST_OPTIONS;
    const some = options.slice(from, from + MOST_OPTIONS);
    return { label: plainText(`${from + 1} to ${from + some.length}`), options: some };
  });
  return { ...menu, option_groups: groups };
}
