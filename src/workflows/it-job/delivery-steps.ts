import { type DecisionContext, decision } from '../../domain/decider.ts';
import { deliveryStep, personInSlot } from '../../domain/delivery-note.ts';
import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import { actorOf } from '../../domain/people.ts';
import { saidByRole } from '../../domain/said-by-role.ts';
import { askerOf } from './access.ts';
import { isToConcern } from './answer.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import { lineTo } from './job-card.ts';
import type { Job } from './state.ts';

type Note = CommandData<'it-job/delivery-note'>;

/**
 * What became of a message goes on the record. Where a job does not come to IT, or its answer not into the case, whoever
 * asked is told. A notice makes no further notice.
 */
export function deliveryNoted(job: Job, note: Note, context: DecisionContext): Outcome {
  const event = deliveryStep(note);
  if (event === undefined) return decision({ events: [], messages: [] });
  const now = after(job, [event], context);
  const isLost = note.outcome === 'delayed' || note.outcome === 'parked';
  return decision({ events: [event], messages: isLost ? notices(now, note, context) : [] });
}

function notices(now: Job, { slot, outcome }: Note, { school, reference }: DecisionContext): readonly Message[] {
  const asker = askerOf(now, school);
  const text = saidLost(slot, outcome === 'delayed' ? ' yet' : '', { school, reference });
  if (asker === undefined || text === undefined) return [];
  return [{ ...lineTo(asker, `asked:${slot}:${asker}`, text), fresh: true }];
}

function saidLost(
  slot: string,
  yet: string,
  { school, reference }: Pick<DecisionContext, 'school' | 'reference'>,
): string | undefined {
  if (isToConcern(slot)) return `Job ${reference}: IT has answered, and the case does not say so. Ask IT.`;
  const person = personInSlot(slot);
  if (!slot.startsWith('job:') || person === undefined) return undefined;
  const who = saidByRole(actorOf(person), [...filteringParts.carriesOut.roles, 'head'], school);
  return `Job ${reference} has not reached ${who}${yet}. Tell them another way.`;
}
