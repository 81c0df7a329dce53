import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { policyCard } from '../../domain/policy-card.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { wordingHash } from '../../domain/wording.ts';
import { wordingButtons } from './buttons.ts';
import {
  askedOf,
  campaignIn,
  isOver,
  namedWording,
  nothing,
  type Outcome,
  type SharedCampaign,
} from './decision-parts.ts';
import { NO_WORDING } from './delivery-reasons.ts';
import type { Sending } from './events.ts';
import { type AcknowledgementState, isOwed, type Owed } from './state.ts';

/** The slot of the card that asks, and then of the receipt. */
export const ASK_SLOT = 'ask';

/** There is room in the chat for the card that waits. What it says is read at this moment, so that it is the latest. */
export function sent(state: AcknowledgementState, context: DecisionContext): Outcome {
  if (!isOwed(state) || state.file.toSend === null) return nothing;
  const campaign = campaignIn(context);
  if (campaign === undefined) return decision({ events: [{ type: 'CardParked', code: NO_WORDING }], messages: [] });
  if (isOver(campaign)) return decision({ events: [{ type: 'CardHeldBack' }], messages: [] });
  // What was read may be a moment older than what is asked for: then it waits for the next turn.
  if (campaign.wording.version < state.file.version) return nothing;
  const as = state.file.toSend;
  return decision({
    events: [{ type: 'CardSent', as, ...namedWording(askedOf(state, campaign)) }],
    messages: [askMessage(state, campaign, as, context.school)],
  });
}

/** The same for everybody who has the same day, byte for byte: no name and nothing of the person's own record in it. */
function askMessage(state: Owed, campaign: SharedCampaign, as: Sending, school: School): Message {
  const { file } = state;
  const { wording, dueBy } = askedOf(state, campaign);
  const own = dueBy === campaign.dueBy ? [] : [dueBy];
  const buttons = wordingButtons(wording, file.campaign, 'card');
  return {
    slot: ASK_SLOT,
    to: { kind: 'person', person: file.person },
    ...policyCard(wording, { school, dueBy, buttons, isReminder: as === 'reminder' }),
    campaign: [file.campaign, wording.version, wordingHash(wording).slice(0, 16), ...own, as].join(' '),
    ...(as === 'reminder' ? { fresh: true } : {}),
  };
}

/**
 * Whether a message that is owed may still go out. Nobody is asked for what they do not owe any more, and nothing goes
 * to somebody who has left the school.
 */
export function mayStillSendAcknowledgement(
  state: AcknowledgementState,
  { to, card }: Message,
  school: School,
): boolean {
  if (to.kind !== 'person' || findPerson(school, to.person) === undefined) return false;
  return card !== 'policy' || isOwed(state);
}
