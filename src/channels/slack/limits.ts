/** So many calls within so many milliseconds. */
export interface Window {
  readonly most: number;
  readonly withinMs: number;
}

/** The methods that wait for their turn. All others answer somebody who is looking at the screen, and never wait. */
export type HeldMethod = 'chat.postMessage' | 'chat.update' | 'views.publish';

/** What the rate limiter keeps to. */
export interface SlackLimits {
  /** Posts in one channel, or to one person. */
  readonly postsInChannel: readonly Window[];
  /** Calls of each method in the workspace. */
  readonly methods: { readonly [Method in HeldMethod]: readonly Window[] };
  /** What can go within this time waits for its turn; what cannot is not tried. In milliseconds. */
  readonly patienceMs: number;
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
      { most: 10, withinMs: 1_000 },
      { most: 240, withinMs: MINUTE_MS },
    ],
    'chat.update': [tier3],
    'views.publish': [tier4],
  },
  patienceMs: 2_000,
};
