import { type DecisionContext, decision, type Reply } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { fitsCard } from '../../domain/policy-card.ts';
import { wordingHash } from '../../domain/wording.ts';
import { type Standing, standing } from './cards.ts';
import type { CommandData, From } from './command-data.ts';
import {
  after,
  askedOf,
  campaignIn,
  isOver,
  namedWording,
  type Outcome,
  type SharedCampaign,
} from './decision-parts.ts';
import type { Signature } from './events.ts';
import { openedText } from './file-card.ts';
import { refuse } from './refusals.ts';
import { ASK_SLOT } from './sending.ts';
import { type Acknowledgement, isOwed, type Owed } from './state.ts';

/** They have read it. Said again, it shows the receipt, and nothing else comes of it. */
export function acknowledged(
  state: Acknowledgement,
  { version, from }: CommandData<'acknowledgement/acknowledge'>,
  context: DecisionContext,
): Outcome {
  if (!isOwed(state)) return replied(state, { from }, context);
  return saidYes(state, { version, from, signature: null }, context);
}

/** They sign it with their full name and job title (R165). */
export function signed(
  state: Acknowledgement,
  { version, shown: [ticked] = [], from, name, jobTitle }: CommandData<'acknowledgement/sign'>,
  context: DecisionContext,
): Outcome {
  if (!isOwed(state)) return replied(state, { from }, context);
  const isReadInForm = ticked !== undefined;
  return saidYes(state, { version: ticked ?? version, from, isReadInForm, signature: { name, jobTitle } }, context);
}

interface Yes {
  readonly version: number;
  readonly from: From;
  /** True where the form that was sent showed all of it, and it was ticked as read. */
  readonly isReadInForm?: boolean;
  readonly signature: Signature | null;
}

/**
 * The words are kept exactly as they were shown. Where the card was of an older version, nothing is acknowledged: the one
 * of now is shown, to be read first (R167).
 */
function saidYes(state: Owed, yes: Yes, context: DecisionContext): Outcome {
  const { version, from, isReadInForm = false, signature } = yes;
  const campaign = campaignIn(context);
  if (campaign === undefined) return refuse(state, 'not-readable', context);
  if (isOver(campaign)) return refuse(state, 'over', context);
  const { wording } = campaign;
  if (version !== wording.version) return newerShown(state, campaign, from, context);
  if (from === 'card' && !isReadInForm && !fitsCard(wording)) return readFirst(state, context);
  if (wording.isSigned !== (signature !== null))
    return refuse(state, wording.isSigned ? 'to-sign' : 'nothing-to-sign', context);
  const event = { type: 'WordingAcknowledged', wording, hash: wordingHash(wording), signature } as const;
  const now = after(state, [event], context);
  return decision({
    events: [event],
    messages: cardFollows(now, context),
    ...withReply(standing(now, undefined, { from }, context)),
  });
}

function newerShown(state: Owed, campaign: SharedCampaign, from: From, context: DecisionContext): Outcome {
  const asked = askedOf(state, campaign);
  const event = { type: 'WordingShown', ...namedWording(asked) } as const;
  const now = after(state, [event], context);
  const reply = standing(now, asked, { from, note: `This has changed since that card was sent. ${readThis}` }, context);
  return decision({ events: [event], messages: [], ...withReply(reply) });
}

const readThis = 'Please read this version; nothing has been acknowledged yet.';

/** The card does not hold all of it, so nobody can have read it there. */
function readFirst(state: Owed, context: DecisionContext): Outcome {
  const note = 'Please press "Read it" first; nothing has been acknowledged yet.';
  return replied(state, { from: 'card', note }, context);
}

/** The card in the chat becomes the receipt, wherever the press came from. */
function cardFollows(state: Acknowledgement, context: DecisionContext): readonly Message[] {
  const card = standing(state, undefined, { from: 'card' }, context);
  if (card === undefined) return [];
  const { slot: _, fades: _fades, ...content } = card;
  return [{ slot: ASK_SLOT, to: { kind: 'person', person: state.file.person }, ...content, onlyEdits: true }];
}

/** What stands there, again: after a form was given up, or a button pressed once more. */
export function shownAgain(
  state: Acknowledgement,
  { from, page }: CommandData<'acknowledgement/show'>,
  context: DecisionContext,
): Outcome {
  return replied(state, { from, page }, context);
}

/** The text in full. Where it changed since the page before, it begins again: nobody reads half of each (R167). */
export function opened(
  state: Acknowledgement,
  { page, version }: { readonly page: number; readonly version?: number | undefined },
  context: DecisionContext,
): Outcome {
  const shown = shownOf(state, context);
  const isOther = shown !== undefined && version !== undefined && version !== shown.wording.version;
  const at = isOther ? { page: 1, note: `This has changed since you began to read. ${readThis}` } : { page, note: '' };
  const reply = openedText(state, shown, at, context);
  return reply === undefined ? refuse(state, 'not-readable', context) : decision({ events: [], messages: [], reply });
}

function replied(state: Acknowledgement, as: Standing, context: DecisionContext): Outcome {
  const reply = standing(state, shownOf(state, context), as, context);
  return reply === undefined ? refuse(state, 'not-readable', context) : decision({ events: [], messages: [], reply });
}

/** The wording of now, where it is still owed. */
export function shownOf(state: Acknowledgement, context: DecisionContext): SharedCampaign | undefined {
  const campaign = campaignIn(context);
  return isOwed(state) && campaign !== undefined ? askedOf(state, campaign) : undefined;
}

export function withReply(reply: Reply | undefined): { readonly reply?: Reply } {
  return reply === undefined ? {} : { reply };
}
