import type { FormContext } from '../../../domain/decider.ts';
import type { Condition, Form, Item } from '../../../domain/form.ts';
import { reportForm } from '../report-form.ts';
import type { ConcernState } from '../state.ts';
import { logQuestions } from './log-questions.ts';

/** Less than in a report: gone back from, it travels in three buttons beside who told the school, in 80 KB at the most. */
const NARRATIVE = 7_500;

/**
 * The form that somebody trained logs with what came to them by telephone, on paper or from a monitoring alert: who or
 * what it came from, then the report as everybody gives it.
 */
export function logForm(_state: ConcernState, { school, answers }: FormContext): Form {
  const [danger, ...others] = reportForm(school).steps;
  const isAlert = answers?.loggedHow === 'alert';
  return {
    title: 'Log for somebody',
    intro: 'About two minutes. It goes to the people who handle it; you stay the one who brought it.',
    send: 'Log',
    steps: [
      ...(danger === undefined ? [] : [danger]),
      { id: 'came', items: logQuestions.filter(({ when }) => when === undefined) },
      ...others.map(({ id, items }) => ({
        id,
        items: (id === 'what' ? withWhoTold(items) : items).flatMap((item) => forLog(item, isAlert)),
      })),
    ],
  };
}

/**
 * Who or what it came from is asked on the screen after that which says how: a screen that is sent is not drawn anew for
 * what an answer on it calls for. What to do in danger stays above.
 */
function withWhoTold(items: readonly Item[]): readonly Item[] {
  const notes = items.filter(({ kind }) => kind === 'note');
  const others = items.filter(({ kind }) => kind !== 'note');
  return [...notes, ...logQuestions.filter(({ when }) => when !== undefined), ...others];
}

/** A question of the report as it stands here: who told the school is known already, and an alert is about a pupil. */
function forLog(item: Item, isAlert: boolean): readonly Item[] {
  if (item.kind === 'note') return [item];
  if (item.id === 'source') return [];
  const { when, ...same } = item;
  const asked = when === undefined ? item : { ...same, when: byWhoTold(when) };
  if (item.id === 'narrative') return [{ ...asked, atMost: NARRATIVE }];
  return [isAlert && item.id === 'about' ? { ...asked, initially: 'pupil' } : asked];
}

/** A condition on how the reporter knows, on who told the school instead. */
function byWhoTold({ question, is, also, or }: Condition): Condition {
  return {
    question: question === 'source' ? 'loggedFrom' : question,
    is,
    ...(also === undefined ? {} : { also: byWhoTold(also) }),
    ...(or === undefined ? {} : { or: byWhoTold(or) }),
  };
}
