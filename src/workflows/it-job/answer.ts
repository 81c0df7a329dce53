import type { Relay } from '../../domain/decider.ts';
import type { School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import type { Job } from './state.ts';

/** How the slots begin of what goes to the concern that asked. */
const TO_CONCERN = 'relay:concern:';

/** What IT has answered, for the case that asked: who holds what and where, what was found, or why it cannot be done. */
export function toConcern(job: Job, { school, reference, at }: CardContext): readonly Relay[] {
  const answer = answerOf(job, { school, at });
  if (answer === undefined) return [];
  const { concern, number, steps } = job.file;
  return [
    {
      slot: `${TO_CONCERN}${at}:${steps.length}`,
      type: 'concern/it-answered',
      reference: concern,
      data: { number, record: reference, ...answer },
    },
  ];
}

/** Whether a slot is that of an answer to the concern that asked. */
export function isToConcern(slot: string): boolean {
  return slot.startsWith(TO_CONCERN);
}

function answerOf(job: Job, of: { readonly school: School; readonly at: string }) {
  if (job.status === 'asked') return undefined;
  const { by } = job.status === 'done' ? job.done : job.failed;
  const who = by.kind === 'person' ? by.person : '';
  return job.status === 'done'
    ? { outcome: 'done', result: saidResult(job.done, of), by: who }
    : { outcome: 'cannot', result: job.failed.reason, by: who };
}

function saidResult(
  { holder, place, since, result }: Extract<Job, { status: 'done' }>['done'],
  { school, at }: { readonly school: School; readonly at: string },
): string {
  const custody = [
    holder === '' ? '' : `Held by: ${holder}`,
    place === '' ? '' : `Kept at: ${place}`,
    since === '' ? '' : `Since: ${saidDate(school, since, at)}`,
  ];
  return [...custody, result].filter((line) => line !== '').join('\n');
}
