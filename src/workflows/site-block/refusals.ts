import type { Instant } from '../../domain/instant.ts';
import { saidWhen } from '../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { type BlockState, blockedOf } from './state.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'already-done'
  | 'already-reviewed'
  | 'not-needed'
  | 'not-to-lift'
  | 'already-reported'
  | 'not-this-one'
  | 'not-now';

interface RefusalOf {
  readonly state: BlockState;
  readonly school: School;
  readonly now: Instant;
  readonly reference: string;
}

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'already-done': ({ state, school, now }) => {
    const blocked = state.status === 'none' ? undefined : blockedOf(state);
    return blocked === undefined
      ? 'This is done already.'
      : `This was marked as blocked ${saidWhen(school, blocked.at, now)} already.`;
  },
  'already-reviewed': ({ state, school, now }) => {
    const review = state.status === 'none' ? null : state.file.review;
    return review === null
      ? 'This review is recorded already.'
      : `This review was recorded ${saidWhen(school, review.at, now)} already. Open it to read the finding.`;
  },
  'not-needed': () => 'The block is not needed any more. Take it off and press "Done".',
  'not-to-lift': () => 'Nobody has decided to take this block off.',
  'already-reported': () => 'This report has been received already.',
  'not-this-one': () => 'This is the record of another site.',
  'not-now': () => 'That is not possible now.',
};

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Reports of sites are opened by whoever made them, by the ${roleLabel(school, 'online-safety-coordinator')} and the safeguarding team, and by IT. If you are worried about a child, ring ${school.telephone}.`;
}
