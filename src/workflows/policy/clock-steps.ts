import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { reviewSlot, signSlot } from './access.ts';
import { knownMessages, reviewMessages, signMessages } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { nothing, type Outcome } from './decision-parts.ts';
import { inForce, type Policy } from './state.ts';

/** How the slots begin of what somebody has to act on, and of what other records were asked. */
const kept = [signSlot(''), reviewSlot(''), 'known:', 'draft:', 'campaign:', 'register'];

/** The round of asking has begun, and says what its record is called. */
export function campaignBegan({ file }: Policy, { round, campaign }: CommandData<'policy/campaign-began'>): Outcome {
  if (file.campaigns.some((known) => known.round === round)) return nothing;
  return decision({ events: [{ type: 'CampaignBegan', round, campaign }], messages: [] });
}

/** The cards of one person, to stand at the end of their chat. */
export function shownAgain(
  policy: Policy,
  { place, chat }: CommandData<'policy/show-again'>,
  context: DecisionContext,
): Outcome {
  const standing = inForce(policy);
  const isAsked = standing !== undefined && standing.review.shown.length > 0;
  const isToMakeKnown = standing !== undefined && (standing.known?.remindAt ?? null) !== null;
  const all: readonly Message[] = [
    ...signMessages(policy, context),
    ...(isAsked ? reviewMessages(policy, context) : []),
    ...(isToMakeKnown ? knownMessages(policy, standing.publisher, context) : []),
  ];
  const messages = all
    .filter(({ to }) => to.kind === 'person' && place === `person:${to.person}`)
    .map((message) => ({ ...message, fresh: true, onlyIn: chat }));
  return decision({ events: [], messages });
}

/** What went nowhere goes on the record, and stands in the policy's file, once for each slot. */
export function deliveryNoted(
  { file }: Policy,
  { slot, outcome, code }: CommandData<'policy/delivery-note'>,
  _context: DecisionContext,
): Outcome {
  const isKept = kept.some((start) => slot.startsWith(start));
  if (outcome !== 'parked' || !isKept || file.lost.includes(slot)) return nothing;
  return decision({ events: [{ type: 'MessageLost', slot, code }], messages: [] });
}
