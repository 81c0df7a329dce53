import type { Answers } from '../../domain/form.ts';
import { conditionHolds } from '../../domain/form.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import type { ConcernEvent } from './events.ts';
import {
  accountsForSurname,
  isNamedAs,
  peopleNamedByNameIn,
  peopleNamedExactlyIn,
  peopleNamedIn,
} from './named-people.ts';
import { isAboutHead, isAboutStaff, toStaff } from './report-conditions.ts';
import { type Concern, ownerOf } from './state.ts';

/** What was written about adults whom a concern may be about. */
interface Written {
  /** Where somebody of the school is meant: by whatever they are called there. */
  readonly ofStaff: readonly string[];
  /** Where another adult is meant, such as a parent: only who is named in full works here too. */
  readonly ofAdults: readonly string[];
}

/**
 * The people of the school whom a report is about, and who may not know of it. About staff, anybody whose name, email,
 * job or role was written counts, also by surname alone; about another adult, only who is named in full. To whom
 * something happened counts too, for nobody handles what happened to themselves: without a name there, the reporter.
 */
export function subjectsOf(answers: Answers, school: School, reporter?: PersonId): readonly PersonId[] {
  if (conditionHolds(isAboutHead, answers) && !conditionHolds(toStaff, answers)) return school.roles.head.people;
  const { ofStaff, ofAdults } = writtenIn(answers);
  const head = conditionHolds(isAboutHead, answers) ? school.roles.head.people : [];
  return [
    ...new Set([
      ...head,
      ...ofStaff.flatMap((text) => peopleNamedIn(text, school)),
      ...ofAdults.flatMap((text) => peopleNamedExactlyIn(text, school)),
      ...(reporter !== undefined && isOwn(answers) ? [reporter] : []),
    ]),
  ];
}

/** Whom somebody's being added to a case makes a subject of it: who is more than a witness. */
export function subjectsAdded(
  { name, kind, capacity }: Pick<Extract<ConcernEvent, { type: 'PersonAdded' }>, 'name' | 'kind' | 'capacity'>,
  school: School,
): readonly PersonId[] {
  if (kind === 'pupil' || capacity === 'witness') return [];
  return kind === 'staff' ? peopleNamedIn(name, school) : peopleNamedExactlyIn(name, school);
}

/**
 * Whether what was written about adults names this person of the school by full name, email or surname, also when they
 * came to the school, or to their name, after it was written. Not by a job title: others hold it by then. Whoever had
 * the same address of another domain, which nobody has any more, is still who they were.
 */
export function isWrittenOf({ file }: Concern, person: PersonId, school: School): boolean {
  const gone = file.subjects.filter((one) => findPerson(school, one) === undefined);
  if (gone.some((one) => localPart(one) === localPart(person))) return true;
  const { ofStaff, ofAdults } = writtenOn(file);
  if (ofStaff.length === 0 && ofAdults.length === 0) return false;
  const known = findPerson(school, person);
  if (known === undefined) return false;
  if ([...ofStaff, ...ofAdults].some((text) => isNamedAs('whole', text, known))) return true;
  if (!ofStaff.some((text) => isNamedAs('surname', text, known))) return false;
  // A surname that was somebody's who has left since is theirs, and not a colleague's of the same name.
  if (gone.some((one) => accountsForSurname(one, known))) return false;
  // Nor is one that stands there as part of the full name of somebody else of the school.
  return ofStaff.some((text) => peopleNamedByNameIn(text, school).includes(person));
}

/**
 * Those who hold a part at the school, or may handle this, and whom what was written names, although nobody knew that
 * when it was written.
 */
export function foundSince(concern: Concern, school: School): readonly PersonId[] {
  const { subjects, route, standIns, contact } = concern.file;
  const inRoles = Object.values(school.roles).flatMap(({ people, delegate, supervisor }) => [
    ...people,
    delegate,
    ...(supervisor === undefined ? [] : [supervisor]),
  ]);
  const owner = ownerOf(concern);
  const others = [contact, owner].filter((person) => typeof person === 'string');
  const all = new Set([...inRoles, ...school.concerns.leaders, ...(route.people ?? []), ...standIns, ...others]);
  return [...all].filter((person) => !subjects.includes(person) && isWrittenOf(concern, person, school));
}

/** What was written in a report, and added later. */
function writtenOn(file: Concern['file']): Written {
  const before = writtenBefore.get(file.steps);
  if (before !== undefined) return before;
  const { ofStaff, ofAdults } = writtenIn(file.answers);
  const added = file.steps.flatMap(({ event }) =>
    event.type === 'PersonAdded' && event.capacity !== 'witness' ? [event] : [],
  );
  const written = {
    ofStaff: [...ofStaff, ...added.filter(({ kind }) => kind === 'staff').map(({ name }) => name)],
    ofAdults: [...ofAdults, ...added.filter(({ kind }) => kind === 'adult').map(({ name }) => name)],
  };
  writtenBefore.set(file.steps, written);
  return written;
}

/** A case of many steps is asked about many people: its steps are gone through once. */
const writtenBefore = new WeakMap<Concern['file']['steps'], Written>();

function writtenIn(answers: Answers): Written {
  const said = (question: string) => String(answers[question] ?? '');
  const isStaff = conditionHolds(isAboutStaff, answers);
  const byWhom = said('instigatorNames');
  const isColleague = answers.instigator === 'colleague';
  const isPupil = answers.instigator === 'pupil';
  return {
    ofStaff: [
      isStaff ? said('adultNames') : '',
      said('contactAdult'),
      isColleague ? byWhom : '',
      said('victims'),
    ].filter(isFilled),
    ofAdults: [isStaff ? '' : said('adultNames'), isColleague || isPupil ? '' : byWhom].filter(isFilled),
  };
}

/** Whether something happened to the reporter, as far as they say. */
function isOwn(answers: Answers): boolean {
  return conditionHolds(toStaff, answers) && !isFilled(String(answers.victims ?? ''));
}

/** What stands before the @ of an address. */
function localPart(person: PersonId): string {
  return person.split('@')[0]?.toLowerCase() ?? person;
}

function isFilled(text: string): boolean {
  return text.trim() !== '';
}
