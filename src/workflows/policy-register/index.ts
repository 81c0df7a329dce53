import type { Workflow } from '../../domain/decider.ts';
import { mayRead, mayStart } from './access.ts';
import { registerCommands } from './commands.ts';
import { againRegister, decideRegister, refusesRegister } from './decider.ts';
import { type RegisterEvent, registerEventSchema } from './events.ts';
import { policyRegister as list, schoolYear } from './lists.ts';
import { evolveRegister, noRegister, type RegisterState, registerStateSchema } from './state.ts';
import { notYours } from './words.ts';

/** The register of all policies and agreements, one in each school; from here the yearly ones are started again. */
export const policyRegister: Workflow<RegisterState, RegisterEvent> = {
  id: 'policy-register',
  prefix: 'L',
  state: registerStateSchema,
  event: registerEventSchema,
  initial: noRegister,
  commands: registerCommands,
  lists: [schoolYear, list],
  refuses: refusesRegister,
  decide: decideRegister,
  evolve: evolveRegister,
  status: ({ status }) => status,
  findableBy: () => [],
  deadlines: () => [],
  deliveryNote: 'policy-register/delivery-note',
  keeps: () => [{ key: 'policies', command: 'policy-register/begin', data: {} }],
  mayStillSend: (_state, { to, slot, card }, school) => {
    if (to.kind !== 'person' || card === 'notice') return true;
    return slot.startsWith('refused:') ? mayStart(to.person, school) : mayRead(to.person, school);
  },
  notThere: notYours,
  again: againRegister,
};
