import type { Window } from '../limit-line.ts';
import type { Call } from '../rate-limiter.ts';

/** What the product keeps to in Teams. */
export interface TeamsLimits {
  /** What is said, changed or begun in one conversation: a channel, a group chat or somebody's own chat with the bot. */
  readonly inConversation: readonly Window[];
  /** The same in the whole tenant. */
  readonly inTenant: readonly Window[];
}

const SECOND_MS = 1_000;

/**
 * What Teams allows a bot: MicrosoftDocs/msteams-docs rate-limit.md as it was in November 2026. For a tenant it says 50
 * a second, an older page 30.
 */
export const teamsLimits: TeamsLimits = {
  inConversation: [
    { most: 7, withinMs: SECOND_MS },
    { most: 8, withinMs: 2 * SECOND_MS },
    { most: 60, withinMs: 30 * SECOND_MS },
    { most: 1_800, withinMs: 3_600 * SECOND_MS },
  ],
  inTenant: [{ most: 40, withinMs: SECOND_MS }],
};

/**
 * What a call counts towards. `conversation` is where something is said, or whose chat is begun. The threads of a channel
 * count together; a bot is of one tenant.
 */
export function teamsCall(limits: TeamsLimits, conversation: string): Call {
  const [whole = ''] = conversation.split(';');
  return { queue: whole, lines: [lineOf(limits, whole), { name: 'the tenant', windows: limits.inTenant }] };
}

/** What rests when Teams asks to be called less often. */
export function restingLines(limits: TeamsLimits, conversation: string): Pick<Call, 'lines'> {
  return { lines: [lineOf(limits, conversation.split(';')[0] ?? '')] };
}

function lineOf(limits: TeamsLimits, whole: string) {
  return { name: `in ${whole}`, windows: limits.inConversation };
}
