import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item } from '../../domain/form.ts';
import { saidSite } from '../../domain/site-address.ts';
import { partsOf } from './access.ts';
import { reviewOutcomes } from './choices.ts';
import { REMARK } from './command-data.ts';
import type { BlockState } from './state.ts';

/** What IT writes where a site cannot be blocked. */
export function cannotBlockForm(state: BlockState, of: FormContext): Form {
  return {
    title: 'Cannot be blocked',
    intro: 'You are asked again until it is blocked, or need not be.',
    send: 'Send',
    steps: [
      {
        id: 'all',
        items: [
          ...siteItems(state, of),
          {
            kind: 'long-text',
            id: 'reason',
            label: 'Why can it not be blocked?',
            help: "The online-safety team reads it; the log does not have it. No pupil's name.",
            required: true,
            atMost: REMARK,
          },
        ],
      },
    ],
  };
}

/** Whether the filter is right, after something got through. */
export function reviewForm(state: BlockState, of: FormContext): Form {
  return {
    title: 'Review the filter',
    intro: 'A minute. The outcome stands in the filtering change log; what you find, only here.',
    send: 'Record the review',
    steps: [
      {
        id: 'all',
        items: [
          ...siteItems(state, of),
          {
            kind: 'choice',
            id: 'outcome',
            label: 'What comes of it?',
            required: true,
            choices: reviewOutcomes,
            source: '000 section 4.2',
          },
          {
            kind: 'long-text',
            id: 'finding',
            label: 'What did you find, and what was changed?',
            help: "Why the filter let it through, and whether it would let through others like it. The online-safety team reads it. No pupil's name.",
            required: true,
            atMost: REMARK,
            source: '000 section 4.2',
          },
        ],
      },
    ],
  };
}

/** Which site it is about stands above the questions, for whoever may know. */
function siteItems(state: BlockState, { by, school }: FormContext): readonly Item[] {
  if (state.status === 'none' || partsOf(state, by, school).length === 0) return [];
  return [{ kind: 'note', tone: 'plain', text: saidSite(state.file.site) }];
}
