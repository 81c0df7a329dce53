import { mentionsConcern } from '../../domain/concern-mention.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { wordingHash } from '../../domain/wording.ts';
import { draftHearers, signersOf, signSlot, signsAs, unsigned, viewSlot } from './access.ts';
import { cardsReplaced, draftMessages, saidSigned, signMessages } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { nextSignatureAsk } from './dates.ts';
import { after, nothing, type Outcome, personIn } from './decision-parts.ts';
import type { PolicyEvent } from './events.ts';
import { policyFile } from './file-card.ts';
import { publishing } from './publish-steps.ts';
import { putAway } from './put-away.ts';
import { refuse } from './refusals.ts';
import { type Awaiting, inTheMaking, type Policy } from './state.ts';

/** The head or the chair signs (R170). With the last signature it is published. */
export function signed(policy: Awaiting, data: CommandData<'policy/sign'>, context: DecisionContext): Outcome {
  const person = personIn(context);
  const as = signsAs(policy, person, context.school);
  if (as === undefined) return refuse(policy, 'not-asked-to-sign', context);
  if (data.draft !== policy.making.number) return refuse(policy, 'draft-changed', context);
  const { name, jobTitle } = data;
  const hash = wordingHash(policy.making.draft.wording);
  const event = (shown: string[]): PolicyEvent => ({ type: 'PolicySigned', as, name, jobTitle, hash, shown });
  const before = awaiting(after(policy, [event([])], context));
  const shown = signersOf(before, context.school).map(signSlot);
  const now = awaiting(after(policy, [event(shown)], context));
  const gone = policy.shown.filter((slot) => !shown.includes(slot));
  const replaced = cardsReplaced(gone, saidSigned(as, context), now, context);
  if (unsigned(now).length > 0) {
    const fresh = signMessages(now, context).filter(({ slot }) => !policy.shown.includes(slot));
    const reply = shownTo(now, person, context);
    return decision({ events: [event(shown)], messages: [...replaced, ...fresh], reply });
  }
  const made = publishing(now, policy, context);
  const hearers = draftHearers(policy.publisher, person, context.school);
  const told = draftMessages(made.now, hearers, 'It was signed and is published.', context);
  return decision({
    events: [event(shown), made.event],
    messages: [...replaced, ...made.messages, ...told],
    relays: made.relays,
    reply: shownTo(made.now, person, context),
  });
}

/** It goes back to whoever sent it, with the reason. */
export function sentBack(policy: Awaiting, data: CommandData<'policy/send-back'>, context: DecisionContext): Outcome {
  const person = personIn(context);
  const as = signsAs(policy, person, context.school);
  if (as === undefined) return refuse(policy, 'not-asked-to-sign', context);
  if (data.draft !== policy.making.number) return refuse(policy, 'draft-changed', context);
  if (mentionsConcern(data.reason)) return refuse(policy, 'note-names-concern', context);
  const events: readonly PolicyEvent[] = [{ type: 'DraftSentBack', as, reason: data.reason }];
  const now = after(policy, events, context);
  const text = 'It was sent back, and will come again if it is changed.';
  const hearers = draftHearers(policy.publisher, person, context.school);
  return decision({
    events,
    messages: [
      ...cardsReplaced(policy.shown, text, now, context),
      ...draftMessages(now, hearers, 'It was sent back. Open it to read why.', context),
    ],
    reply: shownTo(now, person, context),
  });
}

/** Whoever has not signed yet is asked again. */
export function signatureChased(policy: Awaiting, context: DecisionContext): Outcome {
  if (policy.remindAt > context.at) return nothing;
  const shown = signersOf(policy, context.school).map(signSlot);
  const event: PolicyEvent = { type: 'SignatureChased', shown, remindAt: nextSignatureAsk('again', context) };
  const now = after(policy, [event], context);
  const gone = policy.shown.filter((slot) => !shown.includes(slot));
  return decision({
    events: [event],
    messages: [
      ...cardsReplaced(gone, 'It is with somebody else now.', now, context),
      ...signMessages(now, context).map((message) => ({ ...message, fresh: true })),
    ],
  });
}

/** What somebody who signed sees: its file where they read it, else that it is done. */
function shownTo(policy: Policy, person: string, context: DecisionContext) {
  return policy.file.standing !== undefined || inTheMaking(policy) === undefined
    ? policyFile(policy, person, 1, context)
    : { slot: viewSlot(person), ...putAway(policy, person, context, 'Done. Thank you.') };
}

function awaiting(policy: Policy): Awaiting {
  if (policy.status !== 'awaiting-signature') throw new Error('a signature leaves it waiting until it is published');
  return policy;
}
