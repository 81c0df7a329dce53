import type { Decision, DecisionContext, Happened, Refusal } from '../../../src/domain/decider.ts';
import type { CheckKind } from '../../../src/domain/filtering.ts';
import { type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import type { Json, Message } from '../../../src/domain/message.ts';
import { type Actor, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import type { CheckCommand } from '../../../src/workflows/filtering-check/command-data.ts';
import { firstDue } from '../../../src/workflows/filtering-check/dates.ts';
import type { CheckEvent } from '../../../src/workflows/filtering-check/events.ts';
import { filteringCheck } from '../../../src/workflows/filtering-check/index.ts';
import { standards } from '../../../src/workflows/filtering-check/standards.ts';
import type { CheckState } from '../../../src/workflows/filtering-check/state.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';

export type History = readonly Happened<CheckEvent>[];
type Outcome = Decision<CheckEvent> | Refusal<CheckEvent> | { readonly kind: 'malformed' };

/** The reference of the check that the tests are about. */
export const reference = 'F-7K3Q9F';
/** A Monday in term, at 14:05 in the school. */
export const monday: Instant = '2026-11-23T14:05:00.000Z';
/** Oakfield School, with a calendar of three years. */
export const school = aSchoolOfYears();

/** What a review comes to. */
export const aReview = {
  date: '2026-11-23',
  tookPart: [people.governor, people.networkManager],
  findings: 'The filter lets no search engine through without safe search.',
  actions: 'Look at the library machines by January.',
  next: '2027-11-23',
};
/** How the standards are met. */
export const someStandards = {
  date: '2026-11-23',
  next: '2027-11-23',
  ...Object.fromEntries(
    standards.flatMap(({ id }) => [
      [`standing-${id}`, 'met'],
      [`who-${id}`, people.coordinator],
      [`how-${id}`, `How ${id} is met.`],
    ]),
  ),
};
/** What a security check comes to. */
export const aSecurityCheck = {
  date: '2026-11-23',
  doneBy: 'Our provider',
  result: 'mended',
  found: 'Two old accounts, now closed.',
  next: '2027-03-23',
};

/** How each kind is recorded, by whom, and with what. */
export const recordings = {
  'filtering-review': ['filtering-check/record-review', people.governor, aReview],
  'filtering-standards': ['filtering-check/record-standards', people.coordinator, someStandards],
  'security-check': ['filtering-check/record-security', people.networkManager, aSecurityCheck],
} as const satisfies Record<CheckKind, readonly [CheckCommand, string, object]>;

/** The same school, where this was last done then, and comes every so often. */
export function aSchoolThatDid(kind: CheckKind, lastDone?: string, everyMonths?: number, of: School = school): School {
  const check = {
    ...(lastDone === undefined ? {} : { lastDone }),
    ...(everyMonths === undefined ? {} : { everyMonths }),
  };
  return { ...of, checks: { ...of.checks, [kind]: check } };
}

/** A record that has just begun. */
export function aCheck(kind: CheckKind, of: School = school, at: Instant = monday): History {
  const next = firstDue(kind, { school: of, at });
  return [{ event: { type: 'CheckBegun', kind, lastDone: of.checks[kind]?.lastDone ?? '', next }, at, by: theClock }];
}

/** What a history comes to. */
export function stateAfter(history: History): CheckState {
  return history.reduce((state, happened) => filteringCheck.evolve(state, happened), filteringCheck.initial);
}

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
export function give(state: CheckState, command: CheckCommand, data: unknown, context: DecisionContext): Outcome {
  const refused = filteringCheck.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const parsed = filteringCheck.commands[command]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return filteringCheck.decide(state, { type: command, data: parsed.data as Json }, context);
}

/** Given what happened, when somebody gives a command, then this comes of it. */
export function given(history: History, of: School = school, state: CheckState = stateAfter(history)) {
  return {
    state,
    history,
    when(command: CheckCommand, by: Actor, data: unknown = {}, at?: Instant) {
      const now = at ?? later(history.at(-1)?.at ?? monday, MINUTE);
      const outcome = give(state, command, data, { at: now, by, school: of, reference });
      const events = outcome.kind === 'decision' ? outcome.events : [];
      const messages: readonly Message[] = outcome.kind === 'decision' ? outcome.messages : [];
      const next = [...history, ...events.map((event) => ({ event, at: now, by }))];
      return {
        outcome,
        events,
        messages,
        history: next,
        state: next.slice(history.length).reduce((before, one) => filteringCheck.evolve(before, one), state),
        reply: outcome.kind === 'decision' ? outcome.reply : undefined,
        code: outcome.kind === 'refusal' ? outcome.code : undefined,
        sentence: outcome.kind === 'refusal' ? outcome.sentence : '',
        slots: messages.map(({ slot }) => slot),
      };
    },
  };
}

/** The deadlines of a check, given one after the other at their time until then; what came of each. */
export function letPass(history: History, until: Instant, of: School = school) {
  const steps: ReturnType<ReturnType<typeof given>['when']>[] = [];
  let now: { readonly history: History; readonly state: CheckState } = { history, state: stateAfter(history) };
  for (let count = 0; count < 2_000; count++) {
    const [next] = filteringCheck.deadlines(now.state).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    if (next === undefined || next.at > until) return { ...now, steps };
    const latest = now.history.at(-1)?.at ?? next.at;
    const at = next.at > latest ? next.at : later(latest, 1);
    const step = given(now.history, of, now.state).when(next.command as CheckCommand, theClock, next.data, at);
    if (step.events.length === 0) throw new Error(`${next.command} changed nothing, so it would come for ever`);
    steps.push(step);
    now = step;
  }
  throw new Error('the clock never came to rest');
}
