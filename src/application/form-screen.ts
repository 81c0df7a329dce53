import { isDeepStrictEqual } from 'node:util';
import { answerLimits, plainText } from '../domain/check-answers.ts';
import type { CardContent } from '../domain/decider.ts';
import {
  type Answers,
  type Choice,
  type Form,
  type Item,
  isShown,
  type Problems,
  type Question,
  questionsOf,
  type Step,
} from '../domain/form.ts';
import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/message.ts';
import type { School } from '../domain/school.ts';
import { localDateTime } from '../domain/school-time.ts';

/** A form on its way from one screen to the next. All of it travels in the card: nothing is kept until it is sent. */
export interface FormProgress {
  /** Which form this is: sending it twice has one effect. */
  readonly id: string;
  readonly step: number;
  /** The answers of the steps that are not on the screen. */
  readonly kept: Answers;
  /** The steps that have been on the screen. */
  readonly seen: readonly number[];
  /** True when the store has a draft of the form. */
  readonly held?: boolean | undefined;
  /** The answers that the store has, which need not travel. */
  readonly inStore?: Answers;
}

/** Where a form has room for more than is on the screen. */
export interface Shown {
  readonly problems?: Problems;
  /** What went wrong with the form as a whole. */
  readonly trouble?: string;
  /** True when what may be left for later was asked for. */
  readonly isMoreOpen?: boolean;
  /** True when the answers of other screens are not known just now: what was answered here is shown all the same. */
  readonly isPartial?: boolean;
}

export interface FormScreenOf {
  /** What every button of the form carries: the command and what it is for. */
  readonly press: { readonly [key: string]: Json };
  readonly form: Form;
  readonly progress: FormProgress;
  /** All answers so far, those of this screen as well. */
  readonly answers: Answers;
  readonly shown: Shown;
  readonly school: School;
  readonly now: Instant;
  /** The words on the button that gives up; none where nothing stands behind the form. */
  readonly cancel: string;
}

/** The step of a form that comes `by` steps after `from`, passing over those with nothing to show. */
export function stepAfter(form: Form, from: number, by: 1 | -1, answers: Answers): number | undefined {
  for (let step = from + by; step >= 0 && step < form.steps.length; step += by) {
    if (form.steps[step]?.items.some((item) => isShown(item, answers))) return step;
  }
  return undefined;
}

/** What the `form` card of each chat is filled with. */
export function formScreen(of: FormScreenOf): CardContent {
  const { form, progress, answers } = of;
  const { problems = {}, trouble, isMoreOpen = false, isPartial = false } = of.shown;
  const step = form.steps[progress.step];
  if (step === undefined) throw new Error('a form has no such step');
  const isAnswered = (item: Item) => item.kind !== 'note' && (answers[item.id] ?? '').length > 0;
  const shown = step.items.filter((item) => isShown(item, answers) || (isPartial && isAnswered(item)));
  const asPress = questionsOf(step).find((question) => question.kind === 'press');
  const isMore = (item: Item) => item.kind !== 'note' && item.more === true;
  const draw = (item: Item) => drawItem(item, of);
  const more = shown.filter(isMore);
  const isLast = stepAfter(form, progress.step, 1, answers) === undefined;
  const moreOpen =
    isMoreOpen || more.some((item) => item.kind !== 'note' && (item.id in problems || item.id in answers));
  const isFilled = (question: Question) => (moreOpen || question.more !== true) && initialOf(question, of) !== '';
  const filled = shown.filter((item) => item.kind !== 'note').filter(isFilled);
  const state = formState(progress, step, answers, filled);
  const button = (label: string, go: string, extra: { readonly [key: string]: Json } = {}) => ({
    label,
    primary: go === 'next' || go === 'send',
    press: { ...of.press, form: { ...state, go, ...extra } },
  });
  const onward = asPress
    ? (asPress.choices ?? []).map((choice) => button(choice.label, 'next', { pressed: { [asPress.id]: choice.value } }))
    : [button(isLast ? form.send : 'Continue', isLast ? 'send' : 'next')];
  return {
    card: 'form',
    preview: form.title,
    data: {
      title: form.title,
      intro: progress.step === 0 ? (form.intro ?? '') : '',
      trouble:
        trouble ??
        (Object.keys(problems).length > 0
          ? 'Not sent yet. Please look at the marked answers; nothing you wrote is lost.'
          : ''),
      items: shown.filter((item) => !isMore(item)).map(draw),
      more: more.map(draw),
      moreOpen,
      moreButton: button(more.length > 0 ? 'Add more details (optional)' : 'More room to write', 'more'),
      buttons: [
        ...onward,
        ...(stepAfter(form, progress.step, -1, answers) === undefined ? [] : [button('Back', 'back')]),
        // Giving up needs none of the answers.
        button(of.cancel, 'cancel', { kept: {} }),
      ],
    },
  };
}

/**
 * What the buttons carry. An input that was emptied may come back as nothing: of those in which something stands at first
 * it is carried that they have been on the screen, so that what was taken out stays out.
 */
function formState(
  progress: FormProgress,
  step: Step,
  answers: Answers,
  filled: readonly Question[],
): { readonly [key: string]: Json } {
  const here = new Set(questionsOf(step).map((question) => question.id));
  const stays = (id: string, answer: Json) => here.has(id) || isDeepStrictEqual(progress.inStore?.[id], answer);
  const kept = Object.fromEntries(
    Object.entries(answers).flatMap(([id, answer]) =>
      stays(id, answer) ? [] : [[id, typeof answer === 'string' ? plainText(answer) : answer]],
    ),
  );
  const emptied = Object.fromEntries(filled.map(({ id }) => [id, '']));
  const seen = [...new Set([...progress.seen, progress.step])];
  return {
    id: progress.id,
    step: progress.step,
    kept: { ...kept, ...emptied },
    seen,
    ...(progress.held === true ? { held: true } : {}),
  };
}

function drawItem(item: Item, of: FormScreenOf): Json {
  if (item.kind === 'note') return { kind: 'note', text: item.text, tone: item.tone };
  const given = of.answers[item.id] ?? initialOf(item, of);
  return {
    kind: item.kind,
    id: item.id,
    label: isPlainlyOptional(item) ? `${item.label} (optional)` : item.label,
    name: item.label,
    atMost: item.atMost ?? answerLimits[item.kind],
    help: item.help ?? '',
    required: item.required ?? false,
    value: typeof given === 'string' ? given : given.join(','),
    problem: of.shown.problems?.[item.id] ?? '',
    choices: choicesOf(item, given).map(({ value, label }) => ({ value, label })),
  };
}

/** A form whose record cannot be had may have no choices; what was chosen before is not lost by that. */
function choicesOf({ choices }: Question, given: string | readonly string[]): readonly Choice[] {
  const isChosen = choices?.length === 0 && typeof given === 'string' && given !== '';
  return isChosen ? [{ value: given, label: 'As chosen before' }] : (choices ?? []);
}

/** What may be left out says so, unless it stands among the details that all may or has an answer already. */
function isPlainlyOptional(question: Question): boolean {
  return question.required !== true && question.more !== true && question.initially === undefined;
}

function initialOf(question: Question, { school, now }: Pick<FormScreenOf, 'school' | 'now'>): string {
  const local = localDateTime(school, now);
  if (question.initially === 'today') return local.date;
  if (question.initially === 'now') return local.time;
  return question.initially ?? '';
}
