import type { DecisionContext } from '../../domain/decider.ts';
import { capital } from '../../domain/said-by-role.ts';
import { saidClock, saidDateTime } from '../../domain/school-time.ts';
import type { CommandData } from './command-data.ts';
import type { Outcome } from './decision-parts.ts';
import { endOf, endProblem, longerFrom } from './end.ts';
import type { Ruling, SiteEvent } from './events.ts';
import { endReminders } from './period.ts';
import { refuse } from './refuse.ts';
import { newsForRequester, questionMessage, toldRequester } from './requester-cards.ts';
import { rulingFor } from './ruling.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { step } from './step.ts';
import { accessEnded, decideBy, neededBy, openBy } from './timing.ts';
import { saidDecider, saidIt, saidLonger } from './words.ts';

/** Somebody agrees: it goes to IT, or first to a second person where the rules as they are now want two. */
export function approved(
  request: SiteAt<'asked'>,
  data: CommandData<'site-access/approve'>,
  context: DecisionContext,
): Outcome {
  const of = { state: request, command: 'site-access/approve' } as const;
  const { school, at } = context;
  const { requested, approvals } = request.file;
  if (at >= requested.until) return refuse(of, 'time-over', context);
  const { from } = requested;
  const until = endOf(data, school);
  const problem = endProblem(until, { after: from > at ? from : at, from, early: 'end-too-early' }, school);
  if (problem !== undefined) return refuse(of, problem.code, context, problem);
  const ruling = rulingFor(requested, school);
  if (ruling.opening === 'never') return refuse(of, 'never', context, { ruling });
  const { why } = data;
  if (approvals.length + 1 < wanted(ruling)) {
    const remindAt = decideBy(neededBy(requested, at), context);
    const event: SiteEvent = { type: 'SiteAgreed', until, why, ruling, remindAt };
    const line = `${said('Agreed to', context)} A second person has to agree as well.`;
    return step(request, [event], { line, isNew: true, settled: 'one has agreed.' }, context);
  }
  const event: SiteEvent = {
    ...{ type: 'SiteApproved', until, why, ruling },
    remindAt: openBy(from, context),
    endRemindAt: [...endReminders({ from, until }, context)],
  };
  const line = `${said('Approved', context)} Until ${saidDateTime(school, until)}. It is with ${saidIt(school)} to open.`;
  return step(request, [event], { line, settled: 'this is decided.' }, context);
}

/** Somebody says no, and why. */
export function declined(
  request: SiteRequest,
  { reason }: CommandData<'site-access/decline'>,
  context: DecisionContext,
): Outcome {
  const news = { title: `Your site request ${context.reference} was declined`, lines: [reason] };
  return step(
    request,
    [{ type: 'SiteDeclined', reason }],
    (now) => ({
      line: said('Declined', context),
      settled: 'this is decided.',
      more: [newsForRequester(now, 'declined', news)],
    }),
    context,
  );
}

/** Asks whoever wants the site something, on a card of their own. */
export function asked(
  request: SiteRequest,
  { text }: CommandData<'site-access/ask'>,
  context: DecisionContext,
): Outcome {
  const number = (request.file.questions.at(-1)?.number ?? 0) + 1;
  return step(
    request,
    [{ type: 'SiteQuestionAsked', number, text }],
    (now) => ({ line: `${said('A question was asked', context)}`, more: [questionMessage(now, number, context)] }),
    context,
  );
}

/** Somebody agrees to more time; as many have to as for the site itself. */
export function extensionApproved(
  request: SiteAt<'open'>,
  data: CommandData<'site-access/approve-extension'>,
  context: DecisionContext,
): Outcome {
  const of = { state: request, command: 'site-access/approve-extension' } as const;
  const { school, at, reference } = context;
  const { extension } = request;
  if (extension === null) return refuse(of, 'no-extension', context);
  if (at >= request.until) return refuse(of, 'time-over', context);
  const until = endOf(data, school);
  const problem = endProblem(until, { after: request.until, from: longerFrom(request, at) }, school);
  if (problem !== undefined) return refuse(of, problem.code, context, problem);
  const ruling = rulingFor(request.file.requested, school);
  if (ruling.opening === 'never') return refuse(of, 'never', context, { ruling });
  const { number } = extension;
  const { why } = data;
  if (extension.approvals.length + 1 < wanted(ruling)) {
    const remindAt = decideBy(request.until, context);
    const event: SiteEvent = { type: 'ExtensionAgreed', number, until, why, ruling, remindAt };
    const line = `${said('The longer time was agreed to', context)} A second person has to agree as well.`;
    return step(request, [event], { line, isNew: true, settled: 'one has agreed.' }, context);
  }
  const event: SiteEvent = {
    ...{ type: 'ExtensionApproved', number, until, why, ruling },
    endRemindAt: [...endReminders({ from: request.from, until }, context)],
  };
  const line = `${said('The longer time was approved', context)} Until ${saidDateTime(school, until)}.`;
  const told = `${reference}: ${saidLonger(until, school)}.`;
  return step(
    request,
    [event],
    (now) => ({ line, settled: 'this is decided.', more: [toldRequester(now, `extension:${number}`, told)] }),
    context,
  );
}

/** Somebody says no to more time: the site stays open until the end it has. */
export function extensionDeclined(
  request: SiteAt<'open'>,
  { reason }: CommandData<'site-access/decline-extension'>,
  context: DecisionContext,
): Outcome {
  const { extension } = request;
  if (extension === null)
    return refuse({ state: request, command: 'site-access/decline-extension' }, 'no-extension', context);
  const { number } = extension;
  const until = saidDateTime(context.school, request.until);
  const news = {
    title: `More time for ${context.reference} was declined`,
    lines: [reason, `The site is open until ${until}.`],
  };
  return step(
    request,
    [{ type: 'ExtensionDeclined', number, reason }],
    (now) => ({
      line: said('The longer time was declined', context),
      settled: 'this is decided.',
      more: [newsForRequester(now, `extension:${number}`, news)],
    }),
    context,
  );
}

/** Those who decide take away what was agreed to, and say why. */
export function cutShort(
  request: SiteAt<'approved' | 'open'>,
  { reason }: CommandData<'site-access/end-now'>,
  context: DecisionContext,
): Outcome {
  const line = `${said('Ended', context)} It is with ${saidIt(context.school)} to block again.`;
  const events = [accessEnded('cut-short', context, reason)];
  return step(request, events, { line, tellsRequester: true, settled: 'its time is over.' }, context);
}

/** How many have to agree. */
function wanted({ opening }: Ruling): number {
  return opening === 'two-approvals' ? 2 : 1;
}

/** A line of the thread: what was done, by role and without content. */
function said(what: string, { school, at, by }: DecisionContext): string {
  return capital(`${what} by ${saidDecider(by, school)}, ${saidClock(school, at, at)}.`);
}
