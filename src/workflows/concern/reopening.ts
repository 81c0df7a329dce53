import type { DecisionContext } from '../../domain/decider.ts';
import { handlersOf } from './access.ts';
import { keptFromSubjects } from './block-site.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { step } from './handler-steps.ts';
import { comeTo, isLeftByOwner, rerouted, routingAfter } from './routing-now.ts';
import type { Concern } from './state.ts';
import { foundSince } from './written-names.ts';

/**
 * Opens a closed case again. The school may have changed meanwhile: whom it is about is looked at anew, and where whoever
 * had it handles it no more, who reopens it has it, so that it is never with nobody.
 */
export function reopened(concern: Concern, data: CommandData<'concern/reopen'>, context: DecisionContext): Outcome {
  const { school } = context;
  const open: ConcernEvent = { type: 'ConcernReopened', ...data };
  const found = foundSince(concern, school);
  const foundEvents: readonly ConcernEvent[] =
    found.length === 0 ? [] : [{ type: 'SubjectsFound', subjects: [...found] }];
  const begun = after(concern, [open], context);
  const known = after(concern, [open, ...foundEvents], context);
  const routing = found.length === 0 ? [] : routingAfter(begun, found, known, context);
  const routed = after(concern, [open, ...foundEvents, ...routing], context);
  const events = [open, ...foundEvents, ...routing, ...hadAgain(routed, context)];
  const more = (now: Concern) => (routing.length === 0 ? [] : comeTo(begun, now, routing, context));
  const relays = (now: Concern) => keptFromSubjects(concern, now, context);
  return step(concern, events, { line: 'reopened this', more, relays }, context);
}

function hadAgain(now: Concern, context: DecisionContext): readonly ConcernEvent[] {
  if (!isLeftByOwner(now, context.school)) return [];
  return handlersOf(now, context.school).includes(personIn(context))
    ? [{ type: 'ConcernTaken' }]
    : [rerouted(now, now.file.route, context)];
}
