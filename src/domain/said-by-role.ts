import type { Instant } from './instant.ts';
import type { Actor, Role } from './people.ts';
import { roleLabel, type School } from './school.ts';
import { saidTime } from './school-time.ts';

/** How somebody is named where no name may stand: by the first of these roles that they hold or stand in for (R197). */
export function saidByRole(by: Actor, roles: readonly Role[], school: School): string {
  if (by.kind === 'clock') return 'the bot';
  const { person } = by;
  const role = roles.find((candidate) => school.roles[candidate].people.includes(person));
  if (role !== undefined) return `the ${roleLabel(school, role)}`;
  const standsInFor = roles.find((candidate) => school.roles[candidate].delegate === person);
  return standsInFor === undefined
    ? 'somebody who had that part then'
    : `the delegate of the ${roleLabel(school, standsInFor)}`;
}

/** When something was, within a sentence: `at 14:05` for today, else `on Mon 23 Nov, 14:05`. */
export function saidWhen(school: School, at: Instant, now: Instant): string {
  const said = saidTime(school, at, now);
  return said.startsWith('today ') ? said.replace('today ', 'at ') : `on ${said}`;
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
