import { type Agency, saidChecked } from '../../domain/agency-contact.ts';
import type { Instant } from '../../domain/instant.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { trained } from '../../domain/training.ts';
import type { Finding, Training } from './findings.ts';

/** The words on the buttons. */
export const labels = {
  'upkeep/open': 'Open',
  'upkeep/put-away': 'Put away',
} as const;

/** What is asked of whoever is told that agencies were not checked. */
export const ringThem = 'Ring it and put the day into the school file.';
/** What happens where the training of somebody has run out: nothing is taken from them (R195). */
const keepsAccess = 'They keep their access.';

/** What the safeguarding channel is told of agencies: they are no secret. */
export function saidAgencies(agencies: readonly Agency[], school: School, at: Instant): string {
  const names = agencies.map((one) => `${one.name} (${saidChecked(one, school, at)})`).join(', ');
  return agencies.length === 1
    ? `Look whether this number is still right: ${names}. ${ringThem}`
    : `Look whether these numbers are still right: ${names}. Ring each and put the day into the school file.`;
}

/** What the head is told of the training of others: by role, as it may be read over a shoulder. */
export function saidToLeader(trainings: readonly Training[], school: School, at: Instant): string {
  const roles = [...new Set(trainings.map((one) => saidRole(one, school)))].join(', ');
  const [first] = trainings;
  if (first === undefined || trainings.length > 1)
    return `Safeguarding training that has run out, or has no day in the school file: ${roles}. ${keepsAccess} Agree when it is renewed, and have the days put into the school file.`;
  return first.state === 'missing'
    ? `The school file has no day of safeguarding training for ${roles}. ${keepsAccess} Have the day put into it.`
    : `The safeguarding training of ${roles} held until ${saidDate(school, first.until, at)}. ${keepsAccess} Agree when it is renewed, and have the day put into the school file.`;
}

/** What somebody is told of their own training. */
export function saidToThem({ state, until }: Training, school: School, at: Instant): string {
  switch (state) {
    case 'soon':
      return `Your safeguarding training holds until ${saidDate(school, until, at)}. Book the next, and have its day put into the school file.`;
    case 'over':
      return `Your safeguarding training held until ${saidDate(school, until, at)}. You keep your access, and the leadership is told. Book the next, and have its day put into the school file.`;
    case 'missing':
      return 'The school file has no day of your safeguarding training. You keep your access. Have the day put into the school file.';
    default:
      return state satisfies never;
  }
}

/** A finding in a line, by name, for the private surface. */
export function saidFinding(finding: Finding, school: School, at: Instant): string {
  if (finding.kind === 'agency') {
    const { name, contact, telephone } = finding.agency;
    const whom = [name, contact, telephone].filter((part) => part !== undefined).join(', ');
    return `${whom}: ${saidChecked(finding.agency, school, at)}`;
  }
  const name = personName(school, finding.person);
  const role = saidRole(finding, school);
  const { state, until } = finding;
  if (state === 'missing') return `${name} (${role}): no day in the school file`;
  const day = saidDate(school, until, at);
  return `${name} (${role}): ${state === 'over' ? `ran out on ${day}` : `holds until ${day}`}`;
}

/** Somebody whose training is looked at, by the role that it is for. */
function saidRole({ person }: Training, school: School): string {
  const held = trained.find((role) => school.roles[role].people.includes(person));
  if (held !== undefined) return `the ${roleLabel(school, held)}`;
  const standsIn = trained.find((role) => school.roles[role].delegate === person);
  return standsIn === undefined ? 'somebody' : `the delegate of the ${roleLabel(school, standsIn)}`;
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string): string {
  return `There is nothing with the reference ${reference} that you can open. What is to be kept current is for the DSL, the head and the chair.`;
}
