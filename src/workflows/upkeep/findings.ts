import { DateTime } from 'luxon';
import { type Agency, isAgencyStale } from '../../domain/agency-contact.ts';
import type { Instant } from '../../domain/instant.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { findPerson, holdersOf, type School } from '../../domain/school.ts';
import { type LocalDate, localDateTime } from '../../domain/school-time.ts';

/** What of the school file is not kept current, or soon will not be. `id` stays the same while it is not seen to. */
export type Finding =
  | {
      readonly kind: 'training';
      readonly id: string;
      readonly person: PersonId;
      readonly state: 'missing' | 'over' | 'soon';
      /** The last day for which the training holds; '' where no day is known. */
      readonly until: LocalDate | '';
    }
  | {
      readonly kind: 'agency';
      readonly id: string;
      readonly agency: Agency;
    };
export type Training = Extract<Finding, { kind: 'training' }>;
export type StaleAgency = Extract<Finding, { kind: 'agency' }>;

/** Whose training is looked at: they see to cases, or stand in for those who do (003 sections 3.13 and 3.29). */
export const trained: readonly Role[] = ['dsl', 'deputy-dsl'];

/** Everybody whose training is looked at, each once: who holds one of the roles, then who stands in. */
export function trainedPeople(school: School): readonly PersonId[] {
  const all = [...holdersOf(school, trained), ...trained.map((role) => school.roles[role].delegate)];
  return [...new Set(all)].filter((person) => findPerson(school, person) !== undefined);
}

/** All that is not kept current on this day, the training first. */
export function findingsOf(school: School, at: Instant): readonly Finding[] {
  const { date } = localDateTime(school, at);
  return [...trainingOf(school, date), ...agenciesOf(school, at)];
}

function trainingOf(school: School, today: LocalDate): readonly Training[] {
  return trainedPeople(school).flatMap((person): Training[] => {
    const last = findPerson(school, person)?.safeguardingTraining;
    const finding = { kind: 'training', person } as const;
    // A day that is still to come is a slip, and says nothing of what was.
    if (last === undefined || last > today)
      return [{ ...finding, id: `training-missing:${person}`, state: 'missing', until: '' }];
    const until = moved(last, { months: school.concerns.trainingMonths });
    if (until < today) return [{ ...finding, id: `training-over:${person}:${until}`, state: 'over', until }];
    const isSoon = moved(until, { months: -1 }) <= today;
    return isSoon ? [{ ...finding, id: `training-soon:${person}:${until}`, state: 'soon', until }] : [];
  });
}

function agenciesOf(school: School, at: Instant): readonly StaleAgency[] {
  return school.agencies
    .filter((agency) => isAgencyStale(agency, school, at))
    .map((agency) => ({ kind: 'agency', id: `agency:${agency.id}:${agency.lastChecked}`, agency }));
}

/** Days of the calendar, which have no time zone; the last of February after its 29th. */
function moved(date: LocalDate, by: { readonly months: number }): LocalDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus(by).toFormat('yyyy-MM-dd');
}
