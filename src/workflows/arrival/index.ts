import { z } from 'zod';
import { type Ask, type Decision, type DecisionContext, decision, type Workflow } from '../../domain/decider.ts';
import { later, MINUTE } from '../../domain/instant.ts';

/**
 * For how long it is known that something came: longer than a chat goes on repeating what it was not thanked for, and
 * longer than the token is good for with which Teams sent it, an hour and five minutes between two clocks. What somebody
 * recorded on the way is known again for as long as it would be believed.
 */
const KEPT_MS = 70 * MINUTE;

const arrivalEventSchema = z.object({ type: z.literal('Arrived'), removeAt: z.string() });
type ArrivalEvent = z.infer<typeof arrivalEventSchema>;

const arrivalStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('noted'), removeAt: z.string() }),
]);
export type ArrivalState = z.infer<typeof arrivalStateSchema>;

function decide(_state: ArrivalState, ask: Ask, { at }: DecisionContext): Decision<ArrivalEvent> {
  if (ask.type === 'arrival/note')
    return decision({ events: [{ type: 'Arrived', removeAt: later(at, KEPT_MS) }], messages: [] });
  return decision({ events: [], messages: [], removes: ask.type === 'arrival/remove' });
}

/**
 * What came from a chat and has no record of its own, such as a typed line: that it came and nothing of what it was, so
 * that what a chat delivers again is known again, also after a restart. The id of `arrival/note` is the chat's own.
 */
export const arrival: Workflow<ArrivalState, ArrivalEvent> = {
  id: 'arrival',
  prefix: 'E',
  passes: true,
  state: arrivalStateSchema,
  event: arrivalEventSchema,
  initial: { status: 'none' },
  commands: {
    'arrival/note': { label: '', data: z.object({}), begins: true, internal: true },
    'arrival/remove': { label: '', data: z.object({}), internal: true },
    'arrival/delivery-note': { label: '', data: z.object({}), internal: true },
  },
  lists: [],
  refuses: () => undefined,
  decide,
  evolve: (_state, { event }) => ({ status: 'noted', removeAt: event.removeAt }),
  status: (state) => state.status,
  findableBy: () => [],
  deadlines: (state) => (state.status === 'none' ? [] : [{ at: state.removeAt, command: 'arrival/remove', data: {} }]),
  deliveryNote: 'arrival/delivery-note',
  mayStillSend: () => true,
  notThere: (reference) => `There is nothing with the reference ${reference}.`,
  again: () => undefined,
};
