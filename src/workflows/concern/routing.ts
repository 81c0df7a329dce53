import type { Answers } from '../../domain/form.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { freeHolders, holdersOf, type School } from '../../domain/school.ts';
import type { Route } from './events.ts';
import { peopleNamedExactlyIn, peopleNamedIn } from './named-people.ts';
import { lastResort, routingRuleOf } from './rules.ts';
import type { Concern } from './state.ts';

/**
 * The people of the school whom a report may be about. About staff, anybody whose name, email, job or role was written
 * counts, also by surname alone; about another adult, only who is named in full, such as a parent who works here too.
 */
export function subjectsOf(answers: Answers, school: School): readonly PersonId[] {
  const names = String(answers.adultNames ?? '');
  switch (routingRuleOf(answers, false).id) {
    case 'about-head':
      return school.roles.head.people;
    case 'about-staff':
      return peopleNamedIn(names, school);
    default:
      return [...peopleNamedExactlyIn(names, school), ...peopleNamedIn(String(answers.contactAdult ?? ''), school)];
  }
}

/** Who handles a concern with these answers, round those whom it is about (R014, R015). */
export function routeFor(answers: Answers, subjects: readonly PersonId[], school: School): Route {
  const namesHead = subjects.some((person) => school.roles.head.people.includes(person));
  const rule = routingRuleOf(answers, namesHead);
  const lists = [...rule.handlers, ...lastResort];
  const isFree = (list: readonly Role[]) => holdersOf(school, list).every((person) => !subjects.includes(person));
  const hasSomebody = (list: readonly Role[]) => freeHolders(list, subjects, school).length > 0;
  const handlers = lists.find(isFree) ?? lists.find(hasSomebody) ?? rule.handlers[0] ?? [];
  return { rule: rule.id, source: rule.source, handlers: [...handlers] };
}

/**
 * Who handles a concern from now on, when these people turn out to be subjects of it; undefined where none of them
 * handled it before.
 */
export function rerouteFor({ file }: Concern, found: readonly PersonId[], school: School): Route | undefined {
  const { route, subjects, answers } = file;
  const handlers = [...holdersOf(school, route.handlers), ...freeHolders(route.handlers, subjects, school)];
  const isNews = found.some((person) => handlers.includes(person) && !subjects.includes(person));
  return isNews ? routeFor(answers, [...subjects, ...found], school) : undefined;
}
