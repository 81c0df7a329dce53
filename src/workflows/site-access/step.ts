import { type DecisionContext, decision } from '../../domain/decider.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { SiteEvent } from './events.ts';
import { fileView, LAST_PAGE } from './file-card.ts';
import type { SiteRequest } from './state.ts';
import { type StepWords, stepMessages } from './step-messages.ts';

/** Somebody's step: what happened, every card that it changes, and the request as it is then for whoever took it. */
export function step(
  request: SiteRequest,
  events: readonly SiteEvent[],
  words: StepWords | ((now: SiteRequest) => StepWords),
  context: DecisionContext,
): Outcome {
  const now = after(request, events, context);
  const said = typeof words === 'function' ? words(now) : words;
  const reply = fileView(now, personIn(context), LAST_PAGE, context);
  return decision({
    events,
    messages: stepMessages(request, now, said, context),
    ...(reply === undefined ? {} : { reply }),
  });
}
