import type { Happened } from '../../domain/decider.ts';
import { missingAfter, stepsKept } from '../../domain/undelivered.ts';
import { isStep, type JobEvent } from './events.ts';
import type { Job, JobFile, JobState } from './state.ts';

const READS_KEPT = 50;
const ATTEMPTS_KEPT = 20;

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a record. */
export function evolveJob(state: JobState, { event, at, by }: Happened<JobEvent>): JobState {
  if (event.type === 'ItJobAsked') {
    if (state.status !== 'none') throw new Error('a job can be asked for once in a record');
    return { status: 'asked', file: newFile(event, at) };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before ItJobAsked`);
  const file: JobFile = isStep(event)
    ? { ...state.file, steps: stepsKept([...state.file.steps, { at, by, event }]) }
    : state.file;
  const withFile = (change: Partial<JobFile>): Job => ({ ...state, file: { ...file, ...change } });
  switch (event.type) {
    case 'ItJobOpened':
      return withFile({ reads: [...file.reads, { at, by }].slice(-READS_KEPT) });
    case 'ItJobKeptFrom': {
      const { people } = event;
      // Nothing of theirs is counted any more, so that nothing of theirs is changed.
      const chased = file.chased.filter((person) => !people.includes(person));
      return withFile({ without: [...new Set([...file.without, ...people])], chased });
    }
    case 'ItJobDone': {
      if (state.status === 'done') throw new Error('a job is done once');
      const { type: _, ...done } = event;
      return { status: 'done', file: { ...file, ...settled }, done: { ...done, at, by } };
    }
    case 'ItJobFailed':
      if (state.status !== 'asked') throw new Error('only what is still to be done can fail');
      return { status: 'cannot', file: { ...file, ...settled }, failed: { at, by, reason: event.reason } };
    case 'ItJobWaitNoticed': {
      const noticed = (file.wait?.noticed ?? 0) + 1;
      return withFile({
        wait: { due: event.due, noticed },
        // Whoever stands in hears of it from the second time on, and may do it from then on.
        isDelegated: file.isDelegated || noticed > 1,
        chased: [...new Set([...file.chased, ...event.to])],
      });
    }
    case 'ReminderPutOff':
      return withFile({ wait: file.wait === null ? null : { ...file.wait, due: event.until } });
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

/** What is left of the waiting once it is over. */
const settled = { wait: null, chased: [] };

function newFile({ type: _, due, ...asked }: Extract<JobEvent, { type: 'ItJobAsked' }>, at: string): JobFile {
  return {
    ...asked,
    askedAt: at,
    wait: { due, noticed: 0 },
    isDelegated: false,
    chased: [],
    missing: [],
    steps: [],
    reads: [],
    attempts: [],
  };
}
