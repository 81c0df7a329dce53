import type { DecisionContext } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidClock } from '../../domain/school-time.ts';
import { standingsOf, watchersOf } from './access.ts';
import type { CommandData } from './command-data.ts';
import type { Outcome } from './decision-parts.ts';
import { mayOpenFrom } from './period.ts';
import { refuse } from './refuse.ts';
import { lineSlot, lineTo } from './request-card.ts';
import { rulingFor } from './ruling.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { step } from './step.ts';
import { accessEnded } from './timing.ts';
import { saidCarrier } from './words.ts';

/**
 * IT has opened the site. Where its time was over meanwhile, the job to block it comes at once. Not long before it is
 * wanted, so that it is never open for much longer than was agreed; and not what is never to be opened by the rules as
 * they are now.
 */
export function opened(request: SiteAt<'approved'>, context: DecisionContext): Outcome {
  const of = { state: request, command: 'site-access/opened' } as const;
  const earliest = mayOpenFrom(request.from, context.school);
  if (context.at < earliest) return refuse(of, 'too-early-to-open', context, { earliest });
  const ruling = rulingFor(request.file.requested, context.school);
  if (ruling.opening === 'never') return refuse(of, 'never', context, { ruling });
  const settled = context.at < request.from ? 'the site is set up.' : 'the site is open.';
  if (context.at < request.until)
    return step(request, [{ type: 'SiteOpened' }], { settled, tellsRequester: true }, context);
  const events = [{ type: 'SiteOpened' } as const, accessEnded('time', context)];
  return step(
    request,
    events,
    {
      line: `${said('Opened', context)} Its time was over already.`,
      settled: 'its time is over.',
      tellsRequester: true,
    },
    context,
  );
}

/** IT cannot open the site, and says why: there is nothing to block then. */
export function notOpened(
  request: SiteRequest,
  { reason }: CommandData<'site-access/cannot-open'>,
  context: DecisionContext,
): Outcome {
  return step(
    request,
    [{ type: 'SiteNotOpened', reason }],
    {
      line: `${said('Could not be opened', context)} Open it to read why.`,
      settled: 'the site could not be opened.',
      tellsRequester: true,
    },
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
  const text = 'IT cannot block the site again yet.';
  const readWhy = `${text} Open it to read why.`;
  const saidTo = (person: PersonId) =>
    standingsOf(request, person, context.school).includes('handler') ? readWhy : text;
  return step(
    request,
    [{ type: 'SiteNotBlocked', reason }],
    (now) => ({
      line: readWhy,
      more: watchersOf(context.school).map((person) =>
        lineTo(
          person,
          `${lineSlot(now, 'not-blocked', context.at)}:${person}`,
          `${context.reference}: ${saidTo(person)}`,
        ),
      ),
    }),
    context,
  );
}

/** A line of the thread: what was done, by role. */
function said(what: string, { school, at, by }: DecisionContext): string {
  return `${what} by ${saidCarrier(by, school)}, ${saidClock(school, at, at)}.`;
}
