import { mentionsConcern } from '../../domain/concern-mention.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { publishers } from '../../domain/policies.ts';
import { saidByRole } from '../../domain/said-by-role.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { mayPublish } from './access.ts';
import { cardsReplaced, knownMessages, reviewMessages } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { nextReviewAsk, reviewFrom, today } from './dates.ts';
import { after, nothing, type Outcome, personIn } from './decision-parts.ts';
import type { PolicyEvent, SaidKnown } from './events.ts';
import { policyFile } from './file-card.ts';
import { whyNotReviewedOn } from './read-draft.ts';
import { refuse } from './refusals.ts';
import { enterInRegister } from './relays.ts';
import { inForce, type Policy } from './state.ts';
import { isOverdue } from './words.ts';

/** The review comes near, or is still to be done: who sees to it is asked, each school week; the head once it is overdue (R171). */
export function reviewAsked(policy: Policy, context: DecisionContext): Outcome {
  const standing = inForce(policy);
  if (standing === undefined || standing.review.at > context.at) return nothing;
  const messages = reviewMessages(policy, context).map((message) => ({ ...message, fresh: true }));
  const shown = messages.map(({ slot }) => slot);
  const gone = standing.review.shown.filter((slot) => !shown.includes(slot));
  const isLate = isOverdue(policy, context.school, context.at);
  const event: PolicyEvent = { type: 'ReviewAsked', isOverdue: isLate, shown, reviewAt: nextReviewAsk(context) };
  const replaced = cardsReplaced(gone, 'The review is with somebody else now.', policy, context);
  return decision({ events: [event], messages: [...replaced, ...messages] });
}

/** It was reviewed and stays as it is until the next time. */
export function reviewed(policy: Policy, data: CommandData<'policy/reviewed'>, context: DecisionContext): Outcome {
  const standing = inForce(policy);
  if (standing === undefined) return nothing;
  const review = { months: Number(data.reviewMonths), on: data.nextReview };
  const misfit = whyNotReviewedOn(review, context);
  if (misfit !== undefined) return refuse(policy, misfit.code, context, misfit.wrong);
  if (mentionsConcern(data.note)) return refuse(policy, 'note-names-concern', context);
  const on = today(context);
  const reviewAt = reviewFrom(review.on, context);
  const event: PolicyEvent = { type: 'PolicyReviewed', on, note: data.note, review, reviewAt };
  const now = after(policy, [event], context);
  const who = mayPublish(personIn(context), context.school)
    ? saidByRole(context.by, publishers, context.school)
    : 'its owner';
  const text = `Reviewed by ${who}, ${saidDateTime(context.school, context.at)}.`;
  return decision({
    events: [event],
    messages: cardsReplaced(standing.review.shown, text, now, context),
    relays: [enterInRegister(now, context)],
    reply: policyFile(now, personIn(context), 1, context),
  });
}

/** How far the version has been made known on the website, and to pupils and parents (R169). */
export function madeKnownTo(policy: Policy, data: CommandData<'policy/made-known'>, context: DecisionContext): Outcome {
  const standing = inForce(policy);
  if (standing === undefined || standing.known === null) return refuse(policy, 'not-to-make-known', context);
  const website = saidOf(data.website, data.websiteOn);
  const families = saidOf(data.families, data.familiesOn);
  const days = [website, families].filter(({ is }) => is === 'done').map(({ on }) => on);
  if (days.includes(null)) return refuse(policy, 'known-needs-day', context);
  if (days.some((day) => day !== null && day > today(context))) return refuse(policy, 'known-to-come', context);
  const event: PolicyEvent = { type: 'MadeKnown', website, families };
  const now = after(policy, [event], context);
  const card = mayPublish(standing.publisher, context.school)
    ? knownMessages(now, standing.publisher, context).map((message) => ({ ...message, onlyEdits: true }))
    : [];
  return decision({ events: [event], messages: card, reply: policyFile(now, personIn(context), 1, context) });
}

/** A week has gone, and nobody has said that it was made known: whoever published it is asked once more. */
export function makingKnownChased(policy: Policy, context: DecisionContext): Outcome {
  const standing = inForce(policy);
  const remindAt = standing?.known?.remindAt ?? null;
  if (standing === undefined || remindAt === null || remindAt > context.at) return nothing;
  const { publisher } = standing;
  const messages = mayPublish(publisher, context.school)
    ? knownMessages(policy, publisher, context).map((message) => ({ ...message, fresh: true }))
    : [];
  return decision({ events: [{ type: 'MakingKnownChased' }], messages });
}

function saidOf(is: SaidKnown['is'], on: string | undefined): SaidKnown {
  return { is, on: is === 'done' ? (on ?? null) : null };
}
