import type { Message } from '../../domain/message.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { findPerson, freeHolders, holdersOf, holds, type School } from '../../domain/school.ts';
import { remembered } from './remembered.ts';
import { isToldStill } from './reporter-told.ts';
import { isRoundHead } from './routing.ts';
import { channelRoles, handlingRoles } from './rules/routing.ts';
import type { Concern, ConcernState } from './state.ts';
import { isWrittenOf } from './written-names.ts';

/** What somebody is to a concern. Nobody else may learn that it exists. */
export type Standing = 'handler' | 'leader' | 'consulted' | 'reporter' | 'nobody';
/** What somebody may be to a concern; somebody may be several of these. */
export type Part = Exclude<Standing, 'nobody'>;

/**
 * What a person is to a concern now, the foremost of their parts. Roles are looked up at the moment of asking, so that
 * somebody who has given a role up loses access at once; a subject of the concern never handles, leads or advises,
 * whatever roles they hold (R198). A reporter who is a subject too stays its reporter: a report that vanished would tell
 * them.
 */
export function standingOf(concern: Concern, person: PersonId, school: School): Standing {
  return partsOf(concern, person, school)[0] ?? 'nobody';
}

/** Every part that a person has in a concern now. */
export function partsOf(concern: Concern, person: PersonId, school: School): readonly Part[] {
  const has: Record<Part, boolean> = {
    handler: handlersOf(concern, school).includes(person),
    leader: leadersIn(concern, school).includes(person),
    consulted: isConsulted(concern, person, school),
    reporter: concern.file.reportedBy === person,
  };
  return parts.filter((part) => has[part]);
}

/** Whether somebody may read the whole case. */
export function mayRead(concern: Concern, person: PersonId, school: School): boolean {
  return ['handler', 'leader'].includes(standingOf(concern, person, school));
}

const parts: readonly Part[] = ['handler', 'leader', 'consulted', 'reporter'];

/** Who handles the concern now, the foremost first. */
export const handlersOf = remembered((concern, school): readonly PersonId[] => {
  const { route, standIns, contact } = concern.file;
  const isFree = (person: PersonId) => isThere(person, school) && !isSubject(concern, person, school);
  const named = (route.people ?? []).filter(isFree);
  const byRole = freeFrom(concern, route.handlers, school);
  // Whom somebody chose handles it alone; where they are there no more, the roles of the route do.
  const own = named.length > 0 && concern.file.level === 0 ? named : [...named, ...byRole];
  const contacts = contact === null ? [] : [contact];
  return [...new Set([...own, ...[...standIns, ...contacts].filter(isFree)])];
});

/**
 * Who leads in the head's place or is the head: sets sanctions, agrees with the DSL (000 sections 2.3.1 and 4.4). Round
 * those whom it is about, and round the head where a member of staff chose another leader (R016): the chair, then the
 * online-safety governor.
 */
export const leadersOf = remembered((concern, school) => leadersBut([], concern, school));

/** Who may agree to what this person asked for: who leads, never they themselves, then whoever leads after that. */
export function agreersFor(asker: PersonId, concern: Concern, school: School): readonly PersonId[] {
  return leadersBut([asker], concern, school);
}

function leadersBut(without: readonly PersonId[], concern: Concern, school: School): readonly PersonId[] {
  const isRound = (role: Role) => holdersOf(school, [role]).every((person) => !isSubject(concern, person, school));
  const others = (role: Role) => freeFrom(concern, [role], school).filter((person) => !without.includes(person));
  // Whoever stands in for the head learns of nothing that is about the head; nor does the head of what went round them.
  const mayHead = isRound('head') && !isRoundHead(concern.file.route);
  const having = leadingRoles.filter((role) => others(role).length > 0 && (role !== 'head' || mayHead));
  const role = having.find(isRound) ?? having[0];
  return role === undefined ? [] : others(role);
}

/** Who leads, the first of them who is free. */
export const leadingRoles: readonly Role[] = ['head', 'chair', 'online-safety-governor'];

/** Who leads and may read the concern: once they were asked for something, or as they handle it. */
export const leadersIn = remembered((concern, school): readonly PersonId[] => {
  const leaders = leadersOf(concern, school);
  const agreers = concern.file.police.agreements.flatMap(({ by }) => agreersFor(by, concern, school));
  if (concern.file.isLeaderIn) return [...new Set([...leaders, ...agreers])];
  const handlers = handlersOf(concern, school);
  return leaders.filter((person) => handlers.includes(person));
});

