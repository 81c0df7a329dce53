import type { Window } from '../limit-line.ts';
import type { Call } from '../rate-limiter.ts';

/** The methods that wait for their turn. All others answer somebody who is looking at the screen, and never wait. */
type HeldMethod = 'chat.postMessage' | 'chat.update' | 'views.publish';
/** Those that ask who is where, for what nobody waits for. */
type ReadMethod = 'conversations.members' | 'conversations.info' | 'users.list' | 'users.info' | 'users.lookupByEmail';

/** What the product keeps to in Slack. */
export interface SlackLimits {
  /** Posts in one channel, or to one person. */
  readonly postsInChannel: readonly Window[];
  /** Calls of each method in the workspace. */
  readonly methods: { readonly [Method in HeldMethod | ReadMethod]: readonly Window[] };
}

const MINUTE_MS = 60_000;
/** Calls do not all take as long to Slack: those of so much more than a window may come there within that window. */
const TRAVEL_SPREAD_MS = 40;
/** Slack's tiers: at least so many calls a minute of each method in each workspace. */
const tier2: Window = { most: 20, withinMs: MINUTE_MS };
const tier3: Window = { most: 50, withinMs: MINUTE_MS };
const tier4: Window = { most: 100, withinMs: MINUTE_MS };

/**
 * What Slack allows: docs.slack.dev/apis/web-api/rate-limits and the page of each method, as they were in November 2026.
 * How many posts a whole workspace may have, Slack does not say; those figures are our own, on the safe side.
 */
export const slackLimits: SlackLimits = {
  postsInChannel: [{ most: 1, withinMs: 1_000 }],
  methods: {
    'chat.postMessage': [
      { most: 12, withinMs: 1_000, mostOfOneSort: 10 },
      // Ten seconds rather than a minute, so that what comes all at once takes nobody the room for long.
      { most: 50, withinMs: 10_000 + TRAVEL_SPREAD_MS, mostOfOneSort: 40 },
    ],
    'chat.update': [tier3],
    'views.publish': [tier4],
    'conversations.members': [tier4],
    'conversations.info': [tier3],
    'users.list': [tier2],
    // Half of what there is: people who are looked up while they wait do not wait for their turn.
    'users.info': [halfOf(tier4)],
    'users.lookupByEmail': [halfOf(tier3)],
  },
};

function halfOf({ most, withinMs }: Window): Window {
  return { most: most / 2, withinMs };
}

/** What a call counts towards; what concerns one channel, or one person's own chat or Home tab, stays in order. */
export function slackCall(limits: SlackLimits, method: HeldMethod, channel: string): Call {
  const ofMethod = { name: method, windows: limits.methods[method], isShared: true };
  const inChannel = { name: `posts in ${channel}`, windows: limits.postsInChannel };
  return { queue: channel, lines: method === 'chat.postMessage' ? [ofMethod, inChannel] : [ofMethod] };
}

/** What a question counts towards that nobody waits for. */
export function slackRead(limits: SlackLimits, method: ReadMethod): Call {
  return { queue: method, lines: [{ name: method, windows: limits.methods[method] }] };
}
