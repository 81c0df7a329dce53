import type { FormContext } from '../../../domain/decider.ts';
import type { Answers, Form, Item } from '../../../domain/form.ts';
import { mayRead } from '../access.ts';
import { REMARK } from '../data-parts.ts';
import type { ConcernState } from '../state.ts';
import { otherRecords } from './other-records.ts';
import { mayBeUnneeded, mayTick, type StepStanding, stepsToTake } from './steps-of.ts';

// The forms about the steps of a case. Each is one screen.

/** Which of the ways it was done, for a step that can be done in several. */
export function tickChoicesForm(state: ConcernState, of: FormContext): Form {
  const rule = readable(state, of).find((one) => mayTick(one) && one.rule.id === givenStep(of.given))?.rule;
  return {
    title: 'What was done',
    send: 'Done',
    steps: [
      {
        id: 'all',
        items: [
          ...(rule === undefined ? [] : [plain(rule.words)]),
          {
            kind: 'choices',
            id: 'what',
            label: 'What was done? Choose all that fit',
            required: true,
            choices: rule?.choices ?? [],
            ...(rule === undefined ? {} : { source: rule.source }),
          },
          { kind: 'long-text', id: 'note', label: 'Note', atMost: REMARK },
        ],
      },
    ],
  };
}

/** Of a step that is not to be taken here: which, and why. */
export function notNeededForm(state: ConcernState, of: FormContext): Form {
  const choices = readable(state, of)
    .filter(mayBeUnneeded)
    .map(({ rule }) => ({ value: rule.id, label: rule.words }));
  return {
    title: 'A step is not needed',
    intro: 'The step and the reason stay on the record. It can still be taken later.',
    send: 'Record why',
    steps: [
      {
        id: 'all',
        items: [
          { kind: 'choice', id: 'step', label: 'Which step?', required: true, choices },
          { kind: 'long-text', id: 'reason', label: 'Why is it not needed here?', required: true },
        ],
      },
    ],
  };
}

/** The entry of the case in another record. */
export function enterElsewhereForm(_state: ConcernState, { school }: FormContext): Form {
  return {
    title: 'Entered elsewhere',
    send: 'Record the entry',
    steps: [
      {
        id: 'all',
        items: [
          {
            kind: 'choice',
            id: 'system',
            label: 'In which record?',
            required: true,
            choices: otherRecords(school).map((name) => ({ value: name, label: name })),
            source: '000 section 2.3.3; 003 appendix 3',
          },
          { kind: 'text', id: 'entry', label: 'Its reference or number there', required: true },
          { kind: 'date', id: 'date', label: 'Day', required: true, initially: 'today', notInFuture: true },
          { kind: 'time', id: 'time', label: 'Time', required: true, initially: 'now', notInFuture: true },
        ],
      },
    ],
  };
}

/** The steps still to be taken, for whoever may read the case. */
function readable(state: ConcernState, { by, school }: FormContext): readonly StepStanding[] {
  return state.status === 'none' || !mayRead(state, by, school) ? [] : stepsToTake(state, school);
}

function givenStep(given: Answers): string {
  return String(given.step ?? '');
}

function plain(text: string): Item {
  return { kind: 'note', tone: 'plain', text };
}
