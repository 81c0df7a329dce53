import { z } from 'zod';
import type { Happened } from '../../domain/decider.ts';
import { bulletinSchema } from './command-data.ts';
import type { BulletinEvent } from './events.ts';

const text = z.string();

/** What every message holds, wherever it stands. */
const file = {
  bulletin: bulletinSchema,
  writtenBy: text,
  writtenAt: text,
  /** The channels in which it could not be posted. */
  parked: z.array(text),
};

/** Where a safety message stands. */
export const bulletinStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('preview'), ...file }),
  /** `postedBy` is whoever posted it or changed it since: it stands there as theirs. */
  z.object({ status: z.literal('posted'), ...file, postedBy: text, postedAt: text }),
  z.object({ status: z.literal('taken-back'), ...file, reason: text }),
  z.object({ status: z.literal('discarded'), ...file }),
]);
export type BulletinState = z.infer<typeof bulletinStateSchema>;
/** A message that was written. */
export type Written = Exclude<BulletinState, { status: 'none' }>;

/** Before the record was begun. */
export const noBulletin: BulletinState = { status: 'none' };

/** The next state. Pure; refuses an event that cannot follow. */
export function evolveBulletin(state: BulletinState, { event, at, by }: Happened<BulletinEvent>): BulletinState {
  const person = by.kind === 'person' ? by.person : '';
  if (event.type === 'BulletinWritten') {
    if (state.status !== 'none') throw new Error('a message can be written once');
    return { status: 'preview', bulletin: event.bulletin, writtenBy: person, writtenAt: at, parked: [] };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before BulletinWritten`);
  const { bulletin, writtenBy, writtenAt, parked } = state;
  const kept = { bulletin, writtenBy, writtenAt, parked };
  switch (event.type) {
    case 'BulletinChanged':
      if (state.status !== 'preview' && state.status !== 'posted') throw new Error('it changes no more');
      // It is tried anew in every channel.
      return {
        ...state,
        ...(state.status === 'posted' ? { postedBy: person } : {}),
        bulletin: event.bulletin,
        parked: [],
      };
    case 'BulletinPosted':
      if (state.status !== 'preview') throw new Error('only what was looked at is posted');
      return { ...kept, status: 'posted', postedBy: person, postedAt: at };
    case 'BulletinDiscarded':
      if (state.status !== 'preview') throw new Error('only what was not posted is thrown away');
      return { ...kept, status: 'discarded' };
    case 'BulletinTakenBack':
      if (state.status !== 'posted') throw new Error('only what was posted is taken back');
      return { ...kept, status: 'taken-back', reason: event.reason };
    case 'PostParked':
      return { ...state, parked: [...new Set([...parked, event.channel])] };
    default:
      return event satisfies never;
  }
}
