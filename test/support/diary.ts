import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OpenRecord, RecordSealer } from '../../src/application/sealed-record.ts';
import { decision, type Workflow } from '../../src/domain/decider.ts';
import { actorOf } from '../../src/domain/people.ts';

const diarySchema = z.object({ text: z.string(), isClosed: z.boolean() });
/** What a diary has come to. */
export type Diary = z.infer<typeof diarySchema>;
const diaryEventSchema = z.object({ type: z.literal('Written'), text: z.string() });
/** What happens to a diary. */
export type DiaryEvent = z.infer<typeof diaryEventSchema>;

/** A workflow as small as one can be that has a status, something to be found by, and a deadline. */
export const diary: Workflow<Diary, DiaryEvent> = {
  id: 'diary',
  prefix: 'D',
  state: diarySchema,
  event: diaryEventSchema,
  initial: { text: '', isClosed: false },
  commands: {},
  lists: [],
  refuses: () => undefined,
  decide: () => decision({ events: [], messages: [] }),
  evolve: (state, { event }) => ({ text: state.text + event.text, isClosed: state.isClosed || event.text === 'close' }),
  status: (state) => (state.isClosed ? 'closed' : 'open'),
  findableBy: (state) => [`text:${state.text.slice(0, 3)}`],
  deadlines: (state) => (state.isClosed ? [] : [{ at: '2026-11-23T10:00:00.000Z', command: 'diary/remind', data: {} }]),
  deliveryNote: 'diary/delivery-note',
  notThere: () => '',
  mayStillSend: () => true,
  again: () => undefined,
};

/** A minute of the morning on which diaries are written. */
export function moment(minute: number): string {
  return new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString();
}

/** A diary with these texts added, a minute apart. */
export async function written(
  sealer: Pick<RecordSealer, 'change'>,
  before: OpenRecord<Diary>,
  texts: readonly string[],
): Promise<OpenRecord<Diary>> {
  let record = await sealer.change(diary, before, { at: moment(0) });
  for (const text of texts) {
    const by = actorOf('a.osei@oakfield.example');
    const events = { of: [{ type: 'Written', text } as const], by, command: randomUUID() };
    record = await sealer.change(diary, record, { at: moment(record.stored.entries.length), events });
  }
  return record;
}
