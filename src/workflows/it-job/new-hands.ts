import { type DecisionContext, decision } from '../../domain/decider.ts';
import { forNewHolders, handedOn } from '../../domain/new-holders.ts';
import { countMissing } from '../../domain/undelivered.ts';
import { askerOf, partsOf } from './access.ts';
import type { Outcome } from './decision-parts.ts';
import { jobMessages } from './job-card.ts';
import type { Job } from './state.ts';

/**
 * The school file has changed: who carries out such jobs now has the card, and what stands in the chat of whoever did
 * ends. Whom it is kept from keeps what stands there, which has ended as every job does.
 */
export function lookedAgain(job: Job, context: DecisionContext): Outcome {
  const { shown, school, reference } = context;
  const { missing, without } = job.file;
  const messages = forNewHolders({
    shown,
    wanted: job.status === 'done' ? [] : jobMessages(job, context),
    isMissing: (slot) => countMissing(missing, slot) > 0,
    gone: (slot, person) => {
      if (job.status === 'done' || without.includes(person)) return undefined;
      const parts = partsOf(job, person, school);
      const isOver =
        slot.startsWith('job:') ||
        (slot.startsWith('view:') && !parts.includes('carriesOut')) ||
        (slot.startsWith('chase:') && parts.length === 0 && askerOf(job, school) !== person);
      return isOver ? handedOn(slot, person, `Job ${reference} is with others now.`) : undefined;
    },
  });
  return decision({ events: [], messages });
}
