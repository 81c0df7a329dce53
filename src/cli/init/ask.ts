import type { Answers } from './answers.ts';
import { judged, sentence } from './judge.ts';
import type { Question } from './question.ts';
import { type Asking, questionsFor } from './questions.ts';

// Asks one question after the other. What fits neither its own question nor the answers before is asked again.

/** Whoever answers. */
export interface Answerer extends Asking {
  readonly say: (line: string) => void;
  /** What was typed next; undefined where there is no more. */
  readonly next: () => Promise<string | undefined>;
  /** Is told of the answers after each. */
  readonly keep: (answers: Answers) => void;
}

/** How the asking ended: with all answers, or before the question of that name. */
export type Asked =
  | { readonly kind: 'all'; readonly answers: Answers }
  | { readonly kind: 'ended'; readonly at: Question };

/** Asks what these answers leave open. Of those that do not fit, it is asked again. */
export async function ask(begun: Answers, { say, next, keep, ...asking }: Answerer): Promise<Asked> {
  // Who is named is known at once; everything else is answered anew, as it was.
  const answers = new Map([...begun].filter(([name]) => name.startsWith('people/')));
  const earlier = new Map(begun);
  /** The questions that were answered here, in turn. */
  const turns: string[] = [];
  /** What stood there before somebody went back. */
  const taken = new Map<string, string>();
  const take = (question: Question, typed: string): string | undefined => {
    earlier.delete(question.name);
    const reading = judged(question, typed, answers);
    if ('problem' in reading) return reading.problem;
    answers.set(question.name, reading.text);
    turns.push(question.name);
    return undefined;
  };
  const goBack = () => {
    const last = turns.pop();
    if (last === undefined) return say('This is the first question.');
    taken.set(last, answers.get(last) ?? '');
    answers.delete(last);
  };
  for (;;) {
    const open = questionsFor(answers, asking).find(({ name, isSilent }) => isSilent !== true && !answers.has(name));
    if (open === undefined) return { kind: 'all', answers };
    const before = earlier.get(open.name);
    if (before !== undefined && take(open, before) === undefined) continue;
    const offered = taken.get(open.name) ?? open.usual ?? open.suggested;
    say(promptOf(open, offered));
    const typed = await next();
    if (typed === undefined) return { kind: 'ended', at: open };
    const word = typed.trim().toLowerCase();
    if (word === 'quit' || word === 'exit') return { kind: 'ended', at: open };
    if (word === '?' || word === 'help') say(open.explain);
    else if (word === 'back') goBack();
    else {
      const problem = take(open, word === '' ? (offered ?? '') : typed);
      if (problem === undefined) keep(answers);
      else say(`${sentence(problem)} Please answer again, or write ? for more.`);
    }
  }
}

function promptOf({ ask: words, example }: Question, offered: string | undefined): string {
  const such = example === undefined ? '' : ` (such as ${example})`;
  return `${words}${such}${offered === undefined ? '' : ` [${offered}]`}`;
}
