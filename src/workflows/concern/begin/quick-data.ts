import { z } from 'zod';
import { answerLimits } from '../../../domain/check-answers.ts';
import type { Choice } from '../../../domain/form.ts';
import { type Kind, kinds } from '../choices.ts';
import { line, longText, oneOf, written } from '../data-parts.ts';

/** Who broke a rule. */
export const breakers = [
  { value: 'pupil', label: 'One or more pupils' },
  { value: 'staff', label: 'A colleague' },
] as const satisfies readonly Choice[];

/** What may be passed on in a few words: a rule of online safety that somebody broke. Each is a kind of concern. */
export const breachKinds: readonly { readonly value: Kind; readonly label: string }[] = kinds
  .filter(({ value }) => isBreach(value))
  // Here it may be anybody.
  .map(({ value, label }) => ({
    value,
    label: value === 'deliberate-access' ? 'Looking for something unsuitable' : label,
  }));

function isBreach(kind: Kind): boolean {
  const these: readonly Kind[] = [
    'filter-bypass',
    'phone-misuse',
    'deliberate-access',
    'data-breach',
    'ai-misuse',
    'other',
  ];
  return these.includes(kind);
}

/** What a short report of a broken rule carries (R020). */
export const breachSchema = z.object({
  who: oneOf(breakers),
  names: written(answerLimits.names).min(1),
  breach: oneOf(breachKinds),
  narrative: longText,
});

/** What calling the safeguarding team to a pupil's device carries (R019). */
export const callSchema = z.object({ names: line, room: line });
