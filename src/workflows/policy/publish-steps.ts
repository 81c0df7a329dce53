import { type DecisionContext, decision, type Relay } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { PersonId } from '../../domain/people.ts';
import { type AsksWhen, signaturesFor, yearOfRound } from '../../domain/policies.ts';
import { closedUntil, saidOpening } from '../../domain/school-time.ts';
import { knownSlot, mayPublish, signersOf, signSlot } from './access.ts';
import { atWork, cardsReplaced, knownMessages, saidPublished, signMessages } from './cards.ts';
import { madeKnown } from './choices.ts';
import type { CommandData, DraftData } from './command-data.ts';
import { dueFrom, makeKnownAt, nextSignatureAsk, renewalAt, reviewFrom, today } from './dates.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { PolicyEvent } from './events.ts';
import { policyFile } from './file-card.ts';
import { previewFile } from './preview-card.ts';
import { readDraft, whyNotToday } from './read-draft.ts';
import { refuse, refuseAll } from './refusals.ts';
import { beginCampaign, changeOwner, closeCampaign, enterInRegister, reviseCampaign } from './relays.ts';
import { type InTheMaking, inForce, type Policy, type PolicyState, type Standing } from './state.ts';

/** A first version is kept as a draft and shown as people will see it. */
export function drafted(state: PolicyState, data: DraftData, context: DecisionContext): Outcome {
  return kept(state, 'PolicyDrafted', data, context);
}

/** A new version is kept as a draft; the one before it holds until this is published. */
export function revisionDrafted(policy: Policy, data: DraftData, context: DecisionContext): Outcome {
  return kept(policy, 'RevisionDrafted', data, context);
}

/** The draft is changed. Signatures that it had are asked for again, as they were for other words. */
export function draftChanged(policy: InTheMaking, data: DraftData, context: DecisionContext): Outcome {
  return kept(policy, 'DraftChanged', data, context);
}

function kept(
  state: PolicyState,
  type: 'PolicyDrafted' | 'RevisionDrafted' | 'DraftChanged',
  data: DraftData,
  context: DecisionContext,
): Outcome {
  const read = readDraft(state, data, context);
  if (read.kind === 'misfits') return refuseAll(state, read.all, context);
  const events: readonly PolicyEvent[] = [{ type, draft: read.value }];
  const now = after(state, events, context);
  return decision({
    events,
    messages: takenBack(state, 'It was changed, and will be sent to you again.', context),
    reply: previewFile(now, personIn(context), 1, context),
  });
}

/** The draft is given up. What was published before holds on. */
export function draftDiscarded(policy: InTheMaking, context: DecisionContext): Outcome {
  const events: readonly PolicyEvent[] = [{ type: 'DraftDiscarded' }];
  const now = after(policy, events, context);
  return decision({
    events,
    messages: takenBack(policy, 'It was discarded. Nothing is left for you to sign.', context),
    reply: policyFile(now, personIn(context), 1, context),
  });
}

/** It is published as it was shown, or goes to those who have to sign it first (R170). */
export function confirmed(
  policy: InTheMaking,
  { draft: number, asks }: CommandData<'policy/confirm'>,
  context: DecisionContext,
): Outcome {
  const { draft } = policy.making;
  if (number !== policy.making.number) return refuse(policy, 'draft-changed', context);
  const misfit = whyNotToday(draft, context);
  if (misfit !== undefined) return refuse(policy, misfit.code, context, misfit.wrong);
  if (signaturesFor[draft.approval].length > 0) return sentForSignature(policy, asks, context);
  const made = publishing(policy, { publisher: personIn(context), asks }, context);
  const file = policyFile(made.now, personIn(context), 1, context);
  const reply = { ...file, data: { ...file.data, caution: saidWhen(asks, context) } };
  return decision({ events: [made.event], messages: made.messages, relays: made.relays, reply });
}

/** When what was published goes out, where that is not now. */
function saidWhen(asks: AsksWhen | undefined, context: DecisionContext): string {
  const at = goesOutAt(asks, context);
  return at > context.at ? `It goes out ${saidOpening(context.school, at)}.` : '';
}

/** When what is published now goes out. */
function goesOutAt(asks: AsksWhen | undefined, context: DecisionContext): Instant {
  return asks === 'now' ? context.at : (closedUntil(context) ?? context.at);
}

function sentForSignature(policy: InTheMaking, asks: AsksWhen | undefined, context: DecisionContext): Outcome {
  const remindAt = nextSignatureAsk('first', context);
  const asked = (shown: string[]): PolicyEvent => ({
    type: 'SignatureAsked',
    shown,
    remindAt,
    ...(asks === undefined ? {} : { asks }),
  });
  const empty = after(policy, [asked([])], context);
  const shown = empty.status === 'awaiting-signature' ? signersOf(empty, context.school).map(signSlot) : [];
  const now = after(policy, [asked(shown)], context);
  return decision({
    events: [asked(shown)],
    messages: signMessages(now, context),
    reply: policyFile(now, personIn(context), 1, context),
  });
}

/**
 * What publishing a version comes to: the event, who is told, and the round of asking that it begins or goes on with.
 * `made` has all its signatures.
 */
export function publishing(
  made: InTheMaking,
  { publisher, asks }: { readonly publisher: PersonId; readonly asks?: AsksWhen | undefined },
  context: DecisionContext,
) {
  const { school } = context;
  const { draft } = made.making;
  const standing = inForce(made);
  const isNewRound = standing === undefined || draft.isMaterial;
  const round = isNewRound ? (standing?.round ?? 0) + 1 : standing.round;
  const goesOut = { school, at: goesOutAt(asks, context) };
  const year = isNewRound ? yearOfRound(today(goesOut), school) : standing.year;
  const event: PolicyEvent = {
    type: 'VersionPublished',
    on: today(context),
    publisher,
    dueBy: dueFrom(draft.dueBy, goesOut),
    round,
    year,
    renewAt: draft.isYearly ? renewalAt(year, school) : null,
    reviewAt: reviewFrom(draft.review.on, context),
    knownAt: madeKnown.includes(draft.wording.kind) ? makeKnownAt(context) : null,
    ...(asks === undefined ? {} : { asks }),
  };
  const now = after(made, [event], context);
  const relays: readonly Relay[] = [
    ...(standing !== undefined && isNewRound ? [closeCampaign(standing.round, 'replaced', context)] : []),
    isNewRound ? beginCampaign(now, context, asks) : reviseCampaign(now, context, asks),
    ...changeOwner(standing, now, context),
    enterInRegister(now, context),
  ];
  const stale = [...(standing?.review.shown ?? []), ...staleKnown(standing, publisher)];
  const replaced = cardsReplaced(stale, saidPublished(now), now, context);
  const known = mayPublish(publisher, school) ? knownMessages(now, publisher, context) : [];
  const waiting = known.map((message) => atWork(message, context));
  return { event, now, relays, messages: [...replaced, ...waiting] };
}

/** Where the version before is still to be made known by somebody else: that has gone on to this one. */
function staleKnown(standing: Standing | undefined, publisher: PersonId): readonly string[] {
  if (standing === undefined || standing.known === null || standing.publisher === publisher) return [];
  return [knownSlot(standing.publisher)];
}

/** The cards of those who were asked to sign say that they need not. */
function takenBack(state: PolicyState, text: string, context: DecisionContext) {
  return state.status === 'awaiting-signature' ? cardsReplaced(state.shown, text, state, context) : [];
}
