import type { PersonId, Role } from '../../../domain/people.ts';
import { holds, type School } from '../../../domain/school.ts';

/** Whose holders are trained to take a concern from somebody, or from an alert (R135; 003 section 3.13). */
const loggingRoles: readonly Role[] = ['dsl', 'deputy-dsl', 'head', 'chair'];

/** Whether somebody may log for others: a holder of such a role, or their delegate. */
export function mayLog(person: PersonId, school: School): boolean {
  return holds(school, person, loggingRoles) || loggingRoles.some((role) => school.roles[role].delegate === person);
}
