import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { closedUntil, saidOpening } from '../../domain/school-time.ts';
import { type Campaign, isLive, type Pass } from './state.ts';

// Nobody is asked while the school is closed, unless whoever published it said so: the next hand-out waits.

/** What waits for the school to open, and until when. */
export interface Waiting {
  readonly what: 'everybody' | 'the rest' | 'the wording';
  readonly until: Instant;
}

/** What of a campaign waits now, as far as whoever looks after it should know: who joined it meanwhile need not be said. */
export function waitsFor(
  campaign: Campaign,
  moment: { readonly school: School; readonly at: Instant },
): Waiting | undefined {
  if (!isLive(campaign)) return undefined;
  const until = closedUntil(moment);
  if (until === undefined) return undefined;
  const { pass, walks } = campaign.file;
  if (campaign.status === 'handing-out' && pass !== null && pass.asksNow !== true)
    return { what: isNotBegun(pass) ? 'everybody' : 'the rest', until };
  const isWording = walks.some(({ kind, asksNow }) => kind === 'revise' && asksNow !== true);
  return isWording ? { what: 'the wording', until } : undefined;
}

/** `Goes out Mon 23 Nov, 08:00, when the school opens`. */
export function saidWaiting({ what, until }: Waiting, school: School): string {
  const start = { everybody: 'Goes out', 'the rest': 'Goes on', 'the wording': 'The new wording goes out' }[what];
  return `${start} ${saidOpening(school, until)}`;
}

/** Whether nobody has been asked of a pass. */
export function isNotBegun({ after, read, reading }: Pass): boolean {
  return after === '' && read.length === 0 && reading === null;
}
