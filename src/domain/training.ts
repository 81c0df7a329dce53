import { DateTime } from 'luxon';
import type { PersonId, Role } from './people.ts';
import { findPerson, holdersOf, type School } from './school.ts';
import type { LocalDate } from './school-time.ts';

// Whether those who handle safeguarding were trained, and for how long that holds (003 sections 3.13 and 3.29).

/** Training that is not known, does not hold any more, or soon will not. */
export interface TrainingDue {
  readonly person: PersonId;
  readonly state: 'missing' | 'over' | 'soon';
  /** The last day for which the training holds; '' where no day is known. */
  readonly until: LocalDate | '';
}

/** Whose training is looked at: they see to cases, or stand in for those who do. */
export const trained: readonly Role[] = ['dsl', 'deputy-dsl'];

/** Everybody whose training is looked at, each once: who holds one of the roles, then who stands in. */
export function trainedPeople(school: School): readonly PersonId[] {
  const all = [...holdersOf(school, trained), ...trained.map((role) => school.roles[role].delegate)];
  return [...new Set(all)].filter((person) => findPerson(school, person) !== undefined);
}

/** Whose training is to be seen to on this day. */
export function trainingDue(school: School, today: LocalDate): readonly TrainingDue[] {
  return trainedPeople(school).flatMap((person): TrainingDue[] => {
    const last = findPerson(school, person)?.safeguardingTraining;
    // A day that is still to come is a slip, and says nothing of what was.
    if (last === undefined || last > today) return [{ person, state: 'missing', until: '' }];
    const until = moved(last, { months: school.concerns.trainingMonths });
    if (until < today) return [{ person, state: 'over', until }];
    return moved(until, { months: -1 }) <= today ? [{ person, state: 'soon', until }] : [];
  });
}

/** Days of the calendar, which have no time zone; the last of February after its 29th. */
function moved(date: LocalDate, by: { readonly months: number }): LocalDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus(by).toFormat('yyyy-MM-dd');
}
