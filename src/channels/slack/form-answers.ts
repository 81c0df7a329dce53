import { z } from 'zod';
import { readPress } from './buttons.ts';
import { answerIdOf, questionOf } from './form-inputs.ts';
import type { StateValues } from './incoming.ts';
import { joinText } from './long-text.ts';

/** What came of a modal that holds a form: what its buttons carry, to be checked, and what stands in its inputs. */
export interface ReadForm {
  readonly data: unknown;
  readonly answers: Readonly<Record<string, string | string[]>>;
}

const metadataSchema = z.looseObject({ form: z.looseObject({ id: z.string() }) });
/** What a form's button may say besides the modal itself. */
const buttonSchema = z.object({ go: z.unknown(), pressed: z.unknown(), kept: z.unknown() }).partial();

const option = z.object({ value: z.string() });
/** The state of an element as Slack sends it; null where nothing was put in. */
const stateSchema = z.union([
  z.object({ type: z.literal('plain_text_input'), value: z.string().nullish() }).transform(({ value }) => value),
  z
    .object({ type: z.literal('datepicker'), selected_date: z.string().nullish() })
    .transform(({ selected_date: date }) => date),
  z
    .object({ type: z.literal('timepicker'), selected_time: z.string().nullish() })
    .transform(({ selected_time: time }) => time),
  z
    .object({ type: z.literal('static_select'), selected_option: option.nullish() })
    .transform(({ selected_option: chosen }) => chosen?.value),
  z
    .object({ type: z.enum(['checkboxes', 'multi_static_select']), selected_options: z.array(option).nullish() })
    .transform(({ selected_options: chosen }) => (chosen ?? []).map(({ value }) => value)),
]);

/**
 * Reads a press or a submission in a modal that holds a form; `button` is what the pressed one carries. Undefined where
 * the modal holds none, or what came is not of ours.
 */
export function readForm(came: {
  readonly metadata: string;
  readonly values: StateValues;
  readonly button?: string;
}): ReadForm | undefined {
  const metadata = metadataSchema.safeParse(readPress(came.metadata));
  const button = buttonSchema.safeParse(came.button === undefined ? {} : readPress(came.button));
  if (!metadata.success || !button.success) return undefined;
  const { form } = metadata.data;
  const answers = answersIn(came.values, answerIdOf(form.id));
  return answers && { data: { ...metadata.data, form: { ...form, ...button.data } }, answers };
}

/** What was put in, by question; undefined where something is in a form that no input of ours has. */
function answersIn(values: StateValues, answerId: string): ReadForm['answers'] | undefined {
  const parts = new Map<string, (readonly [part: number, text: string])[]>();
  const chosen: [question: string, values: string[]][] = [];
  for (const [block, states] of Object.entries(values)) {
    if (!Object.hasOwn(states, answerId)) continue;
    const { success, data } = stateSchema.safeParse(states[answerId]);
    if (!success) return undefined;
    const { question, part } = questionOf(block);
    if (typeof data === 'string') parts.set(question, [...(parts.get(question) ?? []), [part, data]]);
    else if (data != null && data.length > 0) chosen.push([question, data]);
  }
  const texts = [...parts].map(([question, pieces]): [question: string, text: string] => [
    question,
    joinText(pieces.sort(([one], [other]) => one - other).map(([, piece]) => piece)),
  ]);
  return Object.fromEntries([...texts.filter(([, text]) => text !== ''), ...chosen]);
}
