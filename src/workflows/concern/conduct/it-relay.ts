import type { Relay } from '../../../domain/decider.ts';
import { itPeople } from '../../../domain/it-jobs.ts';
import { isSubject } from '../access.ts';
import type { CardContext } from '../card-context.ts';
import type { Concern } from '../state.ts';

/** How the slots begin of what goes to a record of IT's. */
const TO_IT = 'relay:it:';

/** A job that IT was asked to do for the case. */
export type AskedJob = Concern['file']['conduct']['it'][number];

/**
 * Gives IT a job: what to do and what is needed for it, who may not know of it, and nothing else of the concern (R005).
 * Given again, it is only kept from more people.
 */
export function itRelay(
  concern: Concern,
  job: AskedJob,
  { reference, school }: Pick<CardContext, 'reference' | 'school'>,
): Relay {
  const { subjects } = concern.file;
  const named = itPeople(school).filter((person) => isSubject(concern, person, school));

  return {
    slot: `${TO_IT}${job.number}`,
    type: 'it-job/ask',
    key: `${reference}:${job.number}`,
    data: {
      job: job.job,
      about: job.about,
      concern: reference,
      number: job.number,
      askedBy: job.by,
      without: [...new Set([...subjects, ...named])],
    },
  };
}

/** Whether a slot is that of a command to a record of IT's. */
export function isToItJob(slot: string): boolean {
  return slot.startsWith(TO_IT);
}
