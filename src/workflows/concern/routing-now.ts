import type { DecisionContext } from '../../domain/decider.ts';
import { conditionHolds } from '../../domain/form.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { holdersOf, type School } from '../../domain/school.ts';
import { handlersOf, isSubject } from './access.ts';
import { isStaffCase } from './agencies/staff-case.ts';
import { lineTo } from './case-card.ts';
import type { ConcernEvent, Route } from './events.ts';
import { firstReminders } from './reminders.ts';
import { toStaff } from './report-conditions.ts';
import { joining, rerouteFor, routeFor } from './routing.ts';
import { routingRuleCalled } from './rules/routing.ts';
import { type Concern, ownerOf } from './state.ts';

/**
 * What follows from these people's being found to be subjects: it goes round them; to the chair alone where the head may
 * have done it (R014); and to head and co-ordinator as well where somebody of staff may have (R013).
 */
export function routingAfter(
  concern: Concern,
  found: readonly PersonId[],
  now: Concern,
  context: DecisionContext,
): readonly ConcernEvent[] {
  const { school } = context;
  const route = rerouteFor(concern, found, school) ?? routeOfHead(now, school);
  if (route !== undefined) return [rerouted(concern, route, context)];
  if (!isStaffCase(now) || conditionHolds(toStaff, now.file.answers)) return [];
  const to = joining(now.file.route, school).filter((role) =>
    holdersOf(school, [role]).some((person) => !isSubject(now, person, school)),
  );
  return to.length === 0 ? [] : [{ type: 'HandlersJoined', to: [...to] }];
}

/** It goes another way, or the same anew, where whoever had it does not any more. */
export function rerouted(concern: Concern, route: Route, { school, at }: DecisionContext): ConcernEvent {
  return { type: 'ConcernRerouted', route, remindAt: [...firstReminders(concern.file.urgency, at, school)] };
}

/** Where it goes that the head may have done, and that does not go there yet. */
export function routeOfHead(now: Concern, school: School): Route | undefined {
  const { answers, subjects, route } = now.file;
  const heads = holdersOf(school, ['head']).filter((person) => isSubject(now, person, school));
  const isOfHead = heads.some((person) => !isVictimAlone(now, person)) && !conditionHolds(toStaff, answers);
  if (!isOfHead) return undefined;
  const next = routeFor(answers, [...new Set([...subjects, ...heads])], school);
  return routingRuleCalled(route.rule)?.id === next.rule ? undefined : next;
}

/** Whether it is about somebody only as the one to whom it happened. */
function isVictimAlone({ file }: Concern, person: PersonId): boolean {
  const parts = file.steps.flatMap(({ event }) =>
    event.type === 'PersonAdded' && event.subjects.includes(person) ? [event.capacity] : [],
  );
  return parts.length > 0 && parts.every((part) => part === 'victim');
}

/** Tells those who have it from now on: where it went to others, all of them, and else who has come to it. */
export function comeTo(
  before: Concern,
  now: Concern,
  events: readonly ConcernEvent[],
  { school, reference }: DecisionContext,
): readonly Message[] {
  const handlers = handlersOf(now, school);
  if (events.some(({ type }) => type === 'ConcernRerouted'))
    return handlers.map((person) =>
      lineTo(person, `line:came:${person}`, `${reference}: this has come to you, and nobody has it yet.`),
    );
  const had = handlersOf(before, school);
  return handlers
    .filter((person) => !had.includes(person))
    .map((person) =>
      lineTo(person, `line:joined:${person}`, `${reference}: it involves a member of staff. Open it to read it.`),
    );
}

/** Whether somebody has it in person who does not handle it any more. */
export function isLeftByOwner(concern: Concern, school: School): boolean {
  const owner = ownerOf(concern);
  return concern.status === 'handled' && owner !== undefined && !handlersOf(concern, school).includes(owner);
}
