import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { yearOfRound } from '../../domain/policies.ts';
import { localDateTime } from '../../domain/school-time.ts';
import { renewalOf } from './access.ts';
import type { CommandData } from './command-data.ts';
import { nothing, type Outcome } from './decision-parts.ts';
import type { RegisterEvent } from './events.ts';
import type { Listed, Register, RegisterState } from './state.ts';

/** The register begins; one that there is already stays as it is. */
export function begun(state: RegisterState): Outcome {
  return state.status === 'none' ? decision({ events: [{ type: 'RegisterBegun' }], messages: [] }) : nothing;
}

/** A policy tells how it stands. What is known already is not put down twice. */
export function entered(
  state: RegisterState,
  entry: CommandData<'policy-register/enter'>,
  { school, at }: DecisionContext,
): Outcome {
  const before = state.status === 'none' ? undefined : state.policies.find(({ policy }) => policy === entry.policy);
  // Told late: what came after it is known already.
  if (before !== undefined && (before.round > entry.round || before.version > entry.version)) return nothing;
  const isNewRound = entry.round > (before?.round ?? 0);
  const year = isNewRound ? yearOfRound(localDateTime(school, at).date, school) : (before?.year ?? '');
  if (before !== undefined && isSame(before, entry)) return nothing;
  const events: RegisterEvent[] = [{ type: 'PolicyEntered', entry, year }];
  return decision({ events: state.status === 'none' ? [{ type: 'RegisterBegun' }, ...events] : events, messages: [] });
}

/** A policy did not take its renewal: that stands in the register, and whoever started it hears of it. */
export function deliveryNoted(
  register: Register,
  { slot, outcome, code }: CommandData<'policy-register/delivery-note'>,
): Outcome {
  const policy = renewalOf(slot);
  const listed = register.policies.find((one) => one.policy === policy);
  if (outcome !== 'parked' || listed === undefined || listed.refused !== '') return nothing;
  const { startedBy } = register;
  const text = `${listed.policy} could not be started again for this school year. Open the policy and look; then start the agreements once more.`;
  const told: Message = {
    slot: `refused:${listed.policy}`,
    to: { kind: 'person', person: startedBy },
    card: 'line',
    data: { text },
    preview: text,
  };
  const event: RegisterEvent = { type: 'RenewalRefused', policy: listed.policy, code };
  return decision({ events: [event], messages: startedBy === '' ? [] : [told] });
}

function isSame(before: Listed, entry: CommandData<'policy-register/enter'>): boolean {
  const { year: _, startedFor: __, refused: ___, ...said } = before;
  const inOrder = (value: object) =>
    JSON.stringify(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return inOrder(said) === inOrder(entry);
}
