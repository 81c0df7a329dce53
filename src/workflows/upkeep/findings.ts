import { type Agency, isAgencyStale } from '../../domain/agency-contact.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { type LocalDate, localDateTime } from '../../domain/school-time.ts';
import { type TrainingDue, trainingDue } from '../../domain/training.ts';

/** What of the school file is not kept current, or soon will not be. `id` stays the same while it is not seen to. */
export type Finding =
  | (TrainingDue & { readonly kind: 'training'; readonly id: string })
  | {
      readonly kind: 'agency';
      readonly id: string;
      readonly agency: Agency;
    };
export type Training = Extract<Finding, { kind: 'training' }>;
export type StaleAgency = Extract<Finding, { kind: 'agency' }>;

/** All that is not kept current on this day, the training first. */
export function findingsOf(school: School, at: Instant): readonly Finding[] {
  const { date } = localDateTime(school, at);
  return [...trainingOf(school, date), ...agenciesOf(school, at)];
}

function trainingOf(school: School, today: LocalDate): readonly Training[] {
  return trainingDue(school, today).map((due): Training => {
    const id =
      due.state === 'missing' ? `training-missing:${due.person}` : `training-${due.state}:${due.person}:${due.until}`;
    return { kind: 'training', id, ...due };
  });
}

function agenciesOf(school: School, at: Instant): readonly StaleAgency[] {
  return school.agencies
    .filter((agency) => isAgencyStale(agency, school, at))
    .map((agency) => ({ kind: 'agency', id: `agency:${agency.id}:${agency.lastChecked}`, agency }));
}
