import { expect } from 'vitest';
import type { Decision, DecisionContext, Happened, Refusal } from '../../src/domain/decider.ts';
import type { Answers } from '../../src/domain/form.ts';
import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { Json, Message } from '../../src/domain/message.ts';
import { type Actor, actorOf, type PersonId, theClock } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import type { SiteCommand } from '../../src/workflows/site-access/command-data.ts';
import type { SiteEvent } from '../../src/workflows/site-access/events.ts';
import { siteAccess } from '../../src/workflows/site-access/index.ts';
import type { SiteRequest, SiteState } from '../../src/workflows/site-access/state.ts';
import { aSchool, people } from './school.ts';

export type SiteHistory = readonly Happened<SiteEvent>[];
export type SiteStatus = SiteRequest['status'];

/** The reference of the request that the tests are about. */
export const siteReference = 'S-7K3Q9F';

/** A Monday in term, at 09:05 in the school. */
export const mondayMorning: Instant = '2026-11-23T09:05:00.000Z';

/** Each of those who have a part in a request, as who asks. */
export const who = {
  teacher: actorOf(people.teacher),
  otherTeacher: actorOf(people.otherTeacher),
  coordinator: actorOf(people.coordinator),
  dsl: actorOf(people.dsl),
  deputy: actorOf(people.deputy),
  head: actorOf(people.head),
  governor: actorOf(people.governor),
  it: actorOf(people.networkManager),
  clock: theClock,
} as const satisfies Record<string, Actor>;

/** The answers to a request for a lesson from 10:00 to 11:00. Undefined takes an answer away. */
export function requestAnswers(overrides: Record<string, string | readonly string[] | undefined> = {}): Answers {
  const answers = {
    address: 'https://www.history.example/trenches',
    category: 'education',
    period: 'lesson',
    scope: 'page',
    use: 'look',
    date: '2026-11-23',
    from: '10:00',
    until: '11:00',
    purpose: 'Letters that soldiers wrote.',
    group: '9B',
    supervisor: people.teacher,
    checked: ['yes'],
    ...overrides,
  };
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}

/** What makes a request one that two have to agree to. */
export const forTwo = { address: 'https://social.example/clubs', category: 'social-media' } as const;

/** The answers to a request for a time of study, from Monday 23 November to Friday 4 December. */
export function studyAnswers(overrides: Parameters<typeof requestAnswers>[0] = {}): Answers {
  const lesson = { date: undefined, from: undefined, until: undefined };
  return requestAnswers({
    ...lesson,
    period: 'study',
    fromDate: '2026-11-23',
    untilDate: '2026-12-04',
    ...overrides,
  });
}

type Outcome = Decision<SiteEvent> | Refusal<SiteEvent> | { readonly kind: 'malformed' };

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
export function giveSite(state: SiteState, command: SiteCommand, data: unknown, context: DecisionContext): Outcome {
  const refused = siteAccess.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const parsed = siteAccess.commands[command]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return siteAccess.decide(state, { type: command, data: parsed.data as Json }, context);
}

/** What a history comes to. */
export function siteAfter(history: SiteHistory): SiteState {
  return history.reduce((state, happened) => siteAccess.evolve(state, happened), siteAccess.initial);
}

/**
 * Given what happened, when somebody gives a command, then this happens. A minute has passed since the last event,
 * unless `at` says otherwise.
 */
export function givenSite(history: SiteHistory = [], school: School = aSchool()) {
  const state = siteAfter(history);
  const last = history.at(-1)?.at;
  const soon = last === undefined ? mondayMorning : later(last, MINUTE);
  return {
    state,
    history,
    when(command: SiteCommand, by: Actor, data: unknown = {}, at: Instant = soon) {
      const outcome = giveSite(state, command, data, { at, by, school, reference: siteReference });
      const made = outcome.kind === 'decision' ? outcome : undefined;
      const events = made?.events ?? (outcome.kind === 'refusal' ? (outcome.noted ?? []) : []);
      const next = [...history, ...events.map((event) => ({ event, at, by }))];
      const messages = made?.messages ?? [];
      return {
        outcome,
        events,
        messages,
        reply: made?.reply,
        history: next,
        state: siteAfter(next),
        /** What happens, in order, by the names of the events. */
        thenHappens(...expected: readonly SiteEvent['type'][]) {
          expect(outcome).toMatchObject({ kind: 'decision' });
          expect(events.map(({ type }) => type)).toEqual(expected);
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
          return messages.find((message) => message.slot === slot);
        },
        /** The words of the lines in the thread. */
        get lines() {
          return messages.filter(({ to }) => to.kind === 'thread').map(({ preview }) => preview);
        },
        /** Goes on from here. */
        get afterwards() {
          return givenSite(next, school);
        },
      };
    },
  };
}

export interface RequestOf {
  readonly answers?: Answers;
  readonly school?: School;
  readonly requester?: PersonId;
  /** Who agrees, and who agrees as the second where two must. */
  readonly approver?: PersonId;
  readonly second?: PersonId;
  readonly requestedAt?: Instant;
  readonly until?: { readonly untilDate: string; readonly untilTime: string };
}

