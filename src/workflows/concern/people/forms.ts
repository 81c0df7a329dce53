import type { FormContext } from '../../../domain/decider.ts';
import type { Choice, Form } from '../../../domain/form.ts';
import { localDateTime, saidDate } from '../../../domain/school-time.ts';
import type { ConcernState } from '../state.ts';
import { pairsOf } from './earlier.ts';

/** A list of more is not read. */
const MOST_CHOICES = 40;
const MOST_LETTERS = 40;

/** Asks whether somebody of this case is the person whom another one names. */
export function comparePersonForm(state: ConcernState, { school, now, gathered }: FormContext): Form {
  const pairs = state.status === 'none' ? [] : pairsOf(state, gathered);
  const choices = pairs.slice(0, MOST_CHOICES).map(
    ({ id, name, other }): Choice => ({
      value: id,
      label: `${other.reference} · ${saidDate(school, localDateTime(school, other.reportedAt).date, now)} · ${[...name].slice(0, MOST_LETTERS).join('')}`,
    }),
  );
  return {
    title: 'Same person or not',
    intro: 'Open the other case first. Your answer stands in this case alone.',
    send: 'Record',
    steps: [
      {
        id: 'compare',
        items: [
          {
            kind: 'choice',
            id: 'pair',
            label: 'Which other case, and which person?',
            required: true,
            choices,
            ...(choices.length === 1 && choices[0] ? { initially: choices[0].value } : {}),
          },
          {
            kind: 'choice',
            id: 'is',
            label: 'Is it the same person?',
            required: true,
            choices: [
              { value: 'same', label: 'Yes, the same' },
              { value: 'other', label: 'No, somebody else' },
            ],
          },
        ],
      },
    ],
  };
}
