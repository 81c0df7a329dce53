import { z } from 'zod';
import type { Happened } from '../../domain/decider.ts';
import { checkKinds } from '../../domain/filtering.ts';
import { type CheckEvent, type Recorded, recordedSchema } from './events.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);

/** What every check holds, wherever it stands. There is always a next date. */
const fileSchema = z.object({
  kind: z.enum(checkKinds),
  begunAt: text,
  /** When the school file said that it was last made; '' where it did not. */
  lastDone: text,
  next: z.object({ on: text, dueAt: text, noticeAt: text.nullable() }),
  /** The slots in which cards of it stand. */
  shown: z.array(text),
  /** The slots of cards that did not come, of this time round. */
  parked: z.array(text),
  /** The latest recordings, oldest first; every one is in the history. */
  recordings: z.array(z.object({ at: text, by: actor, recorded: recordedSchema })),
  /** How many there were before these. */
  earlier: z.number(),
});

const reminders = { remindAt: text, reminded: z.number() };

/** Where a check stands. */
export const checkStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('scheduled'), file: fileSchema }),
  z.object({ status: z.literal('due'), file: fileSchema, ...reminders, overdueAt: text }),
  z.object({ status: z.literal('overdue'), file: fileSchema, ...reminders }),
]);

export type CheckState = z.infer<typeof checkStateSchema>;
/** A check that every school has. */
export type Check = Exclude<CheckState, { status: 'none' }>;
type CheckFile = z.infer<typeof fileSchema>;
/** One recording with who made it and when. */
export type Recording = CheckFile['recordings'][number];

/** Before the record was begun. */
export const noCheck: CheckState = { status: 'none' };

/** So many recordings are at hand to read: a dozen years of yearly ones. */
const RECORDINGS_KEPT = 12;

/** The latest recording, if there is one. */
function latestOf({ file }: Check): Recording | undefined {
  return file.recordings.at(-1);
}

/** The latest recording, as what a check of this kind records. */
export function latestAs<Kind extends Recorded['kind']>(
  state: CheckState,
  kind: Kind,
): Extract<Recorded, { kind: Kind }> | undefined {
  const recorded = state.status === 'none' ? undefined : latestOf(state)?.recorded;
  return recorded?.kind === kind ? (recorded as Extract<Recorded, { kind: Kind }>) : undefined;
}

/** The day on which it was last made; '' where nobody has said. */
export function lastDate(check: Check): string {
  return latestOf(check)?.recorded.date ?? check.file.lastDone;
}

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a check. */
export function evolveCheck(state: CheckState, { event, at, by }: Happened<CheckEvent>): CheckState {
  if (event.type === 'CheckBegun') {
    if (state.status !== 'none') throw new Error('a check can begin once');
    const { kind, lastDone, next } = event;
    const file = { kind, lastDone, next, begunAt: at, shown: [], parked: [], recordings: [], earlier: 0 };
    return { status: 'scheduled', file };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before CheckBegun`);
  const { file } = state;
  switch (event.type) {
    case 'CheckAnnounced':
      if (state.status !== 'scheduled') throw new Error('only a check that is to come can be announced');
      return { ...state, file: { ...file, shown: event.shown, next: { ...file.next, noticeAt: null } } };
    case 'CheckCameDue': {
      if (state.status !== 'scheduled') throw new Error('only a check that is to come can come due');
      const { remindAt, overdueAt, shown } = event;
      const next = { ...file.next, noticeAt: null };
      return { status: 'due', file: { ...file, next, shown, parked: [] }, remindAt, reminded: 0, overdueAt };
    }
    case 'CheckRanOver': {
      if (state.status !== 'due') throw new Error('only a check that is due can run over');
      const { remindAt, shown } = event;
      return { status: 'overdue', file: { ...file, shown }, remindAt, reminded: 0 };
    }
    case 'CheckReminded': {
      if (state.status === 'scheduled') throw new Error('nobody is reminded of a check that is to come');
      const { remindAt, shown } = event;
      return { ...state, file: { ...file, shown }, remindAt, reminded: state.reminded + 1 };
    }
    case 'CheckRecorded': {
      if (event.recorded.kind !== file.kind) throw new Error('that is what another check records');
      const all = [...file.recordings, { at, by, recorded: event.recorded }];
      const recordings = all.slice(-RECORDINGS_KEPT);
      const earlier = file.earlier + all.length - recordings.length;
      return { status: 'scheduled', file: { ...file, next: event.next, shown: [], parked: [], recordings, earlier } };
    }
    case 'CardParked':
      return { ...state, file: { ...file, parked: [...new Set([...file.parked, event.slot])] } };
    default:
      return event satisfies never;
  }
}
