import { createHash } from 'node:crypto';
import { type Answers, type Form, questionsOf } from '../domain/form.ts';
import type { Going } from './held-form.ts';
import type { Press } from './screen.ts';

/** What somebody has put in so far. Only a question's own button answers it by a press. */
export function answersTo(form: Form, { answers }: Press, { kept, pressed = {} }: Going): Answers {
  const questions = form.steps.flatMap((step) => questionsOf(step));
  const pressable = questions.filter(({ kind }) => kind === 'press');
  return { ...only(kept, questions), ...only(answers, questions), ...only(pressed, pressable) };
}

function only(answers: Answers, questions: readonly { readonly id: string }[]): Answers {
  return Object.fromEntries(
    questions.flatMap(({ id }) => (Object.hasOwn(answers, id) ? [[id, answers[id] ?? '']] : [])),
  );
}

/** What the button itself says, which never answers what the form asks. */
export function fixedAnswers({ data }: Press, form: Form): Answers {
  const asked = new Set(form.steps.flatMap((step) => questionsOf(step)).map(({ id }) => id));
  return Object.fromEntries(Object.entries(data.with ?? {}).filter(([id]) => !asked.has(id)));
}

/** The same form with the same words in it is one command, however often it is sent. */
export function idOf({ person, answers }: Press, { id, kept, pressed }: Going): string {
  const said = Object.entries({ ...kept, ...answers, ...pressed })
    .map(([question, answer]) => [question, (typeof answer === 'string' ? answer : answer.join(',')).trim()] as const)
    .filter(([, answer]) => answer !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `form ${person.email} ${id} ${createHash('sha256').update(JSON.stringify(said)).digest('base64url')}`;
}
