import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { findPerson, freeHolders, holds, type School } from '../../domain/school.ts';
import { type Block, type BlockState, reporterOf } from './state.ts';

/** What somebody may be to a record. Somebody may be several of these; who is none may not learn that it exists. */
export type Part = 'decides' | 'carriesOut' | 'watches' | 'readsLog' | 'reported';

/** The roles whose work is done together in the safeguarding channel. */
const channelRoles: readonly Role[] = ['dsl', 'deputy-dsl'];

/**
 * Every part that a person has in a record now. Roles are looked up at the moment of asking, so that somebody who has
 * given a role up loses it at once; whom it is to be kept from has none, whatever roles they hold (R198), and so has
 * who has left the school.
 */
export function partsOf(block: Block, person: PersonId, school: School): readonly Part[] {
  if (block.file.without.includes(person) || findPerson(school, person) === undefined) return [];
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

/** Who asked for it in a concern, as long as they are there and it is not kept from them. */
export function askerOf({ file: { origin, without } }: Block, school: School): PersonId | undefined {
  if (origin.from !== 'concern' || without.includes(origin.askedBy)) return undefined;
  return findPerson(school, origin.askedBy)?.email;
}

/** Who is told each school morning while it is not blocked. */
export function watchersOf({ file }: Block, school: School): readonly PersonId[] {
  return freeHolders(filteringParts.watches.roles, file.without, school);
}

/**
 * Whether it stands in the safeguarding channel. What a concern asks for never does, whomever that is about: where only
 * some of these stood there, its place would tell that the others are about somebody of the team.
 */
export function isInChannel({ file }: Block): boolean {
  return file.origin.from === 'staff';
}

/** Who looks at the filter and does not see the channel's card: each has one in their own chat. */
export function decidersAlone(block: Block, school: School): readonly PersonId[] {
  const deciders = decidersOf(block, school);
  return isInChannel(block) ? deciders.filter((person) => !holds(school, person, channelRoles)) : deciders;
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
];

/**
 * Whether a message that is owed may still go out: nothing goes to anybody whose part in it is over. Short words that
 * take the place of something are let through, and what ends it for somebody who may not know of it any more.
 */
export function mayStillSendBlock(state: BlockState, message: Message, school: School): boolean {
  const { to, card, slot, data, onlyEdits = false } = message;
  if (state.status === 'none') return true;
  if (to.kind !== 'person') return isInChannel(state);
  const isView = slot.startsWith('view:');
  if (onlyEdits && card === 'notice') return true;
  if (isView ? card === 'notice' : onlyEdits && state.file.without.includes(to.person)) return true;
  const parts: readonly string[] = partsOf(state, to.person, school);
  if (slot.startsWith('asked:')) return askerOf(state, school) === to.person;
  // A view as it was drawn: whoever looks at the filter reads more than whoever reads the log.
  const drawnFor = String(data.as).split(' ');
  if (isView) return drawnFor.every((part) => parts.includes(part));
  const wanted = slotParts.find(([start]) => slot.startsWith(start))?.[1] ?? ['reported'];
  return wanted.some((part) => parts.includes(part));
}
