import { type Press, type PressData, pressSchema } from '../../application/press.ts';
import { answersSchema } from '../../domain/check-answers.ts';
import type { Answers } from '../../domain/form.ts';
import { readPress } from './buttons.ts';
import { readForm } from './form-answers.ts';
import type { ModalState } from './incoming.ts';
import type { Visitor } from './visitors.ts';

/** What a button or a modal carried, and what stood in the inputs. */
export interface ReadPress {
  readonly data: PressData;
  readonly answers: Answers;
}

/** What a button carries that stands in no form; undefined when it is none of ours. */
export function readButton(value: string): ReadPress | undefined {
  return checked(readPress(value), {});
}

/** What the form in a modal was sent with; undefined when it holds none. `button` is the value of the one pressed. */
export function readModal({ metadata, values }: ModalState, button?: string): ReadPress | undefined {
  if (metadata === '') return undefined;
  const form = readForm({ metadata, values, ...(button === undefined ? {} : { button }) });
  return form && checked(form.data, form.answers);
}

function checked(carried: unknown, given: unknown): ReadPress | undefined {
  const data = pressSchema.safeParse(carried);
  const answers = answersSchema.safeParse(given);
  return data.success && answers.success ? { data: data.data, answers: answers.data } : undefined;
}

/** A press as every chat has it; its id is made from Slack's own. */
export function pressOf(id: string, { school, person }: Visitor, read: ReadPress, surface: Press['surface']): Press {
  const { data } = read;
  return { id: `slack ${id} ${data.do} ${data.ref ?? ''}`, school, person, surface, ...read };
}
