import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { mayRead, viewSlot } from './access.ts';
import { campaignBegan, deliveryNoted, shownAgain } from './clock-steps.ts';
import type { PolicyCommand } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import type { PolicyEvent } from './events.ts';
import { policyFile, versionFile } from './file-card.ts';
import { refusalFor } from './offers.ts';
import { previewFile } from './preview-card.ts';
import { confirmed, draftChanged, draftDiscarded, drafted, revisionDrafted } from './publish-steps.ts';
import { putAway } from './put-away.ts';
import { refuse } from './refusals.ts';
import { renewed, renewedByItself, withdrawn } from './renew-steps.ts';
import { madeKnownTo, makingKnownChased, reviewAsked, reviewed } from './review-steps.ts';
import { sentBack, signatureChased, signed } from './sign-steps.ts';
import type { InTheMaking, Policy, PolicyState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesPolicy(
  state: PolicyState,
  type: string,
  context: DecisionContext,
): Refusal<PolicyEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as PolicyCommand, person, context.school);
  return code === undefined ? undefined : refuse(state, code, context);
}

/** Decides every command of a policy. Pure: the same state, command and context always give the same outcome. */
export function decidePolicy(state: PolicyState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesPolicy(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as PolicyCommand;
  if (command === 'policy/publish') return drafted(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse(state, 'not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  policy: Policy,
  command: Exclude<PolicyCommand, 'policy/publish'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  switch (command) {
    case 'policy/preview':
    case 'policy/change':
    case 'policy/confirm':
    case 'policy/discard':
    case 'policy/sign':
    case 'policy/send-back':
    case 'policy/remind-to-sign':
      return policy.status === 'preview' || policy.status === 'awaiting-signature'
        ? decideOnDraft(policy, command, ask, context)
        : refuse(policy, 'no-draft', context);
    case 'policy/open':
      return opened('file', policyFile(policy, personIn(context), dataOf(command, ask).page, context));
    case 'policy/read':
      return opened('version', versionFile(policy, personIn(context), dataOf(command, ask), context));
    case 'policy/put-away': {
      const person = personIn(context);
      return decision({
        events: [],
        messages: [],
        reply: { slot: viewSlot(person), ...putAway(policy, person, context) },
      });
    }
    case 'policy/revise':
      return revisionDrafted(policy, dataOf(command, ask), context);
    case 'policy/withdraw':
      return withdrawn(policy, dataOf(command, ask), context);
    case 'policy/reviewed':
      return reviewed(policy, dataOf(command, ask), context);
    case 'policy/made-known':
      return madeKnownTo(policy, dataOf(command, ask), context);
    case 'policy/renew':
      return renewed(policy, dataOf(command, ask), context);
    case 'policy/new-year':
      return renewedByItself(policy, context);
    case 'policy/campaign-began':
      return campaignBegan(policy, dataOf(command, ask));
    case 'policy/ask-for-review':
      return reviewAsked(policy, context);
    case 'policy/remind-to-make-known':
      return makingKnownChased(policy, context);
    case 'policy/show-again':
      return shownAgain(policy, dataOf(command, ask), context);
    case 'policy/delivery-note':
      return deliveryNoted(policy, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

type OfDraft =
  | 'policy/preview'
  | 'policy/change'
  | 'policy/confirm'
  | 'policy/discard'
  | 'policy/sign'
  | 'policy/send-back'
  | 'policy/remind-to-sign';

function decideOnDraft(policy: InTheMaking, command: OfDraft, ask: Ask, context: DecisionContext): Outcome {
  switch (command) {
    case 'policy/preview':
      return opened('draft', previewFile(policy, personIn(context), dataOf(command, ask).page, context));
    case 'policy/change':
      return draftChanged(policy, dataOf(command, ask), context);
    case 'policy/confirm':
      return confirmed(policy, dataOf(command, ask), context);
    case 'policy/discard':
      return draftDiscarded(policy, context);
    case 'policy/sign':
    case 'policy/send-back':
    case 'policy/remind-to-sign':
      if (policy.status !== 'awaiting-signature') return refuse(policy, 'nothing-to-sign', context);
      if (command === 'policy/sign') return signed(policy, dataOf(command, ask), context);
      if (command === 'policy/send-back') return sentBack(policy, dataOf(command, ask), context);
      return signatureChased(policy, context);
    default:
      return command satisfies never;
  }
}

/** Whoever reads it, and what, goes on the record. */
function opened(what: 'file' | 'draft' | 'version', reply: Reply): Outcome {
  return decision({ events: [{ type: 'PolicyOpened', what }], messages: [], reply });
}

/** What somebody sees whose command was carried out already: that it was, with the way to the policy as it is now. */
export function againPolicy(state: PolicyState, _ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school, reference } = context;
  if (by.kind !== 'person' || !mayRead(state, by.person, school)) return undefined;
  return {
    slot: viewSlot(by.person),
    ...putAway(state, by.person, context, `That step of ${reference} was done before.`),
  };
}
