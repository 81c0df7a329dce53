import { createHash } from 'node:crypto';
import { type Answers, type Form, inputsOf, isShown, questionsOf } from '../domain/form.ts';
import type { FormCommand } from './form-command.ts';
import type { Press } from './screen.ts';

/** How far somebody is in a form: what its button carried, with what the store has of it. */
export type Going = NonNullable<Press['data']['form']> & {
  /** The answers that the store has; absent where it has no draft of the form. */
  readonly inStore?: Answers;
};

/**
 * A form as it is with what somebody has put in so far, and that. A form may depend on its answers, so its questions say
 * first which answers are its own.
 */
export function answeredForm(
  { form }: Pick<FormCommand, 'form'>,
  state: unknown,
  pressed: Pick<Press, 'answers'>,
  going: Pick<Going, 'kept' | 'pressed'>,
): { readonly form: Form; readonly answers: Answers } {
  const answers = answersTo(form(state), pressed, going);
  return { form: form(state, answers), answers };
}

/** What somebody has put in so far. Only a question's own button answers it by a press. */
function answersTo(
  form: Form,
  { answers }: Pick<Press, 'answers'>,
  { kept, pressed = {} }: Pick<Going, 'kept' | 'pressed'>,
): Answers {
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

/** The answers to what is asked on other screens; those on this one stand in its inputs, or were taken out of them. */
export function notOnScreen(form: Form, step: number, answers: Answers): Answers {
  const here = new Set(inputsOf(form.steps[step]).map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !here.has(id)));
}

/** Of what is filled in beforehand on these steps, empty answers for what these answers have nothing of. */
export function emptiedOf(form: Form, steps: readonly number[], answers: Answers): Answers {
  const shown = steps.flatMap((step) => inputsOf(form.steps[step])).filter((question) => isShown(question, answers));
  const emptied = shown.filter(({ id, initially }) => initially !== undefined && !Object.hasOwn(answers, id));
  return Object.fromEntries(emptied.map(({ id }) => [id, '']));
}

/** Whether somebody typed or chose anything that was not there when the form opened. */
export function isTyped(form: Form, answers: Answers, today: string): boolean {
  const questions = new Map(form.steps.flatMap((step) => questionsOf(step)).map((question) => [question.id, question]));
  return Object.entries(answers).some(([id, answer]) => {
    const question = questions.get(id);
    const text = (typeof answer === 'string' ? answer : answer.join()).trim();
    if (text === '' || question?.kind === 'press') return false;
    const initially = question?.initially?.trim();
    // The time at which it was opened is not known here; a time alone is not worth keeping.
    return initially !== 'now' && text !== (initially === 'today' ? today : initially);
  });
}
