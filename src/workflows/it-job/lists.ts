import type { ListDefinition } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import { itSupervision } from '../../domain/it-jobs.ts';
import type { School } from '../../domain/school.ts';
import { saidDuration, saidTime } from '../../domain/school-time.ts';
import { mayCarryOut, partsOf } from './access.ts';
import type { Job, JobState } from './state.ts';
import { asker, isOverdue, nameOf, saidJob, saidJobFirst } from './words.ts';

type List = ListDefinition<JobState>;

/** What IT was asked to do for a case. */
export const jobs: List = {
  id: 'it-jobs',
  title: 'Jobs for IT',
  empty: 'There is no job for IT.',
  alwaysSaid: true,
  statuses: ['asked'],
  isFor: mayCarryOut,
  row(state, { reference, person, school, now }) {
    if (state.status !== 'asked' || !partsOf(state, person, school).includes('carriesOut')) return undefined;
    const overdue = isOverdue(state) ? ['overdue'] : [];
    return {
      rank: 0,
      since: state.file.askedAt,
      title: [reference, saidJob(state), ...overdue].join(' · '),
      detail: `from ${asker} · ${saidDuration(state.file.askedAt, now)}`,
      press: { label: 'Open', command: 'it-job/open' },
    };
  },
};

/** What IT was asked and did, for whoever supervises it: which job, who and when, and nothing of what it was about (R009). */
export const supervision: List = {
  ...itSupervision,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || !partsOf(state, person, school).includes('supervises')) return undefined;
    return {
      rank: 0,
      since: state.file.askedAt,
      title: `${reference} · ${saidJobFirst(state)}`,
      detail: `Asked ${saidTime(school, state.file.askedAt, now)}\n${saidAnswer(state, school, now)}`,
    };
  },
};

function saidAnswer(job: Job, school: School, now: Instant): string {
  switch (job.status) {
    case 'asked':
      return isOverdue(job) ? 'Not done yet, overdue' : 'Not done yet';
    case 'cannot':
      return `Cannot be done, says ${nameOf(job.failed.by, school)}, ${saidTime(school, job.failed.at, now)}`;
    case 'done':
      return `Done by ${nameOf(job.done.by, school)}, ${saidTime(school, job.done.at, now)}`;
    default:
      return job satisfies never;
  }
}
