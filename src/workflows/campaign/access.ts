import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { isPublisher, maySeeWhoHasNot, policyParts } from '../../domain/policies.ts';
import { findPerson, freeHolders, type School } from '../../domain/school.ts';
import type { Campaign, CampaignState } from './state.ts';

/** Who hears last of those who have not. */
const heads = ['head'] as const;
/** Who sees to those for whom no line manager is named. */
const coordinators = ['online-safety-coordinator'] as const;

/**
 * What somebody may be to a campaign. Roles are looked up at the moment of asking, so that who has given one up loses it
 * at once. Who is none of these may not learn that it exists.
 */
export interface Parts {
  /** Publishes: reminds, and exports. */
  readonly runs: boolean;
  /** Reads how it goes. */
  readonly watches: boolean;
  /** Sees by name everybody who has not (R166). */
  readonly seesAll: boolean;
  /** Sees those of them whom they manage. */
  readonly manages: boolean;
  /** Sees who has not signed an agreement past its date, by name alone (R163). */
  readonly seesUnsigned: boolean;
}

export function partsOf({ file }: Campaign, person: PersonId, school: School): Parts {
  const isThere = findPerson(school, person) !== undefined;
  const runs = isThere && isPublisher(person, school);
  const isOwner = isThere && file.owner === person;
  return {
    runs,
    watches: runs || isOwner,
    seesAll: runs || isOwner || (isThere && maySeeWhoHasNot(person, school)),
    manages: isThere && managesAnybody(person, school),
    seesUnsigned: isThere && file.wording.isSigned && itOf(school).includes(person),
  };
}

/** Whether anybody of the school file has them for a line manager. */
function managesAnybody(person: PersonId, school: School): boolean {
  return managersOf(school).has(person);
}

/** A trust has tens of thousands of people: each list is gone through once. */
const known = new WeakMap<School['people'], ReadonlySet<PersonId>>();

function managersOf({ people }: School): ReadonlySet<PersonId> {
  const managers = known.get(people) ?? new Set(people.flatMap(({ manager }) => manager ?? []));
  known.set(people, managers);
  return managers;
}

/** Somebody's line manager, while they are there. */
export function managerOf(person: PersonId, school: School): PersonId | undefined {
  const manager = findPerson(school, person)?.manager;
  return manager === undefined ? undefined : findPerson(school, manager)?.email;
}

/** Who sees to those for whom no line manager is named. */
export function coordinatorsOf(school: School): readonly PersonId[] {
  return freeHolders(coordinators, [], school);
}

/** Who hears last. */
export function headsOf(school: School): readonly PersonId[] {
  return freeHolders(heads, [], school);
}

/** Who hears how many have not signed an agreement past its date. */
export function itOf(school: School): readonly PersonId[] {
  return freeHolders(policyParts.seesUnsigned.roles, [], school);
}

/** Who has a card with how it goes: whoever published it, and whoever looks after the policy. */
export function watchersOf({ file }: Campaign, school: School): readonly PersonId[] {
  const publisher = isPublisher(file.publisher, school) ? [file.publisher] : [];
  return [...new Set([...publisher, file.owner])].filter((person) => findPerson(school, person) !== undefined);
}

/** The slots of the cards of one person. */
export const slots = {
  progress: (person: PersonId) => `progress:${person}`,
  manager: (person: PersonId) => `manager:${person}`,
  unmanaged: (person: PersonId) => `unmanaged:${person}`,
  head: (person: PersonId) => `head:${person}`,
  it: (person: PersonId) => `it:${person}`,
  view: (person: PersonId) => `view:${person}`,
} as const;

/**
 * Whether a message that is owed may still go out: nothing goes to who has lost the part it is for. Short words that take
 * the place of something are let through.
 */
export function mayStillSendCampaign(state: CampaignState, { to, card, slot }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person' || card === 'notice') return true;
  const { person } = to;
  const parts = partsOf(state, person, school);
  const rights: Readonly<Record<string, boolean>> = {
    [slots.progress(person)]: watchersOf(state, school).includes(person),
    [slots.manager(person)]: parts.manages,
    [slots.unmanaged(person)]: coordinatorsOf(school).includes(person),
    [slots.head(person)]: headsOf(school).includes(person),
    [slots.it(person)]: parts.seesUnsigned,
    [slots.view(person)]: parts.seesAll || parts.manages || parts.seesUnsigned,
  };
  return rights[slot] ?? false;
}