/** One step on the way to a status: who gives which command with what; at the end of its time where that is to come. */
interface OnTheWay {
  readonly command: SiteCommand;
  readonly by: Actor;
  readonly data?: unknown;
  readonly atEnd?: true;
}

const reason = 'There is a better one.';

/** The commands that bring a request there, after it was asked for. */
function wayTo(status: SiteStatus, of: RequestOf): readonly OnTheWay[] {
  const { approver = people.dsl, second, requester = people.teacher } = of;
  const until = of.until ?? { untilDate: '2026-11-23', untilTime: '11:00' };
  const approve = { command: 'site-access/approve', data: { ...until, why: 'Letters from the trenches.' } } as const;
  const approved: readonly OnTheWay[] = [
    { ...approve, by: actorOf(approver) },
    ...(second === undefined ? [] : [{ ...approve, by: actorOf(second) }]),
  ];
  const open: readonly OnTheWay[] = [...approved, { command: 'site-access/opened', by: who.it }];
  const ended: readonly OnTheWay[] = [...open, { command: 'site-access/end', by: actorOf(requester) }];
  const ways: Record<SiteStatus, readonly OnTheWay[]> = {
    asked: [],
    refused: [],
    declined: [{ command: 'site-access/decline', by: actorOf(approver), data: { reason } }],
    withdrawn: [{ command: 'site-access/withdraw', by: actorOf(requester) }],
    lapsed: [{ command: 'site-access/lapse', by: theClock, atEnd: true }],
    approved,
    'not-opened': [...approved, { command: 'site-access/cannot-open', by: who.it, data: { reason } }],
    open,
    ended,
    blocked: [...ended, { command: 'site-access/blocked-again', by: who.it }],
  };
  return ways[status];
}

/** The history of a request that stands at `status`: asked for on Monday at 09:05, each step a minute later. */
export function aSiteRequest(status: SiteStatus, of: RequestOf = {}): SiteHistory {
  const { school = aSchool(), requester = people.teacher, requestedAt = mondayMorning } = of;
  const answers = of.answers ?? requestAnswers(status === 'refused' ? { category: 'gambling' } : {});
  const begun = givenSite([], school).when('site-access/request', actorOf(requester), answers, requestedAt);
  let history = begun.history;
  for (const { command, by, data, atEnd } of wayTo(status, of)) {
    const state = siteAfter(history);
    const end = state.status === 'none' ? undefined : state.file.requested.until;
    const given = givenSite(history, school).when(command, by, data ?? {}, atEnd ? end : undefined);
    if (given.outcome.kind !== 'decision') throw new Error(`${command}: ${given.sentence || given.outcome.kind}`);
    history = given.history;
  }
  const { status: reached } = siteAfter(history);
  if (reached !== status) throw new Error(`the request is ${reached} rather than ${status}`);
  return history;
}

/** Every status a request can have once it was made. */
export const everySiteStatus: readonly SiteStatus[] = [
  'asked',
  'refused',
  'declined',
  'withdrawn',
  'lapsed',
  'approved',
  'open',
  'ended',
  'blocked',
  'not-opened',
];

/** What each command needs, for tests that give every command. */
export const sampleSiteData: Record<SiteCommand, unknown> = {
  'site-access/request': requestAnswers(),
  'site-access/open': {},
  'site-access/put-away': {},
  'site-access/approve': { untilDate: '2026-11-23', untilTime: '11:00', why: 'Letters from the trenches.' },
  'site-access/ask': { text: 'Is there a page with less advertising?' },
  'site-access/answer': { number: '1', text: 'Not that I know of.' },
  'site-access/question': { number: '1' },
  'site-access/decline': { reason: 'There is a better one.' },
  'site-access/withdraw': {},
  'site-access/end': {},
  'site-access/end-now': { reason: 'The forum there is not looked after.' },
  'site-access/extend': { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.' },
  'site-access/approve-extension': { untilDate: '2026-11-23', untilTime: '12:00', why: 'The second half.' },
  'site-access/decline-extension': { reason: 'Another class needs the room.' },
  'site-access/opened': {},
  'site-access/cannot-open': { reason: 'The provider does not let us.' },
  'site-access/blocked-again': {},
  'site-access/cannot-block': { reason: 'The provider does not answer.' },
  'site-access/remind-approvers': {},
  'site-access/lapse': {},
  'site-access/begin': {},
  'site-access/remind-to-open': {},
  'site-access/remind-of-end': {},
  'site-access/reach-end': {},
  'site-access/remind-to-block': {},
  'site-access/morning': {},
  'site-access/look-again': {},
  'site-access/show-again': { place: 'channel:safeguarding' },
  'site-access/delivery-note': { slot: 'case', outcome: 'parked', code: 'blocked' },
};

export const everySiteCommand = Object.keys(sampleSiteData) as readonly SiteCommand[];
