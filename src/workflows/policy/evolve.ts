import type { Happened } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Actor, PersonId } from '../../domain/people.ts';
import { wordingHash } from '../../domain/wording.ts';
import type { Draft, PolicyEvent } from './events.ts';
import { evolveStanding, standingOf } from './evolve-standing.ts';
import { type InTheMaking, inTheMaking, type Making, type Policy, type PolicyFile, type PolicyState } from './state.ts';
import { noteOf } from './step-note.ts';

/** So many steps are at hand to read; every one is in the history. */
const STEPS_KEPT = 60;
/** So many versions are at hand with their text; those before stand there without. */
const TEXTS_KEPT = 4;
const VERSIONS_KEPT = 12;
const LOST_KEPT = 20;

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a policy. */
export function evolvePolicy(state: PolicyState, happened: Happened<PolicyEvent>): PolicyState {
  const { event, at, by } = happened;
  if (event.type === 'PolicyDrafted') {
    if (state.status !== 'none') throw new Error('a policy can begin once');
    return drafted(begun({ at, by }), event.draft, { at, by });
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before PolicyDrafted`);
  return evolveBegun({ ...state, file: withStep(state.file, happened) }, happened);
}

function evolveBegun(policy: Policy, { event, at, by }: Happened<PolicyEvent>): Policy {
  const { file } = policy;
  switch (event.type) {
    case 'PolicyDrafted':
      throw new Error('a policy can begin once');
    case 'RevisionDrafted':
      if (policy.status !== 'published') throw new Error('only a published policy is revised');
      return drafted(file, event.draft, { at, by });
    case 'DraftChanged':
      made(policy, event);
      return drafted(file, event.draft, { at, by });
    case 'DraftDiscarded':
      made(policy, event);
      return { status: file.standing === undefined ? 'discarded' : 'published', file };
    case 'SignatureAsked':
    case 'PolicySigned':
    case 'SignatureChased':
    case 'DraftSentBack':
      return evolveSigning(policy, { event, at, by });
    case 'VersionPublished':
      return published(made(policy, event), event, at);
    case 'PolicyWithdrawn':
      if (file.standing === undefined) throw new Error('only what was published is withdrawn');
      return { status: 'withdrawn', file };
    case 'PolicyOpened':
      return policy;
    case 'CampaignBegan':
      return {
        ...policy,
        file: { ...file, campaigns: [...file.campaigns.slice(-11), { round: event.round, campaign: event.campaign }] },
      };
    case 'MessageLost':
      return { ...policy, file: { ...file, lost: [...new Set([...file.lost, event.slot])].slice(-LOST_KEPT) } };
    case 'PolicyRenewed':
    case 'RenewalPutOff':
    case 'ReviewAsked':
    case 'PolicyReviewed':
    case 'MadeKnown':
    case 'MakingKnownChased':
      if (file.standing === undefined) throw new Error(`${event.type} is of a policy that was published`);
      return { ...policy, file: { ...file, standing: evolveStanding(file.standing, event) } };
    default:
      return event satisfies never;
  }
}

type SigningEvent = Extract<
  PolicyEvent,
  { type: 'SignatureAsked' | 'PolicySigned' | 'SignatureChased' | 'DraftSentBack' }
>;

function evolveSigning(policy: Policy, { event, at, by }: Happened<SigningEvent>): Policy {
  if (event.type === 'SignatureAsked') {
    if (policy.status !== 'preview') throw new Error('signatures are asked for once');
    const { file, making } = policy;
    const { shown, remindAt, asks } = event;
    const choice = asks === undefined ? {} : { asks };
    const publisher = personOf(by);
    return { status: 'awaiting-signature', file, making, publisher, ...choice, signatures: [], shown, remindAt };
  }
  if (policy.status !== 'awaiting-signature') throw new Error(`${event.type} cannot come before SignatureAsked`);
  switch (event.type) {
    case 'PolicySigned': {
      const { as, name, jobTitle, hash, shown } = event;
      const signature = { as, name, jobTitle, hash, person: personOf(by), at };
      return { ...policy, signatures: [...policy.signatures, signature], shown };
    }
    case 'SignatureChased':
      return { ...policy, shown: event.shown, remindAt: event.remindAt };
    case 'DraftSentBack': {
      const { file, making } = policy;
      return { ...inPreview(file, making), sentBack: { as: event.as, reason: event.reason, at } };
    }
    default:
      return event satisfies never;
  }
}

/** A version holds from now on. The texts of the oldest are left to the history. */
function published(
  policy: InTheMaking,
  event: Extract<PolicyEvent, { type: 'VersionPublished' }>,
  at: Instant,
): Policy {
  const { file, making } = policy;
  const { draft } = making;
  const version = {
    wording: draft.wording,
    hash: wordingHash(draft.wording),
    at,
    on: event.on,
    publisher: event.publisher,
    isMaterial: draft.isMaterial,
    round: event.round,
    signatures: policy.status === 'awaiting-signature' ? policy.signatures : [],
    concerns: draft.concerns,
  };
  const all = [...file.versions, version];
  const versions = all.slice(-VERSIONS_KEPT).map((one, index, kept) => {
    if (index >= kept.length - TEXTS_KEPT) return one;
    const { text: _, ...wording } = one.wording;
    return { ...one, wording };
  });
  const earlier = file.earlier + all.length - versions.length;
  return {
    status: 'published',
    file: { ...file, versions, earlier, standing: standingOf(draft, event, file.standing) },
  };
}

function begun({ at, by }: { readonly at: Instant; readonly by: Actor }): PolicyFile {
  const step = { type: 'PolicyDrafted' as const, at, by, note: '' };
  const file = { begunAt: at, begunBy: personOf(by), weight: 0, drafts: 0, versions: [], earlier: 0 };
  return { ...file, campaigns: [], steps: [step], lost: [] };
}

/** Another draft, with a number that none before it had: a button of an earlier one never means this. */
function drafted(before: PolicyFile, draft: Draft, { at, by }: { readonly at: Instant; readonly by: Actor }) {
  const number = before.drafts + 1;
  const file = { ...before, drafts: number, weight: before.weight + weightOf(draft) };
  return inPreview(file, { number, draft, by: personOf(by), at });
}

/** How many bytes a draft takes in the history. */
export function weightOf(draft: Draft): number {
  return new TextEncoder().encode(JSON.stringify(draft)).length;
}

function inPreview(file: PolicyFile, making: Making): Extract<Policy, { status: 'preview' }> {
  return { status: 'preview', file, making, sentBack: null };
}

function made(policy: Policy, event: PolicyEvent): InTheMaking {
  const making = inTheMaking(policy);
  if (making === undefined) throw new Error(`${event.type} cannot come where nothing is in the making`);
  return making;
}

function withStep(file: PolicyFile, { event, at, by }: Happened<PolicyEvent>): PolicyFile {
  if (event.type === 'PolicyOpened' || event.type === 'CampaignBegan') return file;
  const step = { type: event.type, at, by, note: noteOf(event) };
  return { ...file, steps: [...file.steps, step].slice(-STEPS_KEPT) };
}

function personOf(by: Actor): PersonId {
  if (by.kind !== 'person') throw new Error('only a person does that');
  return by.person;
}
