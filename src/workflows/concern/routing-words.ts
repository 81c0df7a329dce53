import type { Said } from '../../domain/pages.ts';
import type { Role } from '../../domain/people.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';
import type { Route, StepEvent } from './events.ts';
import { routingRuleCalled } from './rules/routing.ts';
import type { SayingOf } from './saying.ts';

type RoutingEvent = Extract<
  StepEvent,
  { type: 'ConcernEscalated' | 'HandlersJoined' | 'HandedToSafeguarding' | 'ContactNominated' | 'SubjectsFound' }
>;

/** How a change of who handles a case stands in its history. */
export function saidRouting(event: RoutingEvent, { of, did }: SayingOf): Said {
  const { school } = of;
  switch (event.type) {
    case 'ConcernEscalated':
      return did(
        `let it go on to ${saidRoles(event.to, school)}: nobody had acknowledged it`,
        ...event.standIns.map(
          ({ role, person }) => `${personName(school, person)} stands in for the ${roleLabel(school, role)}.`,
        ),
      );
    case 'HandlersJoined':
      return did(`brought in ${saidRoles(event.to, school)}`, 'A member of staff may have done it (000 section 4.4).');
    case 'HandedToSafeguarding':
      return did(`handed this to ${saidRoles(event.route.handlers, school)}`, event.reason, saidRoute(event.route));
    case 'ContactNominated':
      return did(`named ${personName(school, event.person)} as the one to turn to`);
    case 'SubjectsFound':
      return did(
        'found that it names somebody of the school',
        `Kept from ${event.subjects.map((person) => personName(school, person)).join(', ')}.`,
      );
    default:
      return event satisfies never;
  }
}

/** Why a case is where it is: the rule in words, with its source. */
export function saidRoute({ rule, source }: Route): string {
  const words = routingRuleCalled(rule)?.words ?? rule;
  return `Why it came here: ${words} (${source}).`;
}

/** Roles in a sentence. */
function saidRoles(roles: readonly Role[], school: School): string {
  const said = roles.map((role) => `the ${roleLabel(school, role)}`);
  const last = said.at(-1) ?? 'whoever stands in';
  return said.length < 2 ? last : `${said.slice(0, -1).join(', ')} and ${last}`;
}

/** Whom a member of staff chose to have their report. */
export function saidConfidant(confidant: string, school: School): string {
  return confidant === 'head' ? `The ${roleLabel(school, 'head')}` : personName(school, confidant);
}
