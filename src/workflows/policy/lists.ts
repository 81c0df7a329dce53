import type { ListDefinition } from '../../domain/decider.ts';
import { policyParts } from '../../domain/policies.ts';
import { holds } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { mayPublish, mayRead, mayReview, readsFiles, signsAs } from './access.ts';
import { inForce, inTheMaking, type PolicyState } from './state.ts';
import { draftTitle, isOverdue, policyTitle, saidReview } from './words.ts';

/** What waits for the signature of the head or the chair. */
export const policySignatures: ListDefinition<PolicyState> = {
  id: 'policy-signatures',
  title: 'Policies that await your signature',
  empty: 'Nothing awaits your signature.',
  statuses: ['awaiting-signature'],
  // Also whoever stands in for one of them.
  isFor: (person, school) =>
    policyParts.approves.roles.some((role) =>
      [...school.roles[role].people, school.roles[role].delegate].includes(person),
    ),
  row(state, { person, school, now }) {
    if (state.status !== 'awaiting-signature' || signsAs(state, person, school) === undefined) return undefined;
    return {
      rank: 0,
      since: state.making.at,
      title: `${draftTitle(state)} · awaits your signature`,
      detail: `Asked for ${saidDate(school, state.making.at.slice(0, 10), now)}`,
      press: { label: 'Read it', command: 'policy/preview' },
    };
  },
};

/** Drafts that nobody has published yet. */
export const policyDrafts: ListDefinition<PolicyState> = {
  id: 'policy-drafts',
  title: 'Drafts of policies',
  empty: 'There is no draft of a policy.',
  statuses: ['preview'],
  isFor: mayPublish,
  row(state, { person, school, now }) {
    const made = inTheMaking(state);
    if (made === undefined || !mayPublish(person, school)) return undefined;
    return {
      rank: made.making.by === person ? 0 : 1,
      since: made.making.at,
      title: `${draftTitle(made)} · ${made.status === 'preview' && made.sentBack !== null ? 'sent back' : 'not published'}`,
      detail: `Written ${saidDate(school, made.making.at.slice(0, 10), now)}`,
      press: { label: 'Open the draft', command: 'policy/preview' },
    };
  },
};

/** Policies that are due for review, or overdue, for who sees to it. */
export const policyReviews: ListDefinition<PolicyState> = {
  id: 'policy-reviews',
  title: 'Policies due for review',
  empty: 'No policy is due for review.',
  onlyFilled: true,
  findBy: (person) => `review ${person}`,
  // Anybody may own one.
  isFor: () => true,
  row(state, { person, school, now }) {
    const standing = inForce(state);
    if (state.status === 'none' || standing === undefined || standing.review.shown.length === 0) return undefined;
    const isHead = holds(school, person, policyParts.hearsOverdue.roles) && isOverdue(state, school, now);
    if (!isHead && standing.terms.owner !== person) return undefined;
    if (!mayReview(state, person, school) && !isHead) return undefined;
    return {
      rank: isOverdue(state, school, now) ? 0 : 1,
      since: standing.review.at,
      title: policyTitle(state, school, now),
      detail: saidReview(state, school, now),
      press: { label: 'Open', command: 'policy/open' },
    };
  },
};

/** Every policy, for who publishes and for governors. */
export const allPolicies: ListDefinition<PolicyState> = {
  id: 'policies',
  title: 'Policies and agreements',
  empty: 'Nothing has been published yet.',
  folded: true,
  isFor: readsFiles,
  row(state, { person, school, now }) {
    if (state.status === 'none' || state.status === 'discarded' || !mayRead(state, person, school)) return undefined;
    return {
      rank: ranks[state.status] - (isOverdue(state, school, now) ? 1 : 0),
      since: state.file.begunAt,
      title: policyTitle(state, school, now),
      detail: saidReview(state, school, now),
      press: { label: 'Open', command: 'policy/open' },
    };
  },
};

const ranks = { 'awaiting-signature': 1, preview: 1, published: 2, withdrawn: 4 } as const;
