import { conditionHolds } from '../../domain/form.ts';
import type { PersonId } from '../../domain/people.ts';
import { holdersOf, type School } from '../../domain/school.ts';
import { isSubject } from './access.ts';
import { isStaffCase } from './agencies/staff-case.ts';
import { isAboutPupils, toStaff } from './report-conditions.ts';
import { isToldStill } from './reporter-told.ts';
import { leadersToChoose } from './routing.ts';
import type { Concern } from './state.ts';
import type { WhyNot } from './why-not.ts';

/** Why it may not be changed now who handles a case, besides who may and where it stands. */
export const routingWhyNot: WhyNot = {
  'concern/ask': (concern, _person, school) => (isToldStill(concern, school) ? undefined : 'about-the-reporter'),
  'concern/hand-to-safeguarding': (concern, person, school) =>
    isCoordinatorsOwn(concern) && isCoordinator(person, school) ? undefined : 'coordinator-hands-over',
  'concern/nominate-contact': (concern, _person, school) =>
    contactsFor(concern, school).length > 0 ? undefined : 'no-contact-here',
};

/** Whether it came to the co-ordinator, and is about pupils: what is about staff is not the safeguarding team's. */
function isCoordinatorsOwn(concern: Concern): boolean {
  const { file } = concern;
  const isTheirs = file.route.handlers.includes('online-safety-coordinator');
  return isTheirs && conditionHolds(isAboutPupils, file.answers) && !isStaffCase(concern);
}

function isCoordinator(person: PersonId, school: School): boolean {
  const { people, delegate } = school.roles['online-safety-coordinator'];
  return people.includes(person) || delegate === person;
}

/**
 * Who can be the one to turn to for a member of staff to whom something happened: head, chair or a senior leader whom the
 * school has named for it (R027). Nobody in any other case.
 */
export function contactsFor(concern: Concern, school: School): readonly PersonId[] {
  const { answers, subjects, contact } = concern.file;
  if (!conditionHolds(toStaff, answers)) return [];
  const all = [...holdersOf(school, ['head', 'chair']), ...leadersToChoose(subjects, school)];
  return [...new Set(all)].filter((person) => person !== contact && !isSubject(concern, person, school));
}
