import fc from 'fast-check';
import { formScreen, type Shown } from '../../src/application/form-screen.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import type { Answers, Choice, Question } from '../../src/domain/form.ts';
import { monday } from './concern.ts';
import { aSchool } from './school.ts';
import { strangeText } from './strange-text.ts';

/** A question of a form and the answer to it; empty when it was left out. */
interface Asked {
  readonly question: Question;
  readonly answer: string | readonly string[];
}

const school = aSchool();
const texts = fc.constantFrom('text', 'long-text', 'names', 'web-address');

function choicesOf(count: number): readonly Choice[] {
  return Array.from({ length: count }, (_, number) => ({
    value: `v${number}@oakfield.example`,
    label: `No ${number}`,
  }));
}

const asked: fc.Arbitrary<(id: string) => Asked> = fc
  .tuple(fc.boolean(), fc.boolean(), fc.constantFrom(undefined, 1_000, 2_000, 3_000, 5_000, 10_000))
  .chain(([required, more, atMost]) => {
    const question = { label: 'Asked', required, more, ...(atMost === undefined ? {} : { atMost }) };
    const options = fc.constantFrom(1, 2, 10, 11, 100, 101, 250);
    return fc
      .oneof(
        {
          weight: 3,
          arbitrary: fc.tuple(
            texts,
            strangeText(10_000).map((text) => text.toWellFormed()),
          ),
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom(['date', '2026-11-23'], ['date', ''], ['time', '09:05'], ['time', '']),
        },
        {
          weight: 2,
          arbitrary: options.chain((count) =>
            fc.tuple(
              fc.constant('choices'),
              // More are refused wherever they come in.
              fc.subarray(
                choicesOf(count).map(({ value }) => value),
                { maxLength: Math.min(count, 100) },
              ),
              fc.constant(choicesOf(count)),
            ),
          ),
        },
        {
          weight: 2,
          arbitrary: options.chain((count) =>
            fc.tuple(
              fc.constant('choice'),
              fc.constantFrom('', ...choicesOf(count).map(({ value }) => value)),
              fc.constant(choicesOf(count)),
            ),
          ),
        },
      )
      .map(([kind, answer, choices]) => (id: string) => ({
        question: { ...question, id, kind: kind as Question['kind'], ...(choices === undefined ? {} : { choices }) },
        answer: answer ?? '',
      }));
  });

/** Any form: questions of every kind with answers of every length, on a step between two others. */
export const anyForm = fc
  .record({ asked: fc.array(asked, { minLength: 1, maxLength: 5 }), kept: strangeText(400), isOpen: fc.boolean() })
  .map(({ asked: makers, kept, isOpen }) => {
    const all = makers.map((make, number) => make(`q${number}`));
    const answered = all.filter(({ answer }) => answer.length > 0);
    const answers: Answers = Object.fromEntries(answered.map(({ question, answer }) => [question.id, answer]));
    const screen = (given: Answers, shown: Shown): CardContent =>
      formScreen({
        press: { do: 'concern/refer', ref: 'C-7K3Q9F', with: { number: '1' } },
        form: {
          title: 'A form',
          send: 'Send',
          steps: [
            { id: 'before', items: [{ kind: 'text', id: 'kept', label: 'Before' }] },
            { id: 'asked', items: all.map(({ question }) => question) },
            { id: 'after', items: [{ kind: 'text', id: 'after', label: 'After' }] },
          ],
        },
        progress: { id: 'the-form', step: 1, kept: {}, seen: [0, 1] },
        answers: { kept, ...given },
        shown,
        school,
        now: monday,
        cancel: 'Back to the case',
      });
    return { answers, screen, isOpen };
  });

/** What is particular about a form's screen. */
interface ScreenOf {
  readonly id?: string;
  readonly answers?: Answers;
  /** The answer to the step before; without it, there is none. */
  readonly kept?: string;
  readonly shown?: Shown;
  readonly send?: string;
  readonly cancel?: string;
}

/** A form with one screen of these questions. */
export function anyScreen(questions: readonly Question[], of: ScreenOf): CardContent {
  const { id = 'the-form', answers = {}, kept, shown = {}, send = 'Send', cancel = 'Cancel it' } = of;
  const before = { id: 'before', items: [{ kind: 'text', id: 'kept', label: 'Before' } as const] };
  const steps = [...(kept === undefined ? [] : [before]), { id: 'all', items: questions }];
  return formScreen({
    press: { do: 'concern/note', ref: 'C-7K3Q9F' },
    form: { title: 'A form', send, steps },
    progress: { id, step: steps.length - 1, kept: {}, seen: [] },
    answers: { ...answers, ...(kept === undefined ? {} : { kept }) },
    shown,
    school,
    now: monday,
    cancel,
  });
}

/** A form with one long question, and a way back to where it was opened from. */
export function aForm(answers: Answers, shown: Shown, id = 'the-form'): CardContent {
  const question: Question = { kind: 'long-text', id: 'text', label: 'Note', required: true };
  return anyScreen([question], { id, answers, shown, cancel: 'Back to the case' });
}
