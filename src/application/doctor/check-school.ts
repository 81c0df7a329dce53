import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { checkAgencies } from './agencies.ts';
import { checkCalendar } from './calendar.ts';
import type { Finding } from './finding.ts';
import { checkRoles } from './roles.ts';
import { checkTraining } from './training.ts';

/** What the school file says of the school itself, and whether it is kept current. Asks nobody. */
export function checkSchool(school: School, at: Instant): readonly Finding[] {
  return [
    ...checkRoles(school),
    ...checkTraining(school, at),
    ...checkAgencies(school, at),
    ...checkCalendar(school, at),
  ];
}
