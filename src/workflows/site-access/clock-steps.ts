import { type DecisionContext, decision } from '../../domain/decider.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidDuration } from '../../domain/school-time.ts';
import { handlersAlone, handlersInChannel, watchersOf } from './access.ts';
import { accessMessage } from './access-card.ts';
import { after, type Outcome } from './decision-parts.ts';
import { isCardThere } from './delivery-steps.ts';
import type { SiteEvent } from './events.ts';
import { isJob, jobMessages, overdueMessage } from './job-card.ts';
import { refusalFor } from './offers.ts';
import { chaseLine, nothing, putOff } from './put-off.ts';
import { requestMessages, threadLine } from './request-card.ts';
import { toldRequester } from './requester-cards.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { stepMessages } from './step-messages.ts';
import { accessEnded, decideAgainBy } from './timing.ts';
import { spanOf } from './words.ts';

/** Nobody has decided for too long: all who may decide now hear again. */
export function decidersReminded(request: SiteRequest, context: DecisionContext): Outcome {
  const waiting = waitOf(request);
  if (waiting === undefined || waiting.chase.at > context.at) return nothing;
  const later = putOff('chase', context);
  if (later !== undefined) return later;
  const { chase, since, command, what } = waiting;
  const { school, reference } = context;
  const mayDecide = (people: readonly PersonId[]) =>
    people.filter((person) => refusalFor(request, command, person, school) === undefined);
  const inChannel = mayDecide(handlersInChannel(request, school));
  const isThreadThere = isCardThere(request, 'case');
  const to = [...mayDecide(handlersAlone(request, school)), ...(isThreadThere ? [] : inChannel)];
  const event: SiteEvent = { type: 'DecidersReminded', remindAt: decideAgainBy(context, chase.done + 1), to };
  const now = after(request, [event], context);
  const text = `Nobody has decided on ${what} yet. It has waited ${saidDuration(since, context.at)}.`;
  return decision({
    events: [event],
    messages: [
      ...requestMessages(now, context),
      // One line that comes again, so that those which could not be delivered do not heap up.
      ...(isThreadThere ? [{ ...threadLine('line:waiting', text, inChannel), fresh: true }] : []),
      ...to.map((person) => chaseLine(person, `${reference}: ${text}`)),
    ],
  });
}

function waitOf(request: SiteRequest) {
  if (request.status === 'asked') {
    const { file, chase } = request;
    return { chase, since: file.requestedAt, command: 'site-access/approve', what: 'this request' } as const;
  }
  if (request.status !== 'open' || request.extension === null) return undefined;
  const { chase, askedAt: since } = request.extension;
  return { chase, since, command: 'site-access/approve-extension', what: 'the longer time' } as const;
}

/** The time that was asked for is over, and nobody has decided. */
export function lapsed(request: SiteRequest, context: DecisionContext): Outcome {
  const { at, reference } = context;
  if (request.file.requested.until > at) return nothing;
  const events: readonly SiteEvent[] = [{ type: 'SiteLapsed' }];
  const now = after(request, events, context);
  const told = toldRequester(
    now,
    'lapsed',
    `Nobody decided on ${reference} before its time was over. If you still need the site, ask again.`,
  );
  const words = { line: 'Its time is over, and nobody had decided.', settled: 'its time is over.', more: [told] };
  return decision({ events, messages: stepMessages(request, now, words, context) });
}

/** It is wanted from now on and is not open: whoever asked hears once where it is. */
export function begun(request: SiteAt<'asked' | 'approved'>, context: DecisionContext): Outcome {
  const { at, reference } = context;
  const { from } = request.file.requested;
  if (request.file.hasBegun || from > at) return nothing;
  const event: SiteEvent = { type: 'BeginningCame' };
  const isOver = spanOf(request).until <= at;
  const text =
    request.status === 'asked'
      ? `Nobody has decided on ${reference} yet. Plan without it.`
      : `${reference}: IT has not opened it yet.`;
  const now = after(request, [event], context);
  return decision({ events: [event], messages: isOver ? [] : [toldRequester(now, 'begun', text)] });
}

/** Whoever asked is reminded that it ends. */
export function remindedOfEnd(request: SiteAt<'open'>, context: DecisionContext): Outcome {
  const { at } = context;
  if (!request.endRemindAt.some((instant) => instant <= at)) return nothing;
  const event: SiteEvent = { type: 'EndReminded', endRemindAt: request.endRemindAt.filter((instant) => instant > at) };
  const access = accessMessage(after(request, [event], context), context);
  return decision({ events: [event], messages: access === undefined ? [] : [{ ...access, fresh: true }] });
}

/** The time is over: IT has to block the site again. More time that nobody agreed to lapses with it. */
export function endReached(request: SiteAt<'approved' | 'open'>, context: DecisionContext): Outcome {
  if (request.until > context.at) return nothing;
  const { reference } = context;
  const events = [accessEnded('time', context)];
  const now = after(request, events, context);
  return decision({
    events,
    messages: stepMessages(
      request,
      now,
      {
        // Who was reminded that it ends finds the card changed.
        tellsRequester: request.status === 'approved' || request.endRemindAt.length > 0,
        settled: 'its time is over.',
        more: undecided(request, now, reference),
      },
      context,
    ),
  });
}

/** Whoever waited for more time hears that nobody decided on it. */
function undecided(before: SiteRequest, now: SiteRequest, reference: string): readonly Message[] {
  if (before.status !== 'open' || before.extension === null) return [];
  const text = `${reference}: nobody decided on the longer time before the end. If you still need the site, ask again.`;
  return [toldRequester(now, `extension:${before.extension.number}`, text)];
}

/** A school morning has come and the site is not blocked: who watches over it sees that, in red. */
export function overdueShown(request: SiteAt<'ended'>, context: DecisionContext): Outcome {
  const { at, school } = context;
  if (request.morningAt > at) return nothing;
  const later = putOff('morning', context);
  if (later !== undefined) return later;
  const to = [...watchersOf(school)];
  const event: SiteEvent = { type: 'OverdueShown', morningAt: nextSchoolMorning(school, at), to };
  const now = after(request, [event], context);
  return decision({
    events: [event],
    messages: [
      ...requestMessages(now, context),
      ...(isJob(now) ? jobMessages(now, context) : []),
      ...(now.status === 'ended' ? to.map((person) => overdueMessage(now, person, context)) : []),
    ],
  });
}
