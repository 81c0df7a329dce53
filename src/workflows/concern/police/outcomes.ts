import type { Choice } from '../../../domain/form.ts';
import { outcomes } from '../choices.ts';
import type { Concern } from '../state.ts';
import { standingTriggers } from './triggers.ts';

/** How this case may end: "no further action" is not there while a rule calls for the police (R071). */
export function outcomesFor(concern: Concern): readonly Choice[] {
  const isCalledFor = standingTriggers(concern).length > 0;
  return outcomes.filter(({ value }) => !isCalledFor || value !== 'no-further-action');
}
