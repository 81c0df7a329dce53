import { type Answers, conditionHolds } from '../../domain/form.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { findPerson, freeHolders, holdersOf, type School } from '../../domain/school.ts';
import type { Route } from './events.ts';
import { toStaff } from './report-conditions.ts';
import {
  channelRoles,
  chosenLeader,
  lastResort,
  ofStaff,
  type RoutingRule,
  routingRuleOf,
  staffVictim,
} from './rules/routing.ts';
import type { Concern } from './state.ts';

/**
 * Who handles a concern with these answers, round those whom it is about (R014, R015). Once a member of staff has gone
 * round the head, it does not come back to the head.
 */
export function routeFor(
  answers: Answers,
  subjects: readonly PersonId[],
  school: School,
  before?: Pick<Route, 'rule'>,
): Route {
  const namesHead = subjects.some((person) => school.roles.head.people.includes(person));
  const rule = routingRuleOf(answers, namesHead);
  const leader = leaderChosen(answers, subjects, school);
  // What the head did is the chair's, whomever somebody chose.
  const isOfHead = rule.id !== staffVictim.id || namesHead;
  const hasChosen = school.concerns.leaders.some((person) => person === answers.confidant);
  if (!isOfHead && (hasChosen || (before !== undefined && isRoundHead(before)))) {
    const { handlers } = routeBy(chosenLeader, subjects, school);
    const route = { rule: chosenLeader.id, source: chosenLeader.source, handlers };
    return leader === undefined ? route : { ...route, people: [leader] };
  }
  const route = routeBy(rule, subjects, school);
  return isOfStaff(answers, subjects) ? { ...route, handlers: [...route.handlers, ...joining(route, school)] } : route;
}

/** Whether somebody chose a leader in the head's place: the head learns nothing of it (R016). */
export function isRoundHead({ rule }: Pick<Route, 'rule'>): boolean {
  return rule === chosenLeader.id;
}

/** The roles that hear of what a member of staff may have done and have it not, where the safeguarding team has (R013). */
export function joining({ handlers }: Pick<Route, 'handlers'>, school: School): readonly Role[] {
  const isTeams = handlers.some((role) => channelRoles.includes(role));
  return isTeams ? ofStaff.filter((role) => !handlers.includes(role) && school.roles[role].people.length > 0) : [];
}

/** Whether the adult whom a report names is somebody of the school. */
function isOfStaff(answers: Answers, subjects: readonly PersonId[]): boolean {
  return answers.contactAdult !== undefined && subjects.length > 0 && !conditionHolds(toStaff, answers);
}

/** The roles of a rule, or the next of them where somebody in them is a subject. */
export function routeBy(rule: RoutingRule, subjects: readonly PersonId[], school: School): Route {
  // Whoever stands in for the head learns of nothing that is about the head.
  const isAboutHead = holdersOf(school, ['head']).some((person) => subjects.includes(person));
  const isHeadOut = isAboutHead || isRoundHead({ rule: rule.id });
  const lists = [...rule.handlers, ...lastResort.handlers].filter((list) => !isHeadOut || !list.includes('head'));
  const isFree = (list: readonly Role[]) => holdersOf(school, list).every((person) => !subjects.includes(person));
  const { delegate } = school.roles.head;
  const isOut = (list: readonly Role[]) => isAboutHead && !holdersOf(school, list).includes(delegate);
  const hasSomebody = (list: readonly Role[]) =>
    freeHolders(list, isOut(list) ? [...subjects, delegate] : subjects, school).length > 0;
  const handlers = lists.find(isFree) ?? lists.find(hasSomebody) ?? lists[0] ?? [];
  const { id, source } = rule.handlers.includes(handlers) ? rule : lastResort;
  return { rule: id, source, handlers: [...handlers] };
}

/** The senior leader whom a member of staff chose in the head's place, where it is none whom it is about (R016). */
function leaderChosen(answers: Answers, subjects: readonly PersonId[], school: School): PersonId | undefined {
  if (!conditionHolds(toStaff, answers)) return undefined;
  return leadersToChoose(subjects, school).find((person) => person === answers.confidant);
}

/** The senior leaders to whom a member of staff may turn (003 appendix 4). */
export function leadersToChoose(subjects: readonly PersonId[], school: School): readonly PersonId[] {
  const { leaders } = school.concerns;
  return leaders.filter((person) => !subjects.includes(person) && findPerson(school, person) !== undefined);
}

/**
 * Who handles a concern from now on, when these people turn out to be subjects of it; undefined where none of them
 * handled it before.
 */
export function rerouteFor({ file }: Concern, found: readonly PersonId[], school: School): Route | undefined {
  const { route, subjects, answers, standIns, contact } = file;
  const before = [
    ...holdersOf(school, route.handlers),
    ...freeHolders(route.handlers, subjects, school),
    ...(route.people ?? []),
    ...standIns,
    ...(contact === null ? [] : [contact]),
  ];
  const isNews = found.some((person) => before.includes(person) && !subjects.includes(person));
  return isNews ? routeFor(answers, [...new Set([...subjects, ...found])], school, route) : undefined;
}
