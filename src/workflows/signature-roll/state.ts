import { z } from 'zod';
import type { Happened } from '../../domain/decider.ts';
import { wordingSchema } from '../../domain/wording.ts';
import { type RollEvent, termsSchema } from './events.ts';
import { phaseIds } from './phases.ts';
import { rowSchema, withoutRows, withRows } from './rows.ts';

const text = z.string();

/** What every roll holds, wherever it stands. */
const fileSchema = z.object({
  phase: z.enum(phaseIds),
  part: text,
  year: text,
  wording: wordingSchema,
  hash: text,
  terms: termsSchema,
  begunAt: text,
  begunBy: text,
  rows: z.array(rowSchema),
  /** When signatures were last recorded; '' before. */
  recordedAt: text,
  /** How often a row that stood there was put right. */
  corrections: z.number(),
  /** The slots of cards that did not come. */
  parked: z.array(text),
});

/** Where a roll stands. */
export const rollStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('open'), file: fileSchema }),
  /** The last day to sign is over. It is recorded further. */
  z.object({ status: z.literal('due'), file: fileSchema }),
  z.object({ status: z.literal('closed'), file: fileSchema, closedAt: text, reason: text }),
]);
export type RollState = z.infer<typeof rollStateSchema>;
/** A roll that was begun. */
export type Roll = Exclude<RollState, { status: 'none' }>;

/** Before the record was begun. */
export const noRoll: RollState = { status: 'none' };

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a roll. */
export function evolveRoll(state: RollState, { event, at, by }: Happened<RollEvent>): RollState {
  if (event.type === 'RollBegun') {
    if (state.status !== 'none') throw new Error('a roll can begin once');
    const { type: _, ...said } = event;
    const begunBy = by.kind === 'person' ? by.person : '';
    const nothing = { rows: [], recordedAt: '', corrections: 0, parked: [] };
    return { status: 'open', file: { ...said, ...nothing, begunAt: at, begunBy } };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before RollBegun`);
  const { file } = state;
  switch (event.type) {
    case 'SignaturesRecorded': {
      const rows = withRows(file.rows, event.rows);
      const corrections = file.corrections + event.corrected;
      return { ...stillOpen(state), file: { ...file, rows, corrections, recordedAt: at } };
    }
    case 'TakenOffRoll':
      return { ...stillOpen(state), file: { ...file, rows: withoutRows(file.rows, event.people) } };
    case 'RollChanged':
      // A later day makes it one that is not due yet.
      return {
        status: event.terms.dueAt > at ? 'open' : stillOpen(state).status,
        file: { ...file, terms: event.terms },
      };
    case 'RollCameDue':
      if (state.status !== 'open') throw new Error('only an open roll can come due');
      return { status: 'due', file };
    case 'RollClosed':
      return { status: 'closed', file: stillOpen(state).file, closedAt: at, reason: event.reason };
    case 'RollOpened':
      return state;
    case 'CardParked':
      return { ...state, file: { ...file, parked: [...new Set([...file.parked, event.slot])] } };
    default:
      return event satisfies never;
  }
}

function stillOpen(roll: Roll): Exclude<Roll, { status: 'closed' }> {
  if (roll.status === 'closed') throw new Error('a roll that is closed changes no more');
  return roll;
}
