import { z } from 'zod';
import type { Happened } from '../../domain/decider.ts';
import type { UpkeepEvent } from './events.ts';

const text = z.string();

const fileSchema = z.object({
  /** When it is looked at next. */
  lookAt: text,
  /** When each finding was last told of. */
  said: z.record(text, text),
  /** The slots of what did not come. */
  parked: z.array(text),
});

/** Where the record stands: every school has one. */
export const upkeepStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('kept'), file: fileSchema }),
]);
export type UpkeepState = z.infer<typeof upkeepStateSchema>;
/** The record of a school. */
export type Upkeep = Exclude<UpkeepState, { status: 'none' }>;

/** Before the record was begun. */
export const noUpkeep: UpkeepState = { status: 'none' };

/** The next state. Pure; refuses an event that cannot follow. */
export function evolveUpkeep(state: UpkeepState, { event, at }: Happened<UpkeepEvent>): UpkeepState {
  if (event.type === 'UpkeepBegun') {
    if (state.status !== 'none') throw new Error('what is kept current can begin once');
    return { status: 'kept', file: { lookAt: event.lookAt, said: {}, parked: [] } };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before UpkeepBegun`);
  const { file } = state;
  switch (event.type) {
    case 'UpkeepLooked': {
      const left = Object.entries(file.said).filter(([id]) => !event.gone.includes(id));
      const said = Object.fromEntries([...left, ...event.said.map((id) => [id, at] as const)]);
      return { status: 'kept', file: { lookAt: event.lookAt, said, parked: [] } };
    }
    case 'NoticeParked':
      return { status: 'kept', file: { ...file, parked: [...new Set([...file.parked, event.slot])] } };
    default:
      return event satisfies never;
  }
}
