import type { Workflow } from '../../domain/decider.ts';
import { acknowledgementCommands } from './commands.ts';
import { againAcknowledgement, decideAcknowledgement, refusesAcknowledgement } from './decider.ts';
import { type AcknowledgementEvent, acknowledgementEventSchema } from './events.ts';
import { evolveAcknowledgement } from './evolve.ts';
import { myPolicies, policiesOwed, policyQuestions } from './lists.ts';
import { nothingAsked } from './refusals.ts';
import { mayStillSendAcknowledgement } from './sending.ts';
import { findableBy, pacedToken, personToken, QUESTION_WAITS, sharesAcknowledgement } from './shares.ts';
import { type AcknowledgementState, acknowledgementStateSchema, noAcknowledgement, owedStatuses } from './state.ts';

/**
 * What one person was asked to read or sign in one campaign, and what they said: one record for each, so that nobody
 * waits for anybody else (R159, R160, R165, R167).
 */
export const acknowledgement: Workflow<AcknowledgementState, AcknowledgementEvent> = {
  id: 'acknowledgement',
  prefix: 'R',
  state: acknowledgementStateSchema,
  event: acknowledgementEventSchema,
  initial: noAcknowledgement,
  commands: acknowledgementCommands,
  lists: [policiesOwed, policyQuestions, myPolicies],
  refuses: refusesAcknowledgement,
  decide: decideAcknowledgement,
  evolve: evolveAcknowledgement,
  status: (state) => state.status,
  findableBy,
  deadlines: () => [],
  deliveryNote: 'acknowledgement/delivery-note',
  shares: sharesAcknowledgement,
  paced: { findBy: pacedToken, command: 'acknowledgement/send' },
  onSchoolFile: {
    statuses: [...owedStatuses, 'acknowledged', 'left', 'closed'],
    findBy: QUESTION_WAITS,
    command: 'acknowledgement/look',
  },
  onArrival: { statuses: ['unreachable'], findBy: personToken, command: 'acknowledgement/try-again' },
  mayStillSend: mayStillSendAcknowledgement,
  notThere: nothingAsked,
  again: againAcknowledgement,
};
