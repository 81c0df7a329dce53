import type { Workflow } from '../../domain/decider.ts';
import { draftCommands } from './commands.ts';
import { againDraft, decideDraft, mayStillSendDraft, refusesDraft } from './decider.ts';
import { type DraftEvent, draftEventSchema } from './events.ts';
import { type DraftState, draftDeadlines, draftStateSchema, evolveDraft } from './state.ts';
import { noDraft } from './words.ts';

/** Forms that were closed before they were sent: kept for a day, for whoever typed them alone, and then removed. */
export const draft: Workflow<DraftState, DraftEvent> = {
  id: 'draft',
  prefix: 'D',
  passes: true,
  state: draftStateSchema,
  event: draftEventSchema,
  initial: { status: 'none' },
  commands: draftCommands,
  lists: [],
  refuses: refusesDraft,
  decide: decideDraft,
  evolve: evolveDraft,
  status: (state) => state.status,
  // Nobody looks for what somebody else has not said yet.
  findableBy: () => [],
  deadlines: draftDeadlines,
  deliveryNote: 'draft/delivery-note',
  mayStillSend: mayStillSendDraft,
  notThere: noDraft,
  again: againDraft,
};
