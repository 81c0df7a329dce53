import { dayAfter } from '../../domain/calendar-day.ts';
import { mentionsConcern } from '../../domain/concern-mention.ts';
import { type DecisionContext, decision, type Relay } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { isPublisher, publishers, schoolYearOf, YEARLY_DAYS, yearOfRound } from '../../domain/policies.ts';
import { freeHolders, type School } from '../../domain/school.ts';
import { nextWorkingTime } from '../../domain/school-time.ts';
import { mayPublish } from './access.ts';
import { cardsReplaced } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { renewalAt, today } from './dates.ts';
import { after, nothing, type Outcome, personIn } from './decision-parts.ts';
import type { PolicyEvent } from './events.ts';
import { policyFile } from './file-card.ts';
import { refuse } from './refusals.ts';
import { beginCampaign, changeOwner, closeCampaign, enterInRegister } from './relays.ts';
import { inForce, type Policy, type Standing } from './state.ts';

/** The new school year was begun for everything that is signed every year (R159). Once for each year. */
export function renewed(policy: Policy, { year, by }: CommandData<'policy/renew'>, context: DecisionContext): Outcome {
  const standing = inForce(policy);
  if (standing === undefined || !standing.terms.isYearly || year <= standing.year) return nothing;
  return roundBegun(policy, standing, year, by, context);
}

/** Nobody has begun the new school year for it, so that it begins by itself, as school is open. */
export function renewedByItself(policy: Policy, context: DecisionContext): Outcome {
  const { school, at } = context;
  const standing = inForce(policy);
  if (standing === undefined || standing.renewAt === null || standing.renewAt > at) return nothing;
  const opens = nextWorkingTime(school, at);
  if (opens > at) return decision({ events: [{ type: 'RenewalPutOff', renewAt: opens }], messages: [] });
  const year = schoolYearOf(today(context), school);
  // The school file may have moved the month on since.
  if (year <= standing.year)
    return decision({ events: [{ type: 'RenewalPutOff', renewAt: renewalAt(standing.year, school) }], messages: [] });
  return roundBegun(policy, standing, year, undefined, context);
}

function roundBegun(
  policy: Policy,
  standing: Standing,
  wanted: string,
  by: PersonId | undefined,
  context: DecisionContext,
): Outcome {
  const { school } = context;
  const begunIn = yearOfRound(today(context), school);
  const year = begunIn > wanted ? begunIn : wanted;
  const event: PolicyEvent = {
    type: 'PolicyRenewed',
    round: standing.round + 1,
    year,
    dueBy: dayAfter(today(context), YEARLY_DAYS),
    renewedBy: by ?? null,
    publisher: publisherOf(by, standing, school),
    renewAt: renewalAt(year, school),
  };
  const now = after(policy, [event], context);
  const relays: readonly Relay[] = [
    closeCampaign(standing.round, 'replaced', context),
    beginCampaign(now, context),
    ...changeOwner(standing, now, context),
    enterInRegister(now, context),
  ];
  return decision({ events: [event], messages: [], relays });
}

/** Whoever began the year, else who published it; else somebody who publishes now. */
function publisherOf(by: PersonId | undefined, standing: Standing, school: School): PersonId {
  const first = [by, standing.publisher].find((one) => one !== undefined && isPublisher(one, school));
  return first ?? freeHolders(publishers, [], school)[0] ?? standing.publisher;
}

/** It holds no more: nobody is asked for it, and what was signed stays. */
export function withdrawn(
  policy: Policy,
  { reason }: CommandData<'policy/withdraw'>,
  context: DecisionContext,
): Outcome {
  const standing = inForce(policy);
  if (standing === undefined) return nothing;
  if (mentionsConcern(reason)) return refuse(policy, 'note-names-concern', context);
  const events: readonly PolicyEvent[] = [{ type: 'PolicyWithdrawn', reason }];
  const now = after(policy, events, context);
  const waiting = policy.status === 'awaiting-signature' ? policy.shown : [];
  const known = standing.known === null || !mayPublish(standing.publisher, context.school) ? [] : [standing.publisher];
  const slots = [...waiting, ...standing.review.shown, ...known.map((person) => `known:${person}`)];
  return decision({
    events,
    messages: cardsReplaced(slots, 'It was withdrawn. Nothing is left to do here.', now, context),
    relays: [closeCampaign(standing.round, 'withdrawn', context), enterInRegister(now, context)],
    reply: policyFile(now, personIn(context), 1, context),
  });
}
