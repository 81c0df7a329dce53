/** A form is data: each chat draws it with its generic `form` card. */
export interface Form {
  readonly title: string;
  /** How long it takes and what happens with the answers, in one line. */
  readonly intro?: string;
  readonly steps: readonly Step[];
  /** The verb on the last step's button. */
  readonly send: string;
}

/** What is shown at once. A step that has nothing to show is passed over. */
export interface Step {
  readonly id: string;
  readonly items: readonly Item[];
}

export type Item = Note | Question;

/** Words between the questions. */
export interface Note {
  readonly kind: 'note';
  readonly text: string;
  /** `danger` is for immediate danger only. */
  readonly tone: 'plain' | 'warning' | 'danger';
  readonly when?: Condition;
}

/** A question and its limits. */
export interface Question {
  /**
   * `press`: the choices are buttons, and pressing one goes on; the only question of its step.
   * `names`: one or more names, one a line.
   */
  readonly kind: 'press' | 'text' | 'long-text' | 'names' | 'choice' | 'choices' | 'date' | 'time' | 'web-address';
  readonly id: string;
  readonly label: string;
  /** What its answer is called where it is read; without it, by the label. */
  readonly said?: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly choices?: readonly Choice[];
  /** In characters (code points). Without it, the kind's own limit holds. */
  readonly atMost?: number;
  /** What stands there at first; `today` and `now` are the school's. */
  readonly initially?: string;
  readonly notInFuture?: boolean;
  readonly notInPast?: boolean;
  /** Of a `web-address`: it has to be one site or page that can be opened, blocked or found, for what it is. */
  readonly site?: 'open' | 'block' | 'find';
  /** Of a `text`: a whole number, this or a higher one. */
  readonly wholeFrom?: number;
  /** Needed only beside another question of its step: where that is filled in, or where it is left empty. */
  readonly needed?: { readonly where: string; readonly is: 'filled' | 'empty'; readonly sentence: string };
  readonly when?: Condition;
  /** True for what may be left for later: it stands under "Add more details". */
  readonly more?: boolean;
  /** The policy that asks for it, such as `003 appendix 3`. */
  readonly source?: string;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Holds when the answer to `question` is one of `is`, and `also` holds; or else when `or` holds. */
export interface Condition {
  readonly question: string;
  readonly is: readonly string[];
  readonly also?: Condition;
  readonly or?: Condition;
}

/** What somebody has put in so far, by question id; a list for `choices`. */
export type Answers = { readonly [question: string]: string | readonly string[] };

/** For each question that cannot be taken as it is, a sentence that says what to do. */
export type Problems = { readonly [question: string]: string };

/** Whether something that depends on other answers is to be shown. */
export function isShown(item: Item, answers: Answers): boolean {
  return item.when === undefined || conditionHolds(item.when, answers);
}

/** Whether these answers are what a condition asks for. */
export function conditionHolds({ question, is, also, or }: Condition, answers: Answers): boolean {
  const given = answers[question] ?? '';
  const values = typeof given === 'string' ? [given] : given;
  const holds = values.some((value) => is.includes(value)) && (also === undefined || conditionHolds(also, answers));
  return holds || (or !== undefined && conditionHolds(or, answers));
}

/** The questions of one step. */
export function questionsOf(step: Step): readonly Question[] {
  return step.items.filter((item): item is Question => item.kind !== 'note');
}

/** The questions of one step that are answered in an input rather than by a button. */
export function inputsOf(step: Step | undefined): readonly Question[] {
  return step === undefined ? [] : questionsOf(step).filter(({ kind }) => kind !== 'press');
}

/** The label of a choice; the value itself where the form no longer has it. */
export function labelOf(choices: readonly Choice[], value: string): string {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
