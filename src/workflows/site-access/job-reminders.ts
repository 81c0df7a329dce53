import { type DecisionContext, decision } from '../../domain/decider.ts';
import { filteringParts } from '../../domain/filtering.ts';
import { isMorningRound, jobHearers } from '../../domain/job-chase.ts';
import { holds } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { watchersOf } from './access.ts';
import { after, type Outcome } from './decision-parts.ts';
import { endedAt } from './end.ts';
import type { SiteEvent } from './events.ts';
import { isJob, jobMessages } from './job-card.ts';
import { chaseLine, nothing, putOff } from './put-off.ts';
import { requestMessages } from './request-card.ts';
import type { SiteAt } from './state.ts';
import { blockBy, openBy } from './timing.ts';
import { saidIt } from './words.ts';

/** IT has not opened a site that was agreed to. */
export function remindedToOpen(request: SiteAt<'approved'>, context: DecisionContext): Outcome {
  const { at, school } = context;
  if (request.chase.at > at) return nothing;
  const agreedAt = request.file.approvals.at(-1)?.at ?? request.file.requestedAt;
  const needed = saidDateTime(school, request.from);
  return jobReminded(request, openBy(request.from, context, request.chase.done + 1), context, {
    it: `please open this site. It was agreed to ${saidDateTime(school, agreedAt)} and is wanted from ${needed}.`,
    others: `${saidIt(school)} has not opened this site yet. It is wanted from ${needed}.`,
  });
}

/** IT has not blocked a site whose time is over. */
export function remindedToBlock(request: SiteAt<'ended'>, context: DecisionContext): Outcome {
  const { at, school } = context;
  if (request.chase.at > at) return nothing;
  const ended = saidDateTime(school, endedAt(request));
  return jobReminded(request, blockBy(context, request.chase.done + 1), context, {
    it: `please block this site again. Its time ended ${ended}.`,
    others: `${saidIt(school)} has not said that this site is blocked again. Its time ended ${ended}.`,
  });
}

/** IT hears again, and the longer it lasts the more others. */
function jobReminded(
  request: SiteAt<'approved' | 'ended'>,
  remindAt: string,
  context: DecisionContext,
  said: { readonly it: string; readonly others: string },
): Outcome {
  const later = putOff('chase', context);
  if (later !== undefined) return later;
  const { school, reference } = context;
  const hearers = jobHearers(request.chase.done, [], school);
  // Who finds the red card about now would find the line beside it.
  const shown = isShownInRed(request, context) ? watchersOf(school) : [];
  const carryOut = hearers.carryOut.filter(
    (person) => !shown.includes(person) || holds(school, person, filteringParts.carriesOut.roles),
  );
  const others = hearers.others.filter((person) => !shown.includes(person));
  const event: SiteEvent = { type: 'JobReminded', remindAt, to: [...carryOut, ...others] };
  const now = after(request, [event], context);
  return decision({
    events: [event],
    messages: [
      ...requestMessages(now, context),
      ...(isJob(now) ? jobMessages(now, context) : []),
      ...carryOut.map((person) => chaseLine(person, `${reference}: ${said.it}`)),
      ...others.map((person) => chaseLine(person, `${reference}: ${said.others}`)),
    ],
  });
}

function isShownInRed(request: SiteAt<'approved' | 'ended'>, { school, at }: DecisionContext): boolean {
  return request.status === 'ended' && isMorningRound(school, request.ended.at, at);
}
