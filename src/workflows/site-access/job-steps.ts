import type { DecisionContext } from '../../domain/decider.ts';
import { saidClock } from '../../domain/school-time.ts';
import { watchersOf } from './access.ts';
import type { CommandData } from './command-data.ts';
import type { Outcome } from './decision-parts.ts';
import { lineSlot, lineTo } from './request-card.ts';
import { newsForRequester } from './requester-cards.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { step } from './step.ts';
import { accessEnded } from './timing.ts';
import { saidCarrier } from './words.ts';

/** IT has opened the site. Where its time was over meanwhile, the job to block it comes at once. */
export function opened(request: SiteAt<'approved'>, context: DecisionContext): Outcome {
  const settled = 'the site is open.';
  const line = said('Opened', context);
  if (context.at < request.until)
    return step(request, [{ type: 'SiteOpened' }], { line, settled, tellsRequester: true }, context);
  const events = [{ type: 'SiteOpened' } as const, accessEnded('time', context)];
  return step(
    request,
    events,
    { line: `${line} Its time was over already.`, settled: 'its time is over.', tellsRequester: true },
    context,
  );
}

/** IT cannot open the site, and says why: there is nothing to block then. */
export function notOpened(
  request: SiteRequest,
  { reason }: CommandData<'site-access/cannot-open'>,
  context: DecisionContext,
): Outcome {
  const news = { title: `${context.reference}: the site could not be opened`, lines: [reason] };
  return step(
    request,
    [{ type: 'SiteNotOpened', reason }],
    (now) => ({
      line: `${said('Could not be opened', context)} Open it to read why.`,
      settled: 'the site could not be opened.',
      more: [newsForRequester(now, 'not-opened', news)],
    }),
    context,
  );
}

/** IT has blocked the site again. */
export function blockedAgain(request: SiteRequest, context: DecisionContext): Outcome {
  const when = saidClock(context.school, context.at, context.at);
  return step(
    request,
    [{ type: 'SiteBlockedAgain' }],
    { line: said('Blocked again', context), settled: `the site is blocked again, ${when}.` },
    context,
  );
}

/** IT cannot block the site yet: the job stays, and those who watch over it hear at once. */
export function notBlocked(
  request: SiteRequest,
  { reason }: CommandData<'site-access/cannot-block'>,
  context: DecisionContext,
): Outcome {
  const text = 'IT cannot block the site again yet. Open it to read why.';
  return step(
    request,
    [{ type: 'SiteNotBlocked', reason }],
    (now) => ({
      line: text,
      more: watchersOf(context.school).map((person) =>
        lineTo(person, `${lineSlot(now, 'not-blocked', context.at)}:${person}`, `${context.reference}: ${text}`),
      ),
    }),
    context,
  );
}

/** A line of the thread: what was done, by role. */
function said(what: string, { school, at, by }: DecisionContext): string {
  return `${what} by ${saidCarrier(by, school)}, ${saidClock(school, at, at)}.`;
}
