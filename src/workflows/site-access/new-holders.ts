import { type DecisionContext, decision } from '../../domain/decider.ts';
import { forNewHolders, handedOn, isOf } from '../../domain/new-holders.ts';
import { mayStillSendSite, standingsOf } from './access.ts';
import type { Outcome } from './decision-parts.ts';
import { isCardThere } from './delivery-steps.ts';
import { jobMessages } from './job-card.ts';
import { requestMessages } from './request-card.ts';
import type { SiteRequest } from './state.ts';

const ofRoles = ['case:', 'job:', 'chase:', 'overdue:'];

/**
 * The school file has changed: who decides on sites, or opens and blocks them, has the card from now on, and what stands
 * in the chat of whoever did ends.
 */
export function lookedAgain(request: SiteRequest, context: DecisionContext): Outcome {
  const { shown, school, reference } = context;
  // While it is open IT has nothing to do; whoever is IT when that ends has a card then.
  const isToDo = request.status === 'approved' || request.status === 'ended';
  const messages = forNewHolders({
    shown,
    wanted: [...requestMessages(request, context), ...(isToDo ? jobMessages(request, context) : [])],
    isMissing: (slot) => !isCardThere(request, slot),
    gone: (slot, person) => {
      const probe = { slot, to: { kind: 'person', person }, card: 'case', data: {}, preview: '' } as const;
      const isOver =
        slot.startsWith('case:') ||
        (isOf(slot, ofRoles) && !mayStillSendSite(request, probe, school)) ||
        (slot.startsWith('view:') && standingsOf(request, person, school).length === 0);
      return isOver ? handedOn(slot, person, `${reference} is with others now.`) : undefined;
    },
  });
  return decision({ events: [], messages });
}