/** Whether somebody has been asked for advice on one question, and may see that question. */
function isConsulted(concern: Concern, person: PersonId, school: School): boolean {
  return concern.file.consulting.asked.some(({ role }) => consultedOf(concern, role, school).includes(person));
}

/** Who is asked where a role is consulted: who holds it, or its delegate, and never whom the concern is about. */
export function consultedOf(concern: Concern, role: Role, school: School): readonly PersonId[] {
  return freeFrom(concern, [role], school).filter((person) => isThere(person, school));
}

/**
 * Whether a concern is about this person, as far as is known now: also where they came to the school, or to a role in
 * it, after their name was written.
 */
export function isSubject(concern: Concern, person: PersonId, school: School): boolean {
  const known = isSubjectOf(concern, school);
  const before = known.get(person);
  if (before !== undefined) return before;
  const is = concern.file.subjects.includes(person) || isWrittenOf(concern, person, school);
  known.set(person, is);
  return is;
}

/** Whom it was found to be about, or not to be, of those who were asked after. */
const isSubjectOf = remembered(() => new Map<PersonId, boolean>());

/**
 * Who holds one of these roles, or stands in where nobody is left, round those whom the concern is about. Whoever stands
 * in for the head stands in for nobody where it is about the head.
 */
export function freeFrom(concern: Concern, roles: readonly Role[], school: School): readonly PersonId[] {
  const holders = holdersOf(school, roles);
  const { delegate } = school.roles.head;
  const candidates = [...holders, ...roles.map((role) => school.roles[role].delegate)];
  const isAboutHead = holdersOf(school, ['head']).some((person) => isSubject(concern, person, school));
  const isOut = (person: PersonId) =>
    (isAboutHead && person === delegate && !holders.includes(person)) || isSubject(concern, person, school);
  return freeHolders(roles, candidates.filter(isOut), school);
}

function isThere(person: PersonId, school: School): boolean {
  return findPerson(school, person) !== undefined;
}

/**
 * Where its handlers work on it: in the safeguarding channel, where everybody who is there handles it, unless somebody
 * there is whom it is about. Who handles it and is not there has it in their own chat besides: `handlersAlone`.
 */
export function placeOf(concern: Concern, school: School): 'channel' | 'person' {
  const { handlers } = concern.file.route;
  const inChannel = holdersOf(school, channelRoles);
  const all = handlersOf(concern, school);
  const isTheirs = handlers.some((role) => channelRoles.includes(role)) && inChannel.every((one) => all.includes(one));
  return isTheirs ? 'channel' : 'person';
}

/** Who handles or leads it and has its card in their own chat. */
export function handlersAlone(concern: Concern, school: School): readonly PersonId[] {
  const all = [...new Set([...handlersOf(concern, school), ...leadersIn(concern, school)])];
  if (placeOf(concern, school) === 'person') return all;
  const inChannel = holdersOf(school, channelRoles);
  return all.filter((person) => !inChannel.includes(person));
}

/** Whether a concern could come to this person at all. */
export function mayHandle(person: PersonId, school: School): boolean {
  return (
    holds(school, person, handlingRoles) ||
    handlingRoles.some((role) => school.roles[role].delegate === person) ||
    school.concerns.leaders.includes(person)
  );
}

/**
 * Whether a message that is owed may still go out: what handlers see goes to nobody who does not handle the concern any
 * more. Short words that take the place of something are let through, and so is what ends a card that stands there.
 */
export function mayStillSendConcern(
  state: ConcernState,
  { to, card, slot, onlyEdits }: Message,
  school: School,
): boolean {
  if (state.status === 'none' || to.kind !== 'person') return true;
  if (slot.startsWith('consultation:') && onlyEdits !== true)
    return partsOf(state, to.person, school).includes('consulted');
  if (slot.startsWith('police:'))
    return [...leadersOf(state, school), ...freeFrom(state, ['online-safety-governor'], school)].includes(to.person);
  const isToReporter = ['told:', 'question:'].some((start) => slot.startsWith(start));
  if (isToReporter && onlyEdits !== true) return isToldStill(state, school);
  if (card === 'notice') return true;
  const isForHandlers = ['view:', 'case:', 'line:', 'parked:'].some((start) => slot.startsWith(start));
  const theirs = partsOf(state, to.person, school);
  if (slot.startsWith('case:') && onlyEdits === true) return true;
  return !isForHandlers || theirs.includes('handler') || theirs.includes('leader');
}
