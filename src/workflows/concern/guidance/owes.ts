import type { Owing } from '../owing.ts';
import { stepsToTake } from './steps-of.ts';

/** What of the steps is owed before the case may be closed, and a decision about parents that is due for review. */
export const guidanceOwes: Owing = (concern, school) => {
  const { parents } = concern.file;
  const isReviewDue = parents.kind === 'withheld' && parents.isDue === true;
  const owed = stepsToTake(concern, school).filter(({ rule }) => rule.isOwed);
  return [
    ...(isReviewDue ? [reviewOfParents] : []),
    ...owed.map(({ rule: { id, words, command } }) => ({
      rule: id,
      words,
      ...(command === undefined ? {} : { command }),
    })),
  ];
};

const reviewOfParents = {
  rule: 'parents/review',
  words: 'Tell the parents or carers now, or decide again to withhold it: the day of review has come.',
  command: 'concern/inform-parents',
} as const;
