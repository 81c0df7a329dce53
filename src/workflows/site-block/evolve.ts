import type { Happened } from '../../domain/decider.ts';
import type { Actor } from '../../domain/people.ts';
import { missingAfter, stepsKept } from '../../domain/undelivered.ts';
import { type BlockEvent, isStep } from './events.ts';
import type { Block, BlockFile, BlockState, Done, Wait } from './state.ts';

const READS_KEPT = 50;
const ATTEMPTS_KEPT = 20;

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a record. */
export function evolveBlock(state: BlockState, happened: Happened<BlockEvent>): BlockState {
  const { event, at, by } = happened;
  if (event.type === 'SiteReported' || event.type === 'SiteBlockRequested') {
    if (state.status !== 'none') throw new Error('a site can be reported once in a record');
    return { status: 'reported', file: newFile(event, at, by) };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before the report`);
  const file: BlockFile = isStep(event)
    ? { ...state.file, steps: stepsKept([...state.file.steps, { at, by, event }]) }
    : state.file;
  const withFile = (change: Partial<BlockFile>): Block => ({ ...state, file: { ...file, ...change } });
  switch (event.type) {
    case 'SiteBlockOpened':
      return withFile({ reads: [...file.reads, { at, by }].slice(-READS_KEPT) });
    case 'SiteBlockKeptFrom':
      return withFile(keptFrom(file, event.people));
    case 'SiteBlocked':
      return afterBlocking(state, { ...file, ...settled }, { at, by });
    case 'BlockingFailed':
      if (state.status !== 'reported') throw new Error('only what is still to be blocked can fail');
      return withFile({ failed: { at, by, reason: event.reason } });
    case 'FilterReviewed':
      return afterReview(state, file, event, { at, by });
    case 'BlockLifted':
      if (state.status !== 'lifting') throw new Error('only a block that is to come off can be taken off');
      return { status: 'closed', file: { ...file, ...settled }, blocked: state.blocked, lifted: { at, by } };
    case 'JobWaitNoticed':
      return withFile(afterJobNotice(file, event));
    case 'ReviewWaitNoticed':
      return withFile({ reviewWait: noticed(file.reviewWait, event.reviewDue) });
    case 'MorningNoticed':
      return withFile({
        morning: noticed(file.morning, event.morning),
        shownTo: [...new Set([...file.shownTo, ...event.to])],
      });
    case 'ReminderPutOff':
      return withFile(putOff(file, event));
    case 'AttemptRefused':
      return withFile({ attempts: [...file.attempts, { at, by, command: event.command }].slice(-ATTEMPTS_KEPT) });
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return withFile({ missing: missingAfter(file.missing, event) });
    default:
      return event satisfies never;
  }
}

/** What is left of a job of IT's that is over. */
const settled = { job: null, morning: null, chased: [], shownTo: [] };

type Begun = Extract<BlockEvent, { type: 'SiteReported' | 'SiteBlockRequested' }>;

function newFile(event: Begun, at: string, by: Actor): BlockFile {
  return {
    site: event.site,
    origin: originOf(event, by),
    askedAt: at,
    without: event.type === 'SiteReported' ? [] : event.without,
    job: { due: event.jobDue, noticed: 0 },
    reviewWait: { due: event.reviewDue, noticed: 0 },
    morning: { due: event.morning, noticed: 0 },
    review: null,
    isDelegated: false,
    chased: [],
    shownTo: [],
    failed: null,
    missing: [],
    steps: [],
    reads: [],
    attempts: [],
  };
}

function originOf(event: Begun, by: Actor): BlockFile['origin'] {
  if (event.type === 'SiteBlockRequested') {
    const { concern, number, askedBy } = event;
    return { from: 'concern', concern, number, askedBy };
  }
  if (by.kind !== 'person') throw new Error('only a person can report a site');
  const { met, what, date, room, note } = event;
  return { from: 'staff', person: by.person, met, what, date, room, note };
}

/** Nothing of theirs is counted any more, so that nothing of theirs is changed. */
function keptFrom({ without, chased, shownTo }: BlockFile, people: readonly string[]): Partial<BlockFile> {
  const others = (all: readonly string[]) => all.filter((person) => !people.includes(person));
  return { without: [...new Set([...without, ...people])], chased: others(chased), shownTo: others(shownTo) };
}

function afterJobNotice(
  file: BlockFile,
  { jobDue, to }: Extract<BlockEvent, { type: 'JobWaitNoticed' }>,
): Partial<BlockFile> {
  const job = noticed(file.job, jobDue);
  // Whoever stands in hears of it from the second time on, and may do it from then on.
  const isDelegated = file.isDelegated || job.noticed > 1;
  return { job, isDelegated, chased: [...new Set([...file.chased, ...to])] };
}

/** Nobody was asked, so nothing counts but the time. */
function putOff(
  { job, reviewWait, morning }: BlockFile,
  { what, until }: Extract<BlockEvent, { type: 'ReminderPutOff' }>,
): Partial<BlockFile> {
  const later = (wait: Wait | null) => (wait === null ? null : { ...wait, due: until });
  switch (what) {
    case 'job':
      return { job: later(job) };
    case 'review':
      return { reviewWait: later(reviewWait) };
    case 'morning':
      return { morning: later(morning) };
    default:
      return what satisfies never;
  }
}

function noticed(wait: Wait | null, due: string): Wait {
  if (wait === null) throw new Error('nothing waits');
  return { due, noticed: wait.noticed + 1 };
}

/** Blocked and looked at is all there is to do. */
function afterBlocking(state: Block, file: BlockFile, now: Done): Block {
  if (state.status !== 'reported') throw new Error('only what is still to be blocked can be blocked');
  return file.review === null
    ? { status: 'blocked', file, blocked: now }
    : { status: 'closed', file, blocked: now, lifted: null };
}

/** A block that is not needed comes off, also where IT has not said yet that it is on: it may be. */
function afterReview(
  state: Block,
  before: BlockFile,
  { outcome, finding, jobDue }: Extract<BlockEvent, { type: 'FilterReviewed' }>,
  now: Done,
): Block {
  if (state.status !== 'reported' && state.status !== 'blocked')
    throw new Error('the filter is looked at once, or as long as the site is not blocked');
  const file = { ...before, review: { ...now, outcome, finding }, reviewWait: null };
  const isOn = state.status === 'blocked' ? state.blocked : null;
  if (outcome === 'not-needed') {
    if (jobDue === null) throw new Error('a block that is not needed has to come off');
    return { status: 'lifting', file: { ...file, ...settled, job: { due: jobDue, noticed: 0 } }, blocked: isOn };
  }
  if (state.status === 'reported') return { status: 'reported', file };
  return { status: 'closed', file, blocked: state.blocked, lifted: null };
}
