import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendAbsence } from './access.ts';
import { absenceCommands } from './commands.ts';
import { againAbsence, decideAbsence, refusesAbsence } from './decider.ts';
import { type AbsenceEvent, absenceEventSchema } from './events.ts';
import { whoIsAwayNow } from './lists.ts';
import { type AbsenceState, absenceStateSchema, evolveAbsence, findableBy, noAbsence, sharesAbsence } from './state.ts';
import { notYours } from './words.ts';

/** Who of those with a role is away, and until when: one record for each person (R002, R008). */
export const absence: Workflow<AbsenceState, AbsenceEvent> = {
  id: 'absence',
  prefix: 'W',
  state: absenceStateSchema,
  event: absenceEventSchema,
  initial: noAbsence,
  commands: absenceCommands,
  lists: [whoIsAwayNow],
  refuses: refusesAbsence,
  decide: decideAbsence,
  evolve: evolveAbsence,
  status: ({ status }) => status,
  findableBy,
  deadlines: (state) => (state.status === 'away' ? [{ at: state.file.endsAt, command: 'absence/end', data: {} }] : []),
  deliveryNote: 'absence/delivery-note',
  shares: sharesAbsence,
  mayStillSend: mayStillSendAbsence,
  notThere: notYours,
  again: againAbsence,
};
