import { expect } from 'vitest';
import type { Decision, DecisionContext, Happened, Refusal } from '../../src/domain/decider.ts';
import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { Json, Message } from '../../src/domain/message.ts';
import { type Actor, actorOf, type PersonId, theClock } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import type { JobCommand } from '../../src/workflows/it-job/command-data.ts';
import type { JobEvent } from '../../src/workflows/it-job/events.ts';
import { itJob } from '../../src/workflows/it-job/index.ts';
import type { Job, JobState } from '../../src/workflows/it-job/state.ts';
import { monday } from './concern.ts';
import { aSchool, people } from './school.ts';

type History = readonly Happened<JobEvent>[];

/** The reference of the job that the tests are about. */
export const jobReference = 'J-7K3Q9F';
/** The concern from which it comes. */
const itsConcern = 'C-2H4N8W';

/** Who does a job. */
export const it1 = actorOf(people.networkManager);

/** What those who handle a concern ask for. */
export function someJob(overrides: object = {}) {
  return {
    job: 'secure-device',
    about: 'Laptop 14, in room 7',
    concern: itsConcern,
    number: 1,
    askedBy: people.dsl,
    without: [] as readonly PersonId[],
    ...overrides,
  };
}

/** What each command needs, for tests that give every command. */
export const jobData: Record<JobCommand, object> = {
  'it-job/ask': someJob(),
  'it-job/open': {},
  'it-job/put-away': {},
  'it-job/done': { holder: 'Ifeoma Brandt', place: 'Server room', since: '2026-11-23', result: 'Bagged and sealed.' },
  'it-job/cannot': { reason: 'It is not in the building.' },
  'it-job/remind': {},
  'it-job/look-again': {},
  'it-job/show-again': { place: `person:${people.networkManager}` },
  'it-job/delivery-note': { slot: `job:${people.networkManager}`, outcome: 'parked', code: 'blocked' },
};

export const everyJobCommand = Object.keys(jobData) as readonly JobCommand[];

type Given = readonly [command: JobCommand, by: Actor, data?: object];

const toStatus: Record<Job['status'], readonly Given[]> = {
  asked: [],
  cannot: [['it-job/cannot', it1]],
  done: [['it-job/done', it1]],
};

export const everyJobStatus = Object.keys(toStatus) as readonly Job['status'][];

/** The history of a job that stands at `status`: asked for on Monday at 14:05, each step a minute later. */
export function aJob(
  status: Job['status'],
  { ask = {}, school = aSchool() }: { readonly ask?: object; readonly school?: School } = {},
): History {
  const history: Happened<JobEvent>[] = [];
  const all: readonly Given[] = [['it-job/ask', theClock, ask], ...toStatus[status]];
  for (const [minute, [command, by, data = {}]] of all.entries()) {
    const at = later(monday, minute * MINUTE);
    const context = { at, by, school, reference: jobReference };
    const outcome = giveJob(jobAfter(history), command, { ...jobData[command], ...data }, context);
    if (outcome.kind !== 'decision') throw new Error(`${command} is not taken`);
    history.push(...outcome.events.map((event) => ({ event, at, by })));
  }
  return history;
}

/** What a history comes to. */
export function jobAfter(history: History): JobState {
  return history.reduce((state, happened) => itJob.evolve(state, happened), itJob.initial);
}

export type JobOutcome = Decision<JobEvent> | Refusal<JobEvent> | { readonly kind: 'malformed' };

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
export function giveJob(state: JobState, command: JobCommand, data: unknown, context: DecisionContext): JobOutcome {
  const refused = itJob.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const parsed = itJob.commands[command]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return itJob.decide(state, { type: command, data: parsed.data as Json }, context);
}

/** Given what happened, when somebody gives a command, then this happens. A minute has passed, unless `at` says else. */
export function givenJob(history: History = [], school: School = aSchool()) {
  const state = jobAfter(history);
  const last = history.at(-1)?.at;
  const soon = last === undefined ? monday : later(last, MINUTE);
  return {
    state,
    when(command: JobCommand, by: Actor, data: object = {}, at: Instant = soon) {
      const context = { at, by, school, reference: jobReference };
      const outcome = giveJob(state, command, { ...jobData[command], ...data }, context);
      const made = outcome.kind === 'decision' ? outcome : undefined;
      const events = made?.events ?? (outcome.kind === 'refusal' ? (outcome.noted ?? []) : []);
      const next: History = [...history, ...events.map((event) => ({ event, at, by }))];
      return {
        outcome,
        events,
        messages: made?.messages ?? [],
        relays: made?.relays ?? [],
        reply: made?.reply,
        history: next,
        state: jobAfter(next),
        thenRefused(code: string) {
          expect(outcome).toMatchObject({ kind: 'refusal', code });
          return this;
        },
        /** The message that fills a slot. */
        message(slot: string): Message | undefined {
          return made?.messages.find((message) => message.slot === slot);
        },
        /** The slots that are filled, in order. */
        get slots() {
          return (made?.messages ?? []).map(({ slot }) => slot);
        },
      };
    },
  };
}

/** When the clock asks for it again, if it does. */
export function remindedAt(state: JobState): Instant | undefined {
  return itJob.deadlines(state)[0]?.at;
}
