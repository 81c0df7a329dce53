import type { Audience } from '../../domain/audience.ts';
import type { DecisionContext, Relay } from '../../domain/decider.ts';
import type { CardData } from '../../domain/message.ts';
import type { AsksWhen } from '../../domain/policies.ts';
import type { Wording } from '../../domain/wording.ts';
import { latestVersion, type Policy, type Standing } from './state.ts';

// What a policy asks of other records. Each is owed in the same write as the events that call for it.

/** What is asked of one round comes there in the order in which it was asked. */
function campaignSlot(round: number): string {
  return `campaign:${round}`;
}

/** What a round of asking is found by. */
function campaignKey(reference: string, round: number): string {
  return `campaign ${reference} ${round}`;
}

/** A new round of asking begins: as the school opens, where nothing else is said. */
export function beginCampaign(
  policy: Policy,
  { reference }: Pick<DecisionContext, 'reference'>,
  asks?: AsksWhen,
): Relay {
  const { wording, standing } = holding(policy);
  const { round, terms, publisher } = standing;
  const { audience, owner, dueBy, isYearly } = terms;
  return {
    slot: campaignSlot(round),
    type: 'campaign/begin',
    key: campaignKey(reference, round),
    data: {
      wording: wordingData(wording),
      audience: audienceData(audience),
      owner,
      publisher,
      round,
      dueBy,
      isYearly,
      ...(asks === undefined ? {} : { asks }),
    },
  };
}

/** The wording changed in a way for which nobody is asked again. */
export function reviseCampaign(
  policy: Policy,
  { reference }: Pick<DecisionContext, 'reference'>,
  asks?: AsksWhen,
): Relay {
  const { wording, standing } = holding(policy);
  const { round, terms } = standing;
  return {
    slot: campaignSlot(round),
    type: 'campaign/revise',
    key: campaignKey(reference, round),
    data: { wording: wordingData(wording), dueBy: terms.dueBy, ...(asks === undefined ? {} : { asks }) },
  };
}

/**
 * Who owns the policy and who publishes it, for every round that there was before: questions and names come from closed
 * ones too. Nothing where both are whom those rounds know.
 */
export function changeOwner(
  before: Standing | undefined,
  policy: Policy,
  { reference }: Pick<DecisionContext, 'reference'>,
): readonly Relay[] {
  const { publisher, terms } = holding(policy).standing;
  if (before === undefined || (before.publisher === publisher && before.terms.owner === terms.owner)) return [];
  return Array.from({ length: before.round }, (_, index) => ({
    slot: campaignSlot(index + 1),
    type: 'campaign/change-owner',
    key: campaignKey(reference, index + 1),
    data: { owner: terms.owner, publisher },
  }));
}

/** Nobody owes that round any more; what was signed stays. */
export function closeCampaign(
  round: number,
  reason: 'replaced' | 'withdrawn',
  { reference }: Pick<DecisionContext, 'reference'>,
): Relay {
  return { slot: campaignSlot(round), type: 'campaign/close', key: campaignKey(reference, round), data: { reason } };
}

/** What the list of all policies has of it. */
export function enterInRegister(policy: Policy, { reference }: Pick<DecisionContext, 'reference'>): Relay {
  const { wording, standing } = holding(policy);
  const { terms, round, review } = standing;
  const isWithdrawn = policy.status === 'withdrawn';
  return {
    slot: 'register',
    type: 'policy-register/enter',
    key: 'policies',
    data: {
      policy: reference,
      title: wording.title,
      kind: wording.kind,
      version: wording.version,
      status: isWithdrawn ? 'withdrawn' : 'published',
      isYearly: terms.isYearly,
      audience: audienceData(terms.audience),
      owner: terms.owner,
      nextReview: isWithdrawn ? null : review.on,
      round,
    },
  };
}

function holding(policy: Policy): { readonly wording: Wording; readonly standing: Standing } {
  const { standing } = policy.file;
  const version = latestVersion(policy);
  if (standing === undefined || version === undefined) throw new Error('only a published policy asks others');
  return { wording: version.wording, standing };
}

function wordingData({ policy, version, kind, title, changes, text, link, statement, isSigned }: Wording): CardData {
  return {
    policy,
    version,
    kind,
    title,
    changes,
    ...(text === undefined ? {} : { text }),
    ...(link === undefined ? {} : { link }),
    statement,
    isSigned,
  };
}

function audienceData({ kinds, roles, groups, channels, people }: Audience): CardData {
  return { kinds, roles, groups, channels, people };
}
