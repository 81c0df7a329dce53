import type { Chat } from '../src/domain/chats.ts';
import { SLACK_WORKSPACE, TEAMS_TENANT } from './chat-limits.ts';
import type { ChatsOf } from './large-school.ts';

/** The posts that came to the chats in a tenth of a second. */
export interface Heard {
  readonly taken: number;
  readonly refused: number;
}

export const BIN_MS = 100;
/** Over how long it is looked at how much a chat is used. */
const LOOK_MS = 10_000;
/** So much of what is allowed is to be used, and so little of what comes may be refused. */
const USED = 0.95;
const REFUSED = 0.01;

export interface Halving {
  /** By tenths of a second since the beginning. */
  readonly heard: readonly (Heard | undefined)[];
  /** When less was allowed. */
  readonly afterMs: number;
  /** How many posts are taken in ten seconds when all that is allowed then is used. */
  readonly wanted: number;
}

/** How many posts the chats take in ten seconds when they are used to the full and allow a half. */
export function halfOf(chats: ChatsOf): number {
  const most: Readonly<Record<Chat, number>> = {
    teams: (TEAMS_TENANT.most / 2) * (LOOK_MS / TEAMS_TENANT.withinMs),
    slack: Math.min(...SLACK_WORKSPACE.map((one) => (one.most / 2) * (LOOK_MS / one.withinMs))),
  };
  return chats === 'both' ? most.teams + most.slack : most[chats];
}

/**
 * How long after less was allowed the first ten seconds begin in which nearly all of that is used and nearly nothing is
 * refused, in milliseconds: who goes on as before is refused half of what comes.
 */
export function backAfter({ heard, afterMs, wanted }: Halving): number {
  const inLook = LOOK_MS / BIN_MS;
  for (let from = Math.ceil(afterMs / BIN_MS); from + inLook <= heard.length; from++) {
    let [taken, refused] = [0, 0];
    for (const bin of heard.slice(from, from + inLook)) {
      taken += bin?.taken ?? 0;
      refused += bin?.refused ?? 0;
    }
    if (taken >= USED * wanted && refused <= REFUSED * (taken + refused)) return from * BIN_MS - afterMs;
  }
  return Number.POSITIVE_INFINITY;
}
