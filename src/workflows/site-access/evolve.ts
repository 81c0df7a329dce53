import type { Happened } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Actor } from '../../domain/people.ts';
import { missingAfter, stepsKept } from '../../domain/undelivered.ts';
import { isStep, type SiteEvent } from './events.ts';
import {
  agreed,
  approved,
  decidersReminded,
  type EventOf,
  ended,
  extensionChanged,
  jobReminded,
  putOff,
  union,
} from './evolve-steps.ts';
import type { SiteAt, SiteFile, SiteRequest, SiteState } from './state.ts';

const QUESTIONS_KEPT = 30;
const READS_KEPT = 50;
const ATTEMPTS_KEPT = 20;

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a request. */
export function evolveSite(state: SiteState, happened: Happened<SiteEvent>): SiteState {
  const { event, at, by } = happened;
  if (event.type === 'SiteRequested') {
    if (state.status !== 'none') throw new Error('a site can be requested once');
    return { status: 'asked', file: newFile(event, at, by), chase: { at: event.remindAt, done: 0 } };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before SiteRequested`);
  const file = isStep(event)
    ? { ...state.file, steps: stepsKept([...state.file.steps, { at, by, event }]) }
    : state.file;
  return evolveRequest({ ...state, file }, happened);
}

function evolveRequest(state: SiteRequest, { event, at, by }: Happened<SiteEvent>): SiteRequest {
  const { file } = state;
  const withFile = (change: Partial<SiteFile>): SiteRequest => ({ ...state, file: { ...file, ...change } });
  /** Reminders that stand in people's chats have been answered by this. */
  const settled = { ...file, chased: [] };
  const done = { at, by };
  switch (event.type) {
    case 'SiteRequested':
      throw new Error('a site can be requested once');
    case 'SiteFileOpened':
      return withFile({ reads: [...file.reads, done].slice(-READS_KEPT) });
    case 'AttemptRefused':
      return withFile({ attempts: [...file.attempts, { ...done, command: event.command }].slice(-ATTEMPTS_KEPT) });
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return withFile({ missing: missingAfter(file.missing, event) });
    case 'SiteQuestionAsked': {
      const question = { by, number: event.number, text: event.text, answeredAt: null };
      return withFile({ questions: [...file.questions, question].slice(-QUESTIONS_KEPT) });
    }
    case 'SiteQuestionAnswered':
      return withFile({
        questions: file.questions.map((one) => (one.number === event.number ? { ...one, answeredAt: at } : one)),
      });
    case 'SiteRefused':
      standing(state, event, 'asked');
      return { status: 'refused', file: settled, closed: done };
    case 'SiteDeclined':
      standing(state, event, 'asked');
      return { status: 'declined', file: settled, closed: done, reason: event.reason };
    case 'SiteWithdrawn':
      standing(state, event, 'asked');
      return { status: 'withdrawn', file: settled, closed: done };
    case 'SiteLapsed':
      standing(state, event, 'asked');
      return { status: 'lapsed', file: settled, closed: done };
    case 'SiteAgreed':
      return agreed(standing(state, event, 'asked'), event, done);
    case 'SiteApproved':
      return approved(standing(state, event, 'asked'), event, done);
    case 'DecidersReminded':
      return decidersReminded(standing(state, event, 'asked', 'open'), event);
    case 'JobReminded':
      return jobReminded(standing(state, event, 'approved', 'ended'), event);
    case 'ReminderPutOff':
      return putOff(standing(state, event, 'asked', 'approved', 'open', 'ended'), event);
    case 'SiteOpened': {
      const { chase: _, ...before } = standing(state, event, 'approved');
      const endRemindAt = before.endRemindAt.filter((instant) => instant > at);
      return { ...before, status: 'open', file: settled, endRemindAt, opened: done, extension: null, extensions: 0 };
    }
    case 'SiteNotOpened': {
      const { chase: _, endRemindAt: __, ...before } = standing(state, event, 'approved');
      return { ...before, status: 'not-opened', file: settled, closed: done, reason: event.reason };
    }
    case 'BeginningCame':
      standing(state, event, 'asked', 'approved');
      return withFile({ hasBegun: true });
    case 'EndReminded':
      return { ...standing(state, event, 'open'), endRemindAt: event.endRemindAt };
    case 'ExtensionAsked':
    case 'ExtensionAgreed':
    case 'ExtensionApproved':
    case 'ExtensionDeclined':
      return extensionChanged(standing(state, event, 'open'), event, done);
    case 'AccessEnded':
      return ended(standing(state, event, 'approved', 'open'), event, done);
    case 'SiteNotBlocked':
      return standing(state, event, 'ended');
    case 'OverdueShown': {
      const before = standing(state, event, 'ended');
      return { ...before, morningAt: event.morningAt, shownTo: union(before.shownTo, event.to) };
    }
    case 'SiteBlockedAgain': {
      const { chase: _, morningAt: __, ...before } = standing(state, event, 'ended');
      return { ...before, status: 'blocked', file: settled, blocked: done };
    }
    default:
      return event satisfies never;
  }
}

function newFile({ type: _, ruling, remindAt: __, ...requested }: EventOf<'SiteRequested'>, at: Instant, by: Actor) {
  if (by.kind !== 'person') throw new Error('only a person can ask for a site');
  const none = {
    approvals: [],
    extended: [],
    steps: [],
    missing: [],
    questions: [],
    chased: [],
    reads: [],
    attempts: [],
  };
  return {
    requestedBy: by.person,
    requestedAt: at,
    requested,
    ruling,
    ...none,
    isDelegated: false,
    hasBegun: false,
  } satisfies SiteFile;
}

function standing<Status extends SiteRequest['status']>(
  state: SiteRequest,
  event: SiteEvent,
  ...statuses: readonly Status[]
): SiteAt<Status> {
  const isThere = (one: SiteRequest): one is SiteAt<Status> => statuses.some((status) => status === one.status);
  if (!isThere(state)) throw new Error(`${event.type} cannot come while a request is ${state.status}`);
  return state;
}
