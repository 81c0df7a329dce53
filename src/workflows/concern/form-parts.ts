import type { Form, Item, Question } from '../../domain/form.ts';
import { methods } from './choices.ts';

// What the forms of several commands are made of.

/** When something was done, now at first. */
export const dayAndTime: readonly Question[] = [
  { kind: 'date', id: 'date', label: 'Day', required: true, initially: 'today', notInFuture: true },
  { kind: 'time', id: 'time', label: 'Time', required: true, initially: 'now', notInFuture: true },
];

/** How somebody was told. */
export const how: Question = {
  kind: 'choice',
  id: 'method',
  label: 'How',
  required: true,
  choices: methods,
  initially: 'telephone',
};

/** A form of one screen. */
export function oneScreen(title: string, send: string, items: readonly Item[]): Form {
  return { title, send, steps: [{ id: 'all', items }] };
}

/** A question for more than a line, which has to be answered. */
export function longText(id: string, label: string, help?: string): Question {
  const question = { kind: 'long-text', id, label, required: true } as const;
  return help === undefined ? question : { ...question, help };
}
