import { z } from 'zod';
import type { Happened } from '../../domain/decider.ts';
import { entrySchema } from './command-data.ts';
import type { RegisterEvent } from './events.ts';

const text = z.string();

/** A policy as it stands in the register. */
const listedSchema = entrySchema.extend({
  /** The school year in which its latest round began; '' where there was none. */
  year: text,
  /** The school year for which it was last started again from here; '' where it never was. */
  startedFor: text,
  /** Why it could not be started again the last time; '' where it could. */
  refused: text,
});
export type Listed = z.infer<typeof listedSchema>;

/** Where the register stands. */
export const registerStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({
    status: z.literal('kept'),
    begunAt: text,
    policies: z.array(listedSchema),
    /** Who last started agreements again; '' where nobody did. */
    startedBy: text,
  }),
]);
export type RegisterState = z.infer<typeof registerStateSchema>;
/** The register that every school has. */
export type Register = Exclude<RegisterState, { status: 'none' }>;

/** Before the record was begun. */
export const noRegister: RegisterState = { status: 'none' };

/** The next state. Pure; refuses an event that cannot follow. */
export function evolveRegister(state: RegisterState, { event, at, by }: Happened<RegisterEvent>): RegisterState {
  if (event.type === 'RegisterBegun') {
    if (state.status !== 'none') throw new Error('a register can begin once');
    return { status: 'kept', begunAt: at, policies: [], startedBy: '' };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before RegisterBegun`);
  const { policies } = state;
  switch (event.type) {
    case 'PolicyEntered': {
      const { entry, year } = event;
      const before = policies.find(({ policy }) => policy === entry.policy);
      const isRefusedStill = before !== undefined && before.round === entry.round;
      const refused = isRefusedStill ? before.refused : '';
      const listed = { ...entry, year, startedFor: before?.startedFor ?? '', refused };
      if (before === undefined) return { ...state, policies: [...policies, listed] };
      return { ...state, policies: policies.map((one) => (one === before ? listed : one)) };
    }
    case 'RollOverStarted': {
      const isStarted = ({ policy }: Listed) => event.policies.includes(policy);
      const started = policies.map((one) => (isStarted(one) ? { ...one, startedFor: event.year, refused: '' } : one));
      return { ...state, policies: started, startedBy: by.kind === 'person' ? by.person : '' };
    }
    case 'RenewalRefused': {
      const { policy, code } = event;
      const refused = policies.map((one) => (one.policy === policy ? { ...one, startedFor: '', refused: code } : one));
      return { ...state, policies: refused };
    }
    default:
      return event satisfies never;
  }
}
