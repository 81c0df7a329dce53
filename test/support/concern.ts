import { expect } from 'vitest';
import type { Decision, DecisionContext, Happened, Refusal } from '../../src/domain/decider.ts';
import type { Answers } from '../../src/domain/form.ts';
import type { Gathered } from '../../src/domain/gathering.ts';
import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { Json, Message } from '../../src/domain/message.ts';
import { type Actor, actorOf, type PersonId } from '../../src/domain/people.ts';
import { holdersOf, type School } from '../../src/domain/school.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { report } from '../../src/workflows/concern/report.ts';
import type { Concern, ConcernState } from '../../src/workflows/concern/state.ts';
import { aSchool, by, people } from './school.ts';

export type History = readonly Happened<ConcernEvent>[];
type Status = Concern['status'];

/** Every status a concern can have once it was reported. */
export const everyStatus: readonly Status[] = ['new', 'acknowledged', 'handled', 'closed'];

/** The reference of the concern that the tests are about. */
export const reference = 'C-7K3Q9F';

/** A Monday in term, at 14:05 in the school. */
export const monday: Instant = '2026-11-23T14:05:00.000Z';

/** The answers to a routine report about a pupil. Undefined takes an answer away. */
export function someAnswers(overrides: Record<string, string | readonly string[] | undefined> = {}): Answers {
  const answers = {
    danger: 'no',
    kind: 'accidental-access',
    about: 'pupil',
    source: 'saw',
    names: 'Robin Ash, 9B',
    narrative: 'A page with a fight came up in the library.',
    ...overrides,
  };
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The answers to a report about a member of staff. */
export function aboutStaff(adultNames: string, overrides: Parameters<typeof someAnswers>[0] = {}): Answers {
  return someAnswers({ kind: 'staff-misuse', about: 'staff', names: undefined, adultNames, ...overrides });
}

/** The answers to a report about the head. */
export function aboutHead(overrides: Parameters<typeof someAnswers>[0] = {}): Answers {
  return someAnswers({ kind: 'staff-misuse', about: 'head', names: undefined, ...overrides });
}

export interface ConcernOf {
  readonly answers?: Answers;
  readonly school?: School;
  readonly reporter?: PersonId;
  /** Who acknowledged, took and closed it. */
  readonly handler?: PersonId;
  readonly reportedAt?: Instant;
  /** What happened then, each by whom, a minute apart. */
  readonly followedBy?: readonly (readonly [event: ConcernEvent, by: Actor])[];
}

/** The history of a concern that stands at `status`: reported on Monday at 14:05, each step a minute later. */
export function aConcern(status: Status, of: ConcernOf = {}): History {
  const { school = aSchool(), answers = someAnswers(), reportedAt = monday, handler = people.deputy } = of;
  const reported = { event: report(answers, school, reportedAt), by: actorOf(of.reporter ?? people.teacher) };
  const steps: readonly ConcernEvent[] = [
    { type: 'ConcernAcknowledged' },
    { type: 'ConcernTaken' },
    { type: 'ConcernClosed', outcome: 'supported', reason: 'The family is supported.' },
  ];
  const done = steps.slice(0, everyStatus.indexOf(status)).map((event) => ({ event, by: actorOf(handler) }));
  const more = (of.followedBy ?? []).map(([event, actor]) => ({ event, by: actor }));
  return [reported, ...done, ...more].map((one, minute) => ({ ...one, at: later(reportedAt, minute * MINUTE) }));
}

/** What a history comes to. */
export function stateAfter(history: History): ConcernState {
  return history.reduce((state, happened) => concern.evolve(state, happened), concern.initial);
}

type Outcome = Decision<ConcernEvent> | Refusal<ConcernEvent> | { readonly kind: 'malformed' };

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
export function give(state: ConcernState, command: ConcernCommand, data: unknown, context: DecisionContext): Outcome {
  const refused = concern.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const parsed = concern.commands[command]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return concern.decide(state, { type: command, data: parsed.data as Json }, context);
}

/**
 * Given what happened, when somebody gives a command, then this happens. A minute has passed since the last event,
 * unless `at` says otherwise.
 */
export function given(history: History = [], school: School = aSchool()) {
  const state = stateAfter(history);
  const last = history.at(-1)?.at;
  const soon = last === undefined ? monday : later(last, MINUTE);
  return {
    state,
    /** `gathered` is what was read of elsewhere for it. */
    when(command: ConcernCommand, by: Actor, data: unknown = {}, at: Instant = soon, gathered?: Gathered) {
      const context = { at, by, school, reference, ...(gathered === undefined ? {} : { gathered }) };
      const outcome = give(state, command, data, context);
      const made = outcome.kind === 'decision' ? outcome : undefined;
      const events = made?.events ?? (outcome.kind === 'refusal' ? (outcome.noted ?? []) : []);
      const next = [...history, ...events.map((event) => ({ event, at, by }))];
      return {
        outcome,
        events,
        messages: made?.messages ?? [],
        reply: made?.reply,
        history: next,
        state: stateAfter(next),
        thenHappens(...expected: readonly ConcernEvent[]) {
          expect(outcome).toMatchObject({ kind: 'decision' });
          expect(events).toEqual(expected);
          return this;
        },
        thenRefused(code: string) {
          expect(outcome).toMatchObject({ kind: 'refusal', code });
          return this;
        },
        /** The sentence of the refusal, for the person. */
        get sentence() {
          return outcome.kind === 'refusal' ? outcome.sentence : '';
        },
        /** The message that fills a slot. */
        message(slot: string): Message | undefined {
          return made?.messages.find((message) => message.slot === slot);
        },
        /** The words of the lines in the thread. */
        get lines() {
          return (made?.messages ?? []).filter(({ to }) => to.kind === 'thread').map(({ preview }) => preview);
        },
      };
    },
  };
}

/** What each command needs, for tests that give every command. */
export const sampleData: Record<ConcernCommand, unknown> = {
  'concern/report': someAnswers(),
  'concern/open': {},
  'concern/more': {},
  'concern/put-away': {},
  'concern/acknowledge': {},
  'concern/take': {},
  'concern/hand-over': { to: people.dsl, reason: 'I am away tomorrow.' },
  'concern/note': { text: 'Spoke to the form tutor.' },
  'concern/ask': { text: 'Was anybody else there?' },
  'concern/answer': { number: '1', text: 'Nobody else.' },
  'concern/question': { number: '1' },
  'concern/add-person': { name: 'Kit Marsh', kind: 'pupil', capacity: 'witness', detail: '9B' },
  'concern/record-action': { action: 'Rang the parents.', reason: 'They had asked to know.' },
  'concern/refer': { agency: 'police', date: '2026-11-23', time: '14:00', method: 'telephone' },
  'concern/inform-parents': { date: '2026-11-23', time: '14:00', method: 'in-person', said: 'All of it.' },
  'concern/withhold-from-parents': { reason: 'The child fears the father.', reviewOn: '2026-11-30' },
  'concern/block-site': { address: 'unsuitable.example/page' },
  'concern/site-blocked': { number: 1, outcome: 'blocked', record: 'B-7K3Q9F' },
  'concern/close': { outcome: 'supported', reason: 'The child is supported.' },
  'concern/reopen': { reason: 'It happened again.' },
  'concern/show-again': { place: 'channel:safeguarding' },
  'concern/remind': {},
  'concern/referral-check': { number: 1 },
  'concern/parents-review': {},
  'concern/delivery-note': { slot: 'case', outcome: 'parked', code: 'blocked' },
  'concern/log': {
    ...someAnswers(),
    loggedFor: 'Sam Reed',
    loggedHow: 'telephone',
    loggedDate: '2026-11-23',
    loggedTime: '09:00',
  },
  'concern/report-breach': {
    who: 'pupil',
    names: 'Robin Ash, 9B',
    breach: 'filter-bypass',
    narrative: 'A proxy site.',
  },
  'concern/call-team': { names: 'Robin Ash, 9B', room: 'Library' },
  'concern/look-again': {},
  'concern/hand-to-safeguarding': { reason: 'It is more than a breach.' },
  'concern/nominate-contact': { person: people.head },
  'concern/assess': { 'under-13': 'no', note: 'The register says so.' },
  'concern/tell-police': { date: '2026-11-23', time: '14:00', method: 'telephone', agencyReference: '44/1' },
  'concern/propose-no-police': { reason: 'Nobody is at risk, and the family agrees.' },
  'concern/propose-correction': { fact: 'under-13', reason: 'The child is fifteen.' },
  'concern/agree': { number: 1, note: '' },
  'concern/disagree': { number: 1, reason: 'Ask the police first.' },
  'concern/steps': {},
  'concern/tick': { step: 'step/talk-to-reporter' },
  'concern/tick-choices': { step: 'step/support-victim', what: ['dsl'], note: '' },
  'concern/not-needed': { step: 'step/talk-to-reporter', reason: 'They wrote all of it down.' },
  'concern/enter-elsewhere': { system: 'Behaviour record', entry: '17', date: '2026-11-23', time: '14:00' },
  'concern/advice': { agency: 'lado', date: '2026-11-23', time: '14:00', method: 'telephone', advice: 'Keep a note.' },
  'concern/update-referral': { number: 1, agencyReference: 'R1', outcome: 'Closed by them.', isFinished: 'yes' },
  'concern/lado-test': { harmed: 'no', offence: 'no', risk: 'no', note: 'Considered.' },
  'concern/recommend-sanction': {
    whom: 'Callum Farrow',
    breach: 'sharing-passwords',
    sanction: 'warning',
    reason: 'Twice this term.',
  },
  'concern/set-sanction': { whom: 'Callum Farrow', breach: 'sharing-passwords', sanction: 'warning', reason: 'Twice.' },
  'concern/decline-sanction': { number: 1, reason: 'A talk is enough.' },
  'concern/ask-it': { job: 'secure-device', about: 'Laptop 14 from room 7' },
  'concern/it-answered': {
    number: 1,
    record: 'J-7K3Q9F',
    outcome: 'done',
    result: 'In the safe.',
    by: people.networkManager,
  },
  'concern/search-device': {
    device: 'Phone',
    owner: 'Robin Ash',
    ground: 'rules',
    why: 'It was used in an examination.',
    agreedWith: 'Daniel Okonjo',
    image: 'no',
    decision: 'nothing',
    decisionWhy: 'Nothing was on it.',
  },
  'concern/take-device': {
    device: 'Phone',
    owner: 'Robin Ash',
    holder: 'Main office',
    place: 'Safe',
    reason: 'It rang in a lesson.',
    refused: 'no',
    told: 'The mother',
    date: '2026-11-23',
    time: '14:00',
  },
  'concern/return-device': { number: 1, to: 'The mother', date: '2026-11-23', time: '15:30' },
  'concern/search-complaint': { by: 'The father', passedTo: 'Complaints procedure', date: '2026-11-23', time: '15:30' },
  'concern/add-evidence': { description: 'A letter', holder: 'Naila Rahimi', place: 'Safe', since: '2026-11-23' },
  'concern/move-evidence': {
    number: 1,
    holder: 'Police',
    place: 'Station',
    since: '2026-11-24',
    why: 'They asked for it.',
  },
  'concern/consult': { role: 'senco', text: 'Are the ordinary safeguards enough?' },
  'concern/consultation': { number: 1 },
  'concern/answer-consultation': { number: 1, safeguards: 'enough', text: 'Yes.' },
  'concern/compare-person': { pair: 'C-4M8T2X 1', is: 'same' },
};

export const everyCommand = Object.keys(sampleData) as readonly ConcernCommand[];

/** Everybody in whose chats a message stands, and whom it mentions. */
export function audienceOf({ to, mentions = [] }: Message, school: School): readonly PersonId[] {
  const there = to.kind === 'person' ? [to.person] : holdersOf(school, ['dsl', 'deputy-dsl']);
  return [...new Set([...there, ...mentions])];
}

/** What a question of the DSL's looks like in a history. */
export const asked: readonly [ConcernEvent, Actor] = [
  { type: 'ReporterAsked', number: 1, text: 'Was anybody else there?' },
  by.dsl,
];

/** Every text that a card shows, in order. */
export function textsOf(data: Json | undefined): readonly string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap((value: Json) => textsOf(value));
}

/** The commands of the buttons on a card. */
export function buttonsOf(data: Json | undefined): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  const own = 'do' in data && typeof data.do === 'string' ? [data.do] : [];
  return [...own, ...Object.values(data).flatMap((value: Json) => buttonsOf(value))];
}
