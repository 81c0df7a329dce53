import type { Line, Window } from '../limit-line.ts';
import type { Call, Refused } from '../rate-limiter.ts';

/** What the product keeps to in Teams. */
export interface TeamsLimits {
  /** What is said, changed or begun in one conversation: a channel, a group chat or somebody's own chat with the bot. */
  readonly inConversation: readonly Window[];
  /** The same in the whole tenant. */
  readonly inTenant: readonly Window[];
  /** How often it is asked who is in one conversation. */
  readonly readsInConversation: readonly Window[];
}

const SECOND_MS = 1_000;

/**
 * What Teams allows a bot: MicrosoftDocs/msteams-docs rate-limit.md as it was in November 2026. For a tenant it says 50
 * a second, an older page 30. What is between 40 and 50 is also for calls that do not all take as long to Teams.
 */
export const teamsLimits: TeamsLimits = {
  inConversation: [
    { most: 7, withinMs: SECOND_MS },
    { most: 8, withinMs: 2 * SECOND_MS },
    { most: 60, withinMs: 30 * SECOND_MS },
    { most: 1_800, withinMs: 3_600 * SECOND_MS },
  ],
  inTenant: [{ most: 40, withinMs: SECOND_MS }],
  readsInConversation: [
    { most: 14, withinMs: SECOND_MS },
    { most: 16, withinMs: 2 * SECOND_MS },
    { most: 120, withinMs: 30 * SECOND_MS },
    { most: 3_600, withinMs: 3_600 * SECOND_MS },
  ],
};

/**
 * What a call counts towards. `conversation` is where something is said, or whose chat is begun. The threads of a channel
 * count together; a bot is of one tenant.
 */
export function teamsCall(limits: TeamsLimits, conversation: string): Call {
  const [whole = ''] = conversation.split(';');
  return { queue: whole, lines: [lineOf(limits, whole), ofTenant(limits)] };
}

/** What it counts towards to ask who is in a conversation: a limit of its own beside that of the tenant. */
export function teamsRead(limits: TeamsLimits, conversation: string): Call {
  const name = `reads in ${conversation.split(';')[0]}`;
  const ofConversation = { name, windows: limits.readsInConversation };
  return { queue: name, lines: [ofConversation, ofTenant(limits)] };
}

/**
 * What rests when Teams asks to be called less often: the conversation, and not the tenant. Where several are refused at
 * once, it may be the tenant of which there was too much.
 */
export function restingLines({ queue, lines: [ofConversation, ...shared] }: Call): Refused {
  return { queue, lines: ofConversation === undefined ? [] : [ofConversation], shared };
}

function ofTenant({ inTenant }: TeamsLimits): Line {
  return { name: 'the tenant', windows: inTenant, isShared: true };
}

function lineOf(limits: TeamsLimits, whole: string) {
  return { name: `in ${whole}`, windows: limits.inConversation };
}
