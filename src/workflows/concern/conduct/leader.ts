import { actorOf } from '../../../domain/people.ts';
import { capital, saidByRole } from '../../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../../domain/school.ts';
import { leadersOf, leadingRoles } from '../access.ts';
import type { Concern } from '../state.ts';

/** Who decides on sanctions, by role: the head; the chair where it is about the head (R108). Undefined where nobody may. */
function saidLeader(concern: Concern, school: School): string | undefined {
  const [first] = leadersOf(concern, school);
  return first === undefined ? undefined : saidByRole(actorOf(first), leadingRoles, school);
}

/** The sentence for somebody who may recommend a sanction and not set one. */
export function onlyTheLeader(concern: Concern, school: School): string {
  const [first] = leadersOf(concern, school);
  if (first === undefined) return 'Nobody at the school can set a sanction in this case.';
  const role = leadingRoles.find((one) => school.roles[one].people.includes(first));
  const who =
    role === 'head'
      ? 'the head'
      : role === undefined
        ? saidByRole(actorOf(first), leadingRoles, school)
        : `the ${roleLabel(school, role)}`;
  return `Only ${who} can set a sanction. You can recommend one.`;
}

/** The same at the beginning of a sentence. */
export function saidLeaderFirst(concern: Concern, school: School): string {
  return capital(saidLeader(concern, school) ?? 'nobody');
}
