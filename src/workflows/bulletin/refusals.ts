import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { mayWrite } from './access.ts';
import type { BulletinCommand } from './command-data.ts';
import type { BulletinEvent } from './events.ts';
import type { BulletinState } from './state.ts';
import { notYours } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-now'
  | 'over'
  | 'posted'
  | 'not-posted'
  | 'no-channel'
  | 'of-a-case'
  | 'no-link';

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: Pick<DecisionContext, 'reference'>) => string> = {
  'not-yours': ({ reference }) => notYours(reference),
  'not-now': () => 'That is not possible now.',
  over: () => 'This message is over: it was taken back or thrown away. Write a new one.',
  posted: () => 'This message is posted already. Change it where it stands, or take it back.',
  'not-posted': () => 'This message is not posted. Post it, or throw it away.',
  'no-channel': () => 'One of these channels is not in the school file any more. Choose the channels again.',
  'of-a-case': () =>
    'Nothing was kept: this names a concern. Nothing of a case goes into a channel that all staff read. Take the reference out.',
  'no-link': () => 'The link could not be read. Put a whole address that begins with https://, or leave it empty.',
};

/** Where a message must stand for a command, by whom it is given. The same rows offer a button and refuse a press. */
const rules: Record<
  BulletinCommand,
  { readonly by: 'writer' | 'clock'; readonly when: readonly BulletinState['status'][] }
> = {
  'bulletin/write': { by: 'writer', when: ['none'] },
  'bulletin/open': { by: 'writer', when: ['preview', 'posted', 'taken-back', 'discarded'] },
  'bulletin/put-away': { by: 'writer', when: ['preview', 'posted', 'taken-back', 'discarded'] },
  'bulletin/post': { by: 'writer', when: ['preview'] },
  'bulletin/change': { by: 'writer', when: ['preview', 'posted'] },
  'bulletin/discard': { by: 'writer', when: ['preview'] },
  'bulletin/take-back': { by: 'writer', when: ['posted'] },
  'bulletin/delivery-note': { by: 'clock', when: ['preview', 'posted', 'taken-back', 'discarded'] },
};

/** Why this person, or the clock, may not give this command now; undefined when they may. */
export function refusalFor(
  state: BulletinState,
  command: BulletinCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { by, when } = rules[command];
  if (person === undefined) return by === 'clock' && when.includes(state.status) ? undefined : 'not-now';
  if (by === 'clock' || !mayWrite(person, school)) return 'not-yours';
  if (command === 'bulletin/write') return state.status === 'none' ? undefined : 'not-now';
  if (state.status === 'none') return 'not-yours';
  if (when.includes(state.status)) return undefined;
  if (state.status === 'taken-back' || state.status === 'discarded') return 'over';
  return state.status === 'posted' ? 'posted' : 'not-posted';
}

/** Refuses with the sentence of a code. */
export function refuse(code: RefusalCode, { reference }: Pick<DecisionContext, 'reference'>): Refusal<BulletinEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ reference }) });
}
