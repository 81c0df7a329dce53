import { z } from 'zod';
import {
  type Ask,
  type Decision,
  type DecisionContext,
  decision,
  type Happened,
  type Workflow,
} from '../../domain/decider.ts';

/** How one chat reaches a person or a channel; opaque to all but that chat. */
const reachSchema = z.record(z.string(), z.string());

const addressEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AddressLearnt'), who: z.string(), channel: z.string(), reach: reachSchema }),
  z.object({ type: z.literal('AddressForgotten'), channel: z.string() }),
]);
type AddressEvent = z.infer<typeof addressEventSchema>;

const addressStateSchema = z.object({
  status: z.enum(['unknown', 'known']),
  who: z.string(),
  /** By chat. */
  reaches: z.record(z.string(), reachSchema),
});
export type AddressState = z.infer<typeof addressStateSchema>;

const rememberSchema = z.object({ who: z.string(), channel: z.string(), reach: reachSchema });
const forgetSchema = z.object({ channel: z.string() });

function decide(state: AddressState, ask: Ask, _context: DecisionContext): Decision<AddressEvent> {
  if (ask.type === 'address/remember') {
    const { who, channel, reach } = rememberSchema.parse(ask.data);
    return decision({
      events: sameReach(state.reaches[channel], reach) ? [] : [{ type: 'AddressLearnt', who, channel, reach }],
      messages: [],
    });
  }
  if (ask.type === 'address/forget') {
    const { channel } = forgetSchema.parse(ask.data);
    return decision({ events: state.reaches[channel] ? [{ type: 'AddressForgotten', channel }] : [], messages: [] });
  }
  return decision({ events: [], messages: [] });
}

function evolve(state: AddressState, { event }: Happened<AddressEvent>): AddressState {
  switch (event.type) {
    case 'AddressLearnt':
      return { status: 'known', who: event.who, reaches: { ...state.reaches, [event.channel]: event.reach } };
    case 'AddressForgotten': {
      const { [event.channel]: _, ...reaches } = state.reaches;
      return { ...state, status: Object.keys(reaches).length > 0 ? 'known' : 'unknown', reaches };
    }
    default:
      return event satisfies never;
  }
}

function sameReach(
  known: Readonly<Record<string, string>> | undefined,
  reach: Readonly<Record<string, string>>,
): boolean {
  const parts = Object.keys(reach);
  return (
    known !== undefined &&
    parts.length === Object.keys(known).length &&
    parts.every((part) => known[part] === reach[part])
  );
}

/** How each person and channel is reached: learnt from the chats, one record each, so that it survives a restart. */
export const address: Workflow<AddressState, AddressEvent> = {
  id: 'address',
  prefix: 'A',
  state: addressStateSchema,
  event: addressEventSchema,
  initial: { status: 'unknown', who: '', reaches: {} },
  commands: {
    'address/remember': { label: '', data: rememberSchema, begins: true, internal: true },
    'address/forget': { label: '', data: forgetSchema, internal: true },
    'address/delivery-note': { label: '', data: z.object({}), internal: true },
  },
  lists: [],
  refuses: () => undefined,
  decide,
  evolve,
  status: (state) => state.status,
  findableBy: () => [],
  deadlines: () => [],
  deliveryNote: 'address/delivery-note',
  mayStillSend: () => true,
  notThere: (reference) => `There is nothing with the reference ${reference}.`,
  again: () => undefined,
};
