import { z } from 'zod';
import { answerLimits } from '../../domain/check-answers.ts';
import type { Choice } from '../../domain/form.ts';

// What the data of several commands are made of. The forms have the same limits.

/** The most characters of an answer that is more than a line and less than an account. */
export const REMARK = 2_000;

/** Words that somebody wrote, at most so many characters. */
export const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
export const longText = written(answerLimits['long-text']).min(1);
/** More than a line; may be left out. */
export const remark = written(REMARK).default('');
/** A line that may be left out. */
export const line = written(answerLimits.text).default('');
export const oneLine = written(answerLimits.text).min(1);
export const number = z.coerce.number().int().min(1).max(100_000);
export const id = z.string().min(1).max(120);
/** When something was done, as a form asks. */
export const dayAndTime = { date: z.iso.date(), time: z.iso.time({ precision: -1 }) };

export const oneOf = <const Choices extends readonly Choice[]>(choices: Choices) =>
  z.enum(choices.map((choice): Choices[number]['value'] => choice.value));
