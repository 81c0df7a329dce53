import { type DecisionContext, decision } from '../../domain/decider.ts';
import { forNewHolders, handedOn, isOf } from '../../domain/new-holders.ts';
import { countMissing } from '../../domain/undelivered.ts';
import { mayStillSendBlock, partsOf } from './access.ts';
import { caseMessages } from './case-card.ts';
import type { Outcome } from './decision-parts.ts';
import { jobMessages } from './job-card.ts';
import type { Block } from './state.ts';

const ofRoles = ['chase:', 'overdue:'];

/**
 * The school file has changed: who looks at the filter, or blocks the site, has the card from now on, and what stands in
 * the chat of whoever did ends. Whom it is kept from keeps what stands there, which has ended as every report does.
 */
export function lookedAgain(block: Block, context: DecisionContext): Outcome {
  const { shown, school, reference } = context;
  const { missing, without, job } = block.file;
  const isOpen = block.status !== 'closed';
  const messages = forNewHolders({
    shown,
    wanted: isOpen ? [...caseMessages(block, context), ...(job === null ? [] : jobMessages(block, context))] : [],
    isMissing: (slot) => countMissing(missing, slot) > 0,
    gone: (slot, person) => {
      if (!isOpen || without.includes(person)) return undefined;
      const parts = partsOf(block, person, school);
      const probe = { slot, to: { kind: 'person', person }, card: 'case', data: {}, preview: '' } as const;
      const isOver =
        slot.startsWith('case:') ||
        (slot.startsWith('job:') && !parts.includes('carriesOut')) ||
        (isOf(slot, ofRoles) && !mayStillSendBlock(block, probe, school)) ||
        (slot.startsWith('view:') && parts.length === 0);
      return isOver ? handedOn(slot, person, `${reference} is with others now.`) : undefined;
    },
  });
  return decision({ events: [], messages });
}
