import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { findPerson, freeHolders, holdersOf, holds, type School } from '../../domain/school.ts';
import type { SiteRequest, SiteState } from './state.ts';

/** What somebody may be to a request, in the order of what it lets them see. */
const standings = ['handler', 'requester', 'it', 'log-reader'] as const;
export type Standing = (typeof standings)[number];

/** The roles whose work is done together in the safeguarding channel. */
const channelRoles: readonly Role[] = ['dsl', 'deputy-dsl'];

/**
 * Everything that a person is to a request now. Roles are looked up at the moment of asking, so that somebody who has
 * given a role up loses access at once.
 */
export function standingsOf(request: SiteRequest, person: PersonId, school: School): readonly Standing[] {
  const is: Record<Standing, boolean> = {
    handler: handlersOf(request, school).includes(person),
    requester: request.file.requestedBy === person,
    it: carriersOf(request, school).includes(person),
    'log-reader': holds(school, person, filteringParts.readsLog.roles),
  };
  const isKnown = findPerson(school, person) !== undefined;
  return isKnown ? standings.filter((standing) => is[standing]) : [];
}

/** Who sees all of it: who decides on sites, and where two must agree, who may be the second. Never who asked. */
export function handlersOf(request: SiteRequest, school: School): readonly PersonId[] {
  const { requestedBy, ruling } = request.file;
  const deciders = freeHolders(filteringParts.decides.roles, [requestedBy], school);
  const agreed = agreedBy(request);
  if (ruling.opening !== 'two-approvals' || agreed.length === 0) return deciders;
  const seconds = freeHolders(filteringParts.agreesToo.roles, [requestedBy, ...agreed], school);
  // Whoever was the second goes on seeing it, as long as they hold the part or stand in for whoever does.
  const still = agreed.filter((person) => {
    const others = agreed.filter((other) => other !== person);
    return freeHolders(filteringParts.agreesToo.roles, [requestedBy, ...others], school).includes(person);
  });
  return [...new Set([...deciders, ...seconds, ...still])];
}

/** Whether, where two have to agree, there is one who decides and another who agrees too. Never who asked. */
export function mayTwoAgree({ file: { requestedBy } }: SiteRequest, school: School): boolean {
  const firsts = freeHolders(filteringParts.decides.roles, [requestedBy], school);
  return firsts.some((first) => freeHolders(filteringParts.agreesToo.roles, [requestedBy, first], school).length > 0);
}

/** Everybody who has agreed to it, or to the longer time that is asked for. */
function agreedBy(request: SiteRequest): readonly PersonId[] {
  const longer = request.status === 'open' ? (request.extension?.approvals ?? []) : [];
  return [...request.file.approvals, ...longer].flatMap(({ by }) => (by.kind === 'person' ? [by.person] : []));
}

/** Who may open and block the site; nobody before it was agreed. From the second reminder on, also who stands in. */
export function carriersOf(request: SiteRequest, school: School): readonly PersonId[] {
  switch (request.status) {
    case 'asked':
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'lapsed':
      return [];
    case 'approved':
    case 'open':
    case 'not-opened':
    case 'ended':
    case 'blocked': {
      const { roles } = filteringParts.carriesOut;
      const delegates = request.file.isDelegated ? roles.map((role) => school.roles[role].delegate) : [];
      return [...new Set([...freeHolders(roles, [], school), ...delegates])];
    }
    default:
      return request satisfies never;
  }
}

/** Who sees it in their own chat, because they are not in the safeguarding channel. */
export function handlersAlone(request: SiteRequest, school: School): readonly PersonId[] {
  return handlersOf(request, school).filter((person) => !holds(school, person, channelRoles));
}

/** Who sees it in the safeguarding channel and may decide on it. */
export function handlersInChannel(request: SiteRequest, school: School): readonly PersonId[] {
  const there = holdersOf(school, channelRoles);
  return handlersOf(request, school).filter((person) => there.includes(person));
}

/** Who is shown each school morning what is past its end and not blocked. */
export function watchersOf(school: School): readonly PersonId[] {
  return freeHolders(filteringParts.watches.roles, [], school);
}

/** Whether something with this part could come to a person at all. */
export function mayHavePart(part: 'decides' | 'agreesToo' | 'carriesOut', person: PersonId, school: School): boolean {
  const { roles } = filteringParts[part];
  return holds(school, person, roles) || roles.some((role) => school.roles[role].delegate === person);
}

/** What is for whoever asked, or supervises, and for nobody who has left the staff list, however short it is. */
const requesterSlots: readonly string[] = ['receipt', 'access', 'told', 'question', 'supervisor'];

/**
 * Whether a message that is owed may still go out: what somebody sees by a role goes to nobody who has given it up.
 * Short words that take the place of something are let through.
 */
export function mayStillSendSite(state: SiteState, { to, card, slot, data }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person') return true;
  const { person } = to;
  const standings = standingsOf(state, person, school);
  const [kind = ''] = slot.split(':');
  if (card === 'notice' && !requesterSlots.includes(kind)) return true;
  switch (kind) {
    case 'view':
      // As it was drawn: whoever decides on it sees more than whoever reads the log.
      return standings.some((standing) => standing === data.as);
    case 'supervisor':
      return findPerson(school, person) !== undefined;
    case 'case':
    case 'parked':
      return standings.includes('handler');
    case 'line':
      return standings.includes('handler') || watchersOf(school).includes(person);
    case 'job':
      return standings.includes('it');
    case 'overdue':
      return watchersOf(school).includes(person);
    case 'chase':
      return standings.some((one) => one === 'handler' || one === 'it') || watchersOf(school).includes(person);
    default:
      return standings.includes('requester');
  }
}
