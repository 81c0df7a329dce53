import type { Decision, DecisionContext, Happened, Refusal, Relay } from '../../../src/domain/decider.ts';
import { type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import type { Json, Message } from '../../../src/domain/message.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import { type School, schoolSchema } from '../../../src/domain/school.ts';
import type { PolicyCommand } from '../../../src/workflows/policy/command-data.ts';
import type { PolicyEvent } from '../../../src/workflows/policy/events.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import type { PolicyState } from '../../../src/workflows/policy/state.ts';
import { aSchoolFile, people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';

export type History = readonly Happened<PolicyEvent>[];
type Outcome = Decision<PolicyEvent> | Refusal<PolicyEvent> | { readonly kind: 'malformed' };

/** The reference of the policy that the tests are about. */
export const reference = 'P-7K3Q9F';
/** A Monday in term, at 14:05 in the school. */
export const monday: Instant = '2026-11-23T14:05:00.000Z';
export const head = actorOf(people.head);
export const chair = actorOf(people.chair);
export const dsl = actorOf(people.dsl);
export const coordinator = actorOf(people.coordinator);
export const teacher = actorOf(people.teacher);

/** Oakfield School over three years, with a group, a channel for staff, governors and a volunteer. */
export const school: School = withGroups(aSchoolOfYears());

/** The same school, where people can be asked in groups. */
export function withGroups(of: School): School {
  const { groups, staffChannels } = schoolSchema.parse(
    aSchoolFile({
      groups: [{ id: 'humanities', name: 'Humanities', people: [people.teacher, people.otherTeacher] }],
      staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId: '19:staff@thread.tacv2' } }],
    }),
  );
  return { ...of, groups, staffChannels };
}

/** What somebody puts into the form of a version. */
export const aDraft = {
  kind: 'policy',
  title: 'Online safety policy',
  version: '4',
  change1: 'Phones are handed in at registration.',
  change2: 'New rules for AI tools.',
  text: 'Everybody keeps to this policy.\nPhones are handed in.',
  kinds: ['staff', 'governor'],
  dueBy: '2026-12-04',
  isYearly: 'no',
  reviewMonths: '24',
  nextReview: '2028-11-20',
  approval: 'none',
  committee: 'Pupil welfare committee',
  coordinators: 'The online-safety co-ordinator',
};

/** An agreement that is signed every year. */
export const anAgreement = {
  ...aDraft,
  kind: 'agreement',
  title: 'Acceptable use, staff',
  version: '1',
  kinds: ['staff'],
  isYearly: 'yes',
};

/** The same as it is sent for a new version. */
export function aRevision(version: number, overrides: object = {}) {
  return { ...aDraft, version: String(version), isMaterial: 'yes', change1: 'Changed again.', ...overrides };
}

/** What a history comes to. */
export function stateAfter(history: History): PolicyState {
  return history.reduce((state, happened) => policy.evolve(state, happened), policy.initial);
}

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
function give(state: PolicyState, command: PolicyCommand, data: unknown, context: DecisionContext): Outcome {
  const refused = policy.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const parsed = policy.commands[command]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return policy.decide(state, { type: command, data: parsed.data as Json }, context);
}

/** Given what happened, when somebody gives a command, then this comes of it. */
export function given(history: History = [], of: School = school, state: PolicyState = stateAfter(history)) {
  return {
    state,
    history,
    when(command: PolicyCommand, by: Actor, data: unknown = {}, at?: Instant) {
      const now = at ?? later(history.at(-1)?.at ?? monday, MINUTE);
      const outcome = give(state, command, data, { at: now, by, school: of, reference });
      const isDone = outcome.kind === 'decision';
      const events = isDone ? outcome.events : [];
      const messages: readonly Message[] = isDone ? outcome.messages : [];
      const relays: readonly Relay[] = isDone ? (outcome.relays ?? []) : [];
      const next = [...history, ...events.map((event) => ({ event, at: now, by }))];
      return {
        outcome,
        events,
        messages,
        relays,
        history: next,
        state: next.slice(history.length).reduce((before, one) => policy.evolve(before, one), state),
        reply: isDone ? outcome.reply : undefined,
        code: outcome.kind === 'refusal' ? outcome.code : undefined,
        sentence: outcome.kind === 'refusal' ? outcome.sentence : '',
        slots: messages.map(({ slot }) => slot),
      };
    },
  };
}

/** One command after the other, each of which has to be taken. */
export function played(steps: readonly (readonly [PolicyCommand, Actor, object?, Instant?])[], of: School = school) {
  return steps.reduce((history: History, [command, by, data, at]) => {
    const { outcome, history: next } = given(history, of).when(command, by, data, at);
    if (outcome.kind !== 'decision') throw new Error(`${command} is not taken: ${JSON.stringify(outcome)}`);
    return next;
  }, []);
}

/** A policy that was published by the head. */
export function published(draft: object = aDraft, at: Instant = monday, of: School = school): History {
  return played(
    [
      ['policy/publish', head, draft, at],
      ['policy/confirm', head, { draft: 1 }],
    ],
    of,
  );
}

/** A policy that waits for the signatures of head and chair. */
export function awaiting(approval: 'head' | 'head-and-chair' = 'head-and-chair'): History {
  return played([
    ['policy/publish', dsl, { ...aDraft, approval }, monday],
    ['policy/confirm', dsl, { draft: 1 }],
  ]);
}

/** The deadlines of a policy, given one after the other at their time until then; what came of each. */
export function letPass(history: History, until: Instant, of: School = school) {
  const steps: (ReturnType<ReturnType<typeof given>['when']> & { readonly at: Instant; readonly command: string })[] =
    [];
  let now: { readonly history: History; readonly state: PolicyState } = { history, state: stateAfter(history) };
  for (let count = 0; count < 2_000; count++) {
    const [next] = policy.deadlines(now.state).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    if (next === undefined || next.at > until) return { ...now, steps };
    const latest = now.history.at(-1)?.at ?? next.at;
    const at = next.at > latest ? next.at : later(latest, 1);
    const step = given(now.history, of, now.state).when(next.command as PolicyCommand, theClock, next.data, at);
    if (step.events.length === 0) throw new Error(`${next.command} changed nothing, so it would come for ever`);
    steps.push({ ...step, at, command: next.command });
    now = step;
  }
  throw new Error('the clock never came to rest');
}

/** What stands on a card or a reply, as one text. */
export function textOf(of: { readonly data: Json } | undefined): string {
  return JSON.stringify(of?.data ?? null);
}
