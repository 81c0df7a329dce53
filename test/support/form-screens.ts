import { formScreen, type Shown } from '../../src/application/form-screen.ts';
import { checkAnswers } from '../../src/domain/check-answers.ts';
import { type Answers, type Form, questionsOf, type Step } from '../../src/domain/form.ts';
import type { Json } from '../../src/domain/message.ts';
import { monday } from './concern.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool } from './school.ts';

const school = aSchool();

/** A form of the product, as it opens. */
export interface FormOf {
  readonly name: string;
  readonly form: Form;
  /** What every button of it carries. */
  readonly press: { readonly [key: string]: Json };
  readonly cancel: string;
  /** The answers that decide what is asked. */
  readonly fixed: Answers;
}

/**
 * Every screen of a form: empty, filled in, with what may be left for later, with something wrong in each field, not
 * saved, and gone back to with all else that was written. `words` stand wherever people can write.
 */
export function screensOf({ name, form, press, cancel, fixed }: FormOf, words: string): readonly SampleCard[] {
  const all = Object.assign({}, ...form.steps.map((step) => filledIn(step, words)), fixed) as Answers;
  return form.steps.flatMap((step, index) => {
    const filled = { ...filledIn(step, words), ...fixed };
    const screen = (how: string, answers: Answers, shown: Shown): SampleCard => ({
      name: `${name}, screen ${index}, ${how}`,
      content: formScreen({
        press,
        form,
        progress: { id: 'the-form', step: index, kept: {}, seen: index === 0 ? [] : [index] },
        answers,
        shown,
        school,
        now: monday,
        cancel,
      }),
      // Only the first screen may come by itself; every other answers a press.
      how: how.startsWith('empty') && index === 0 ? 'posted' : 'answered',
      inChannel: false,
    });
    const { problems } = checkAnswers({ steps: [step] }, fixed, { school, now: monday });
    const wrong = Object.fromEntries(questionsOf(step).map(({ id }) => [id, 'This is needed. Write it here.']));
    return [
      screen('empty', fixed, {}),
      screen('sent empty', fixed, { problems }),
      screen('more opened', fixed, { isMoreOpen: true }),
      screen('filled in', filled, {}),
      screen('filled in and more opened', filled, { isMoreOpen: true }),
      screen('all wrong', filled, { problems: wrong }),
      screen('not saved', filled, { trouble: 'Not saved: the record store did not answer. Your text is still below.' }),
      screen('gone back to', all, {}),
    ];
  });
}

/** The longest answers that a step takes, in `words`. */
function filledIn(step: Step, words: string): Answers {
  return Object.fromEntries(
    questionsOf(step).map(({ id, kind, choices, atMost = 10_001 }) => {
      if (choices !== undefined) return [id, choices.map(({ value }) => value).slice(0, kind === 'choices' ? 20 : 1)];
      if (kind === 'date') return [id, '2026-11-20'];
      if (kind === 'time') return [id, '09:00'];
      return [id, words.slice(0, kind === 'long-text' ? atMost : 150)];
    }),
  );
}
