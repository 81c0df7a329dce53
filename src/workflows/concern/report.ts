import type { Answers } from '../../domain/form.ts';
import { type Instant, later, MINUTE } from '../../domain/instant.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { holdersOf, roleLabel, type School } from '../../domain/school.ts';
import { nextSchoolTime } from '../../domain/school-time.ts';
import type { ConcernEvent, Route } from './events.ts';
import { channelRoles, routingRules, type Urgency, urgencyOf } from './rules.ts';

/** The event that these answers make, with its urgency, its route and those who may not know of it. */
export function reported(answers: Answers, school: School, at: string): Extract<ConcernEvent, { type: 'ConcernReported' }> {
  const subjects = subjectsOf(answers, school);
  const urgency = urgencyOf(answers);
  return {
    type: 'ConcernReported',
    answers: { ...answers },
    urgency,
    route: routeFor(answers, subjects, school),
    subjects: [...subjects],
    remindAt: school.reminders[urgency].map((minutes) => reminderAfter(minutes, urgency, at, school)),
  };
}

/**
 * The reminders that are still to come once one was given. After the last of the school's list it repeats at the last
 * one's distance, so that a concern that nobody acknowledges is never left in silence.
 */
export function nextReminders(
  file: { readonly remindAt: readonly Instant[]; readonly urgency: Urgency },
  { school, at }: { readonly school: School; readonly at: Instant },
): readonly Instant[] {
  const left = file.remindAt.filter((instant) => instant > at);
  if (left.length > 0) return left;
  const last = school.reminders[file.urgency].at(-1) ?? 60;
  return [reminderAfter(last, file.urgency, at, school)];
}

/** Routine concerns wait for the school to be open; nobody is woken for one. */
function reminderAfter(minutes: number, urgency: Urgency, at: Instant, school: School): Instant {
  const due = later(at, minutes * MINUTE);
  return urgency === 'routine' ? nextSchoolTime(school, due) : due;
}

/**
 * The people of the school whom a report may be about. Where the reporter says that it is about staff, anybody whose
 * name, email, job or role they wrote counts, also by surname alone: rather one person too many who does not hear of
 * it than one too few.
 */
export function subjectsOf(answers: Answers, school: School): readonly PersonId[] {
  const about = answers.about;
  if (about === 'head') return school.roles.head.people;
  if (about !== 'staff' && about !== 'adult') return [];
  return peopleNamedIn(String(answers.adultNames ?? ''), school);
}

/** The people of the school whom a text names. */
export function peopleNamedIn(text: string, school: School): readonly PersonId[] {
  const written = ` ${plainWords(text)} `;
  const says = (phrase: string) => phrase !== '' && written.includes(` ${plainWords(phrase)} `);
  const byRole = (Object.keys(school.roles) as Role[]).filter(
    (role) => says(roleLabel(school, role)) || says(role) || (role === 'head' && (says('headteacher') || says('the head'))),
  );
  const byName = school.people.filter((person) => {
    const surname = plainWords(person.name).split(' ').at(-1) ?? '';
    return says(person.name) || says(person.email) || says(person.jobTitle) || (surname.length > 2 && says(surname));
  });
  return [...new Set([...holdersOf(school, byRole), ...byName.map((person) => person.email)])];
}

function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Where nobody of a rule's own lists can take it, these are asked in turn (derived; see requirement R015). */
const lastResort: readonly (readonly Role[])[] = [['head'], ['chair'], ['online-safety-governor']];

function routeFor(answers: Answers, subjects: readonly PersonId[], school: School): Route {
  const namesHead = subjects.some((person) => school.roles.head.people.includes(person));
  const about = namesHead ? 'head' : String(answers.about);
  const rule = routingRules.find((candidate) => candidate.about === about) ?? routingRules.find(({ id }) => id === 'safeguarding-team');
  if (rule === undefined) throw new Error('the routing rules have no safeguarding team');
  const lists = [...rule.handlers, ...lastResort];
  const free = (list: readonly Role[]) => holdersOf(school, list).every((person) => !subjects.includes(person));
  const some = (list: readonly Role[]) => holdersOf(school, list).some((person) => !subjects.includes(person));
  const handlers = lists.find(free) ?? lists.find(some) ?? ['online-safety-governor'];
  const inChannel = handlers.every((role) => channelRoles.includes(role));
  return { rule: rule.id, source: rule.source, handlers: [...handlers], place: inChannel ? 'channel' : 'person' };
}
