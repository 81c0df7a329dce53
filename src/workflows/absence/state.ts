import { z } from 'zod';
import { AWAY } from '../../domain/absences.ts';
import type { Happened } from '../../domain/decider.ts';
import type { Json } from '../../domain/message.ts';
import type { AbsenceEvent } from './events.ts';

const text = z.string();

/** Whose absences these are, and the latest of them. */
const fileSchema = z.object({
  person: text,
  since: text,
  /** The first day on which they are back. */
  until: text,
  endsAt: text,
  /** The slots of what others were told of it. */
  told: z.array(text),
  /** The slots of what could not be told. */
  parked: z.array(text),
});

/** Whether somebody is away. */
export const absenceStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('away'), file: fileSchema }),
  z.object({ status: z.literal('back'), file: fileSchema, backAt: text }),
]);
export type AbsenceState = z.infer<typeof absenceStateSchema>;
/** Of somebody who has been away. */
export type Absence = Exclude<AbsenceState, { status: 'none' }>;

/** Before somebody was ever away. */
export const noAbsence: AbsenceState = { status: 'none' };

/** The next state. Pure; refuses an event that cannot follow. */
export function evolveAbsence(state: AbsenceState, { event, at, by }: Happened<AbsenceEvent>): AbsenceState {
  switch (event.type) {
    case 'AbsenceBegun': {
      if (state.status === 'away') throw new Error('somebody who is away cannot go away');
      if (by.kind !== 'person') throw new Error('only a person can do this');
      const { until, endsAt, told } = event;
      return { status: 'away', file: { person: by.person, since: at, until, endsAt, told, parked: [] } };
    }
    case 'AbsenceChanged': {
      if (state.status !== 'away') throw new Error('only an absence that lasts can change');
      const { until, endsAt, told } = event;
      const all = [...new Set([...state.file.told, ...told])];
      return { status: 'away', file: { ...state.file, until, endsAt, told: all } };
    }
    case 'AbsenceEnded':
      if (state.status !== 'away') throw new Error('only an absence that lasts can end');
      return { status: 'back', file: state.file, backAt: at };
    case 'NoticeParked': {
      if (state.status === 'none') throw new Error('NoticeParked cannot come before AbsenceBegun');
      const { file } = state;
      return { ...state, file: { ...file, parked: [...new Set([...file.parked, event.slot])] } };
    }
    default:
      return event satisfies never;
  }
}

/** Those who are away are found together. */
export function findableBy(state: AbsenceState): readonly string[] {
  return state.status === 'away' ? [AWAY] : [];
}

/** What concerns may know of it: who is away. */
export function sharesAbsence(state: AbsenceState): Json | undefined {
  return state.status === 'away' ? { person: state.file.person, until: state.file.until } : undefined;
}
