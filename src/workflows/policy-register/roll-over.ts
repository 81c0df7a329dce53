import { type DecisionContext, decision, type Relay, type Reply } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { YEARLY_DAYS } from '../../domain/policies.ts';
import { renewalSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { type Outcome, personIn } from './decision-parts.ts';
import { type Plan, type Planned, planNow } from './plan.ts';
import { pageReply } from './register-file.ts';
import type { Register } from './state.ts';
import { counted } from './words.ts';

const nothingSent = 'A dry run: nothing has been sent, and nobody is asked until you press Start.';
const changed =
  'Nothing was started: something has changed since you looked. This is how it is now. Look, then press Start.';

/** The dry run: what starting the school year's agreements would do now (R159). */
export function dryRun(
  register: Register,
  person: PersonId,
  of: CardContext,
  { page = 1, caution = nothingSent }: { readonly page?: number; readonly caution?: string } = {},
): Reply {
  const plan = planNow(register, of.school, of.at);
  if (plan.planned.length === 0) return allStarted(register, person, plan, of);
  const start = button('policy-register/start', of.reference, { primary: true, given: { plan: plan.token } });
  return pageReply(person, of, {
    title: `School year ${plan.year} · not started yet`,
    caution,
    blocks: [{ heading: 'In all', text: saidInAll(plan) }, ...plan.planned.map((one) => saidPlanned(one))],
    page,
    turnedBy: 'policy-register/roll-over',
    buttons: [start, button('policy-register/open', of.reference, { label: 'Back to the register', opens: true })],
  });
}

/** Starts what was shown, each agreement once; where anything is not as it was shown, that is shown anew instead. */
export function started(register: Register, token: string, context: DecisionContext): Outcome {
  const { school, at } = context;
  const by = personIn(context);
  const plan = planNow(register, school, at);
  if (plan.planned.length === 0 || plan.token !== token) {
    const reply = dryRun(register, by, context, { caution: changed });
    return decision({ events: [], messages: [], reply });
  }
  const policies = plan.planned.map(({ listed }) => listed.policy);
  return decision({
    events: [{ type: 'RollOverStarted', year: plan.year, policies }],
    messages: [],
    relays: policies.map((policy): Relay => renewal(policy, plan.year, by)),
    reply: saidStarted(plan, by, context),
  });
}

function renewal(policy: string, year: string, by: PersonId): Relay {
  return { slot: renewalSlot(policy), type: 'policy/renew', reference: policy, data: { year, by } };
}

function saidStarted(plan: Plan, by: PersonId, of: CardContext): Reply {
  return pageReply(by, of, {
    title: `School year ${plan.year} · started`,
    caution: '',
    blocks: [
      { heading: 'Started', text: `${saidInAll(plan)}\nThe figures of each come to you in your own chat.` },
      ...plan.planned.map(({ listed: { title, policy, version }, audience }) => ({
        heading: title,
        text: `${policy}, version ${version}. Asked of ${audience}.`,
      })),
    ],
    page: 1,
    turnedBy: 'policy-register/open',
    buttons: [button('policy-register/open', of.reference, { label: 'Back to the register', opens: true })],
  });
}

function allStarted({ policies }: Register, person: PersonId, { year }: Plan, of: CardContext): Reply {
  const yearly = policies.filter(
    ({ isYearly, startedFor, year: asked }) => isYearly && (asked === year || startedFor === year),
  );
  const text =
    yearly.length === 0
      ? 'No agreement that is signed every year was last asked for in an earlier school year.'
      : `${counted(yearly.length, 'yearly agreement')} ${yearly.length === 1 ? 'is' : 'are'} asked for in ${year} already: ${yearly.map(({ title }) => title).join(', ')}.`;
  return pageReply(person, of, {
    title: `School year ${year} · nothing to start`,
    caution: '',
    blocks: [{ heading: '', text }],
    page: 1,
    turnedBy: 'policy-register/open',
    buttons: [button('policy-register/open', of.reference, { label: 'Back to the register', opens: true })],
  });
}

function saidInAll({ planned }: Plan): string {
  const people = new Set(planned.flatMap((one) => one.people));
  const inChannels = planned.some(({ channels }) => channels > 0) ? ', and who the chat says is in a channel' : '';
  const asked = `${counted(planned.length, 'agreement')} for ${counted(people.size, 'person', 'people')} by the school file${inChannels}.`;
  return `${asked}\nEach person has ${YEARLY_DAYS} days to sign.`;
}

function saidPlanned({ listed, people, audience, channels }: Planned) {
  const { title, policy, version, round, year } = listed;
  const inChannels = channels > 0 ? ', and the members of its channels as the chat has them' : '';
  const text = [
    `${policy}, version ${version}. Asks ${audience}: ${counted(people.length, 'person', 'people')} by the school file${inChannels}.`,
    `Closes round ${round}, begun in ${year}: who has not signed that one owes the new one instead. What was signed stays.`,
  ].join('\n');
  return { heading: title, text };
}
