import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { freeHolders, holdersOf, holds, type School } from '../../domain/school.ts';
import { type Block, type BlockState, reporterOf } from './state.ts';

/** What somebody may be to a record. Somebody may be several of these; who is none may not learn that it exists. */
export type Part = 'decides' | 'carriesOut' | 'watches' | 'readsLog' | 'reported';

/** The roles whose work is done together in the safeguarding channel. */
const channelRoles: readonly Role[] = ['dsl', 'deputy-dsl'];

/**
 * Every part that a person has in a record now. Roles are looked up at the moment of asking, so that somebody who has
 * given a role up loses it at once; whom it is to be kept from has none, whatever roles they hold (R198).
 */
export function partsOf(block: Block, person: PersonId, school: School): readonly Part[] {
  if (block.file.without.includes(person)) return [];
  const all: Record<Part, boolean> = {
    decides: decidersOf(block, school).includes(person),
    carriesOut: itOf(block, school).includes(person),
    watches: watchersOf(block, school).includes(person),
    readsLog: holds(school, person, filteringParts.readsLog.roles),
    reported: reporterOf(block) === person,
  };
  return (Object.keys(all) as Part[]).filter((part) => all[part]);
}

/** Who looks whether the filter is right. */
function decidersOf({ file }: Block, school: School): readonly PersonId[] {
  return freeHolders(filteringParts.decides.roles, file.without, school);
}

/** Who blocks it; also whoever stands in for them, once they were told of it. */
export function itOf({ file }: Block, school: School): readonly PersonId[] {
  const { roles } = filteringParts.carriesOut;
  const standIns = file.isDelegated ? roles.map((role) => school.roles[role].delegate) : [];
  const free = standIns.filter((person) => !file.without.includes(person));
  return [...new Set([...freeHolders(roles, file.without, school), ...free])];
}

/** Who is told each school morning while it is not blocked. */
export function watchersOf({ file }: Block, school: School): readonly PersonId[] {
  return freeHolders(filteringParts.watches.roles, file.without, school);
}

/** Whether the safeguarding channel may see it: nobody is there who may not know of it. */
export function isInChannel({ file }: Block, school: School): boolean {
  return holdersOf(school, channelRoles).every((person) => !file.without.includes(person));
}

/** Who looks at the filter and does not see the channel's card: each has one in their own chat. */
export function decidersAlone(block: Block, school: School): readonly PersonId[] {
  const deciders = decidersOf(block, school);
  return isInChannel(block, school) ? deciders.filter((person) => !holds(school, person, channelRoles)) : deciders;
}

/** Who looks at the filter and sees the channel's card. */
export function decidersInChannel(block: Block, school: School): readonly PersonId[] {
  const alone = decidersAlone(block, school);
  return decidersOf(block, school).filter((person) => !alone.includes(person));
}

/** Whether a job of IT's could come to this person at all. */
export function mayCarryOut(person: PersonId, school: School): boolean {
  return couldCome(filteringParts.carriesOut.roles, person, school);
}

/** Whether looking at the filter could come to this person at all. */
export function mayDecide(person: PersonId, school: School): boolean {
  return couldCome(filteringParts.decides.roles, person, school);
}

function couldCome(roles: readonly Role[], person: PersonId, school: School): boolean {
  return holds(school, person, roles) || roles.some((role) => school.roles[role].delegate === person);
}

/** Which part somebody must have now for a message in a slot that begins so; all else is for whoever reported it. */
const slotParts: readonly (readonly [start: string, parts: readonly Part[]])[] = [
  ['case:', ['decides']],
  ['line:', ['decides']],
  ['parked:', ['decides']],
  ['job:', ['carriesOut']],
  ['chase:', ['carriesOut', 'watches', 'decides']],
  ['overdue:', ['watches']],
  ['view:', ['decides', 'carriesOut', 'readsLog', 'reported']],
];

/**
 * Whether a message that is owed may still go out: nothing goes to anybody whose part in it is over. Short words that
 * take the place of something are let through.
 */
export function mayStillSendBlock(state: BlockState, { to, card, slot }: Message, school: School): boolean {
  if (state.status === 'none' || card === 'notice') return true;
  if (to.kind !== 'person') return isInChannel(state, school);
  const wanted = slotParts.find(([start]) => slot.startsWith(start))?.[1] ?? ['reported'];
  const parts = partsOf(state, to.person, school);
  return wanted.some((part) => parts.includes(part));
}
