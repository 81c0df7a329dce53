import type { Draft, PolicyEvent } from './events.ts';
import type { Standing } from './state.ts';

type StandingEvent = Extract<
  PolicyEvent,
  {
    type: 'PolicyRenewed' | 'RenewalPutOff' | 'ReviewAsked' | 'PolicyReviewed' | 'MadeKnown' | 'MakingKnownChased';
  }
>;

/** What holds of a policy once a version is published. */
export function standingOf(
  { wording, review, audience, isYearly, owner, approval, committee, coordinators }: Draft,
  { publisher, dueBy, round, year, renewAt, reviewAt, knownAt, on }: Extract<PolicyEvent, { type: 'VersionPublished' }>,
  before: Standing | undefined,
): Standing {
  if (before !== undefined && round < before.round) throw new Error('a round never goes back');
  const open = { is: 'not-yet', on: null };
  return {
    terms: { audience, dueBy, isYearly, owner, approval, committee, coordinators },
    publisher,
    round,
    year,
    renewAt,
    review: { ...review, lastOn: on, at: reviewAt, shown: [] },
    known: knownAt === null ? null : { version: wording.version, website: open, families: open, remindAt: knownAt },
  };
}

/** What holds of it after that. */
export function evolveStanding(standing: Standing, event: StandingEvent): Standing {
  switch (event.type) {
    case 'PolicyRenewed': {
      const { round, year, dueBy, renewAt, publisher } = event;
      if (round !== standing.round + 1) throw new Error('rounds follow one another');
      return { ...standing, round, year, renewAt, publisher, terms: { ...standing.terms, dueBy } };
    }
    case 'RenewalPutOff':
      return { ...standing, renewAt: event.renewAt };
    case 'ReviewAsked': {
      const { shown, reviewAt } = event;
      return { ...standing, review: { ...standing.review, at: reviewAt, shown } };
    }
    case 'PolicyReviewed': {
      const { on, review, reviewAt } = event;
      return { ...standing, review: { ...review, lastOn: on, at: reviewAt, shown: [] } };
    }
    case 'MadeKnown': {
      const { website, families } = event;
      if (standing.known === null) throw new Error('it need not be made known');
      const isDone = website.is !== 'not-yet' && families.is !== 'not-yet';
      const remindAt = isDone ? null : standing.known.remindAt;
      return { ...standing, known: { ...standing.known, website, families, remindAt } };
    }
    case 'MakingKnownChased':
      return { ...standing, known: standing.known === null ? null : { ...standing.known, remindAt: null } };
    default:
      return event satisfies never;
  }
}
