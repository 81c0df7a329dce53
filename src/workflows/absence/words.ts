import type { Cover } from '../../domain/absences.ts';
import type { Role } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';

/** The words on the buttons. */
export const labels = {
  'absence/begin': 'I am away until',
  'absence/open': 'Open',
  'absence/put-away': 'Put away',
  'absence/back': 'I am back',
} as const;

/** Somebody by a role that they hold, where others may hold it too. */
function saidHolder(role: Role, school: School): string {
  const label = roleLabel(school, role);
  if (school.roles[role].people.length === 1) return `the ${label}`;
  return /^[aeiou]/i.test(label) ? `an ${label}` : `a ${label}`;
}

/** That somebody is away, by their role. */
export function saidAway(role: Role, day: string, school: School): string {
  return `${capital(saidHolder(role, school))} is away until ${day}.`;
}

/** Who has what comes to a role meanwhile, for the safeguarding channel: without a name. */
export function saidCover(role: Role, { by }: Cover, school: School): string {
  switch (by) {
    case 'others':
      return 'The others of the safeguarding team have what comes.';
    case 'delegate':
      return 'Nobody else of the safeguarding team is there, so the delegates stand in.';
    case 'nobody':
      return saidNobody(roleLabel(school, role));
    default:
      return by satisfies never;
  }
}

/** The same for whoever is away, by name: they read it alone. */
export function saidCoverBy(role: Role, { by, people }: Cover, school: School): string {
  const label = roleLabel(school, role);
  if (by === 'nobody') return `${saidNobody(label)} ${whatToDo}`;
  const names = people.map((person) => personName(school, person)).join(', ');
  return `${capital(label)}: ${names}${people.length === 1 ? ' has' : ' have'} what comes.`;
}

/** What a role's delegate, or another who holds it, is told. */
export function saidYouStandIn(role: Role, day: string, by: Cover['by'], school: School): string {
  const label = roleLabel(school, role);
  const what = by === 'others' ? 'You have' : `You stand in for the ${label}: you have`;
  return `${saidAway(role, day, school)} ${what} what comes meanwhile.`;
}

/** That nobody has what comes to a role. */
export function saidNobody(label: string): string {
  return `Nobody stands in for the ${label}: the delegate is away too.`;
}

/** What can be done where nobody stands in. */
export const whatToDo = 'Agree with somebody who does, and put them into the school file as the delegate.';

/** That somebody is back, by the roles they hold now. */
export function saidBack(roles: readonly Role[], school: School): string {
  const said = roles.map((role) => saidHolder(role, school)).join(', ');
  return said === '' ? 'Somebody who was away is back.' : `${capital(said)} is back.`;
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string): string {
  return `There is nothing with the reference ${reference} that you can open. Whoever is away opens their own absence.`;
}

/** Somebody's roles in a line of a list, and those they stand in for where they hold none. */
export function saidRoles(held: readonly Role[], standsIn: readonly Role[], school: School): string {
  const labels = held.map((role) => roleLabel(school, role));
  const all = labels.length > 0 ? labels : standsIn.map((role) => `delegate of the ${roleLabel(school, role)}`);
  return capital(all.join(', '));
}
