import type { Window } from '../limit-line.ts';
import type { Call } from '../rate-limiter.ts';

/** The methods that wait for their turn. All others answer somebody who is looking at the screen, and never wait. */
type HeldMethod = 'chat.postMessage' | 'chat.update' | 'views.publish';

/** What the product keeps to in Slack. */
export interface SlackLimits {
  /** Posts in one channel, or to one person. */
  readonly postsInChannel: readonly Window[];
  /** Calls of each method in the workspace. */
  readonly methods: { readonly [Method in HeldMethod]: readonly Window[] };
}

const MINUTE_MS = 60_000;
/** Slack's tiers: at least so many calls a minute of each method in each workspace. */
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
      { most: 50, withinMs: 10_000, mostOfOneSort: 40 },
    ],
    'chat.update': [tier3],
    'views.publish': [tier4],
  },
};

/** What a call counts towards; what concerns one channel, or one person's own chat or Home tab, stays in order. */
export function slackCall(limits: SlackLimits, method: HeldMethod, channel: string): Call {
  const ofMethod = { name: method, windows: limits.methods[method] };
  const inChannel = { name: `posts in ${channel}`, windows: limits.postsInChannel };
  return { queue: channel, lines: method === 'chat.postMessage' ? [ofMethod, inChannel] : [ofMethod] };
}
