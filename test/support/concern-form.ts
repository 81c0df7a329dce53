import type { Answers, Form, Question } from '../../src/domain/form.ts';
import { questionsOf } from '../../src/domain/form.ts';
import type { PersonId } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { type History, monday, stateAfter } from './concern.ts';
import { aSchool, people } from './school.ts';

/** The form of a command, for the DSL where nobody else is named, as it is with what they have put in. */
export function formOf(
  history: History,
  command: ConcernCommand,
  of: {
    readonly by?: PersonId;
    readonly answers?: Answers;
    readonly given?: Answers;
    readonly school?: School;
  } = {},
): Form {
  const { by = people.dsl, answers, given = {}, school = aSchool() } = of;
  const context = { school, now: monday, by, given, ...(answers === undefined ? {} : { answers }) };
  const form = concern.commands[command]?.form?.(stateAfter(history), context);
  if (form === undefined) throw new Error(`${command} has no form`);
  return form;
}

/** A question of a form. */
export function questionIn(form: Form, id: string): Question | undefined {
  return form.steps.flatMap(questionsOf).find((question) => question.id === id);
}

/** The values that can be chosen there, in order. */
export function choicesIn(form: Form, id: string): readonly string[] {
  return (questionIn(form, id)?.choices ?? []).map(({ value }) => value);
}

/** The notes of a form that these answers show. */
export function notesIn(form: Form): readonly string[] {
  return form.steps.flatMap(({ items }) => items).flatMap((item) => (item.kind === 'note' ? [item.text] : []));
}
