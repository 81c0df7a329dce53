import { itJobRules } from '../../domain/it-jobs.ts';
import type { Actor } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName, type School } from '../../domain/school.ts';
import type { Job } from './state.ts';

/** Always the same, whoever handles the case: where it is handled would tell whom it is about. */
export const asker = 'the safeguarding team';

/** What is to be done, such as `secure a device`. */
export function saidJob({ file }: Job): string {
  return itJobRules[file.job].called;
}

/** The first line of every card of a job: what it is and where it stands, all of it in words. */
export function jobTitle(job: Job, reference: string): string {
  return [`Job ${reference}`, saidJob(job), ...saidStatus(job)].join(' · ');
}

function saidStatus(job: Job): readonly string[] {
  switch (job.status) {
    case 'asked':
      return isOverdue(job) ? ['overdue'] : [];
    case 'cannot':
      return ['cannot be done'];
    case 'done':
      return ['done'];
    default:
      return job satisfies never;
  }
}

/** Whether IT had to be asked more than once. */
export function isOverdue({ file }: Job): boolean {
  return (file.wait?.noticed ?? 0) > 0;
}

/** The name of whoever did something, as it stands on the private surface. */
export function nameOf(by: Actor, school: School): string {
  return by.kind === 'clock' ? 'the bot' : personName(school, by.person);
}

/** What it is called where a sentence begins with it. */
export function saidJobFirst(job: Job): string {
  return capital(saidJob(job));
}
