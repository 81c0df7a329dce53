import { roleLabel, type School } from '../../../domain/school.ts';
import { agreersFor, handlersOf, leadingRoles } from '../access.ts';
import { type Concern, ownerOf } from '../state.ts';

/** With whom it would be agreed that the police are not told, by role; undefined where nobody is left who could. */
export function saidAgreer(concern: Concern, school: School): string | undefined {
  const [foremost = ''] = handlersOf(concern, school);
  const agreers = agreersFor(ownerOf(concern) ?? foremost, concern, school);
  const role = leadingRoles.find((one) => school.roles[one].people.some((person) => agreers.includes(person)));
  if (role !== undefined) return role === 'head' ? 'the head' : `the ${roleLabel(school, role)}`;
  return agreers.length === 0 ? undefined : 'who leads';
}
