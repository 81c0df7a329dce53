import { DeliveryFault } from '../application/faults.ts';
import type { ChannelId, MembersPage } from '../application/ports.ts';
import type { Member } from '../domain/gathering.ts';
import { findByChatId, type School } from '../domain/school.ts';
import { knownByAddress, type NamedMember } from './identity.ts';

/**
 * Somebody in a channel, as the school knows them: by the id that the school file has, else by their address. Undefined
 * for who is nobody here: a bot, a guest, somebody of another organisation.
 */
export function memberOf(member: NamedMember, chat: ChannelId, school: School): Member | undefined {
  const { userId, name, isOutsider } = member;
  const person = findByChatId(school, chat, userId) ?? knownByAddress(member, chat, school);
  if (person === undefined && isOutsider) return undefined;
  return { name, ...(person === undefined ? {} : { person: person.email }) };
}

/** A page from `after`; from the beginning where the chat refuses that with this code, as it does once it is too old. */
export async function pageFrom<Page extends Pick<MembersPage, 'next'>>(
  after: string | undefined,
  tooOld: string,
  read: (after?: string) => Promise<Page>,
): Promise<Page> {
  if (after === undefined) return await read();
  try {
    return await read(after);
  } catch (error) {
    if (error instanceof DeliveryFault && error.code === tooOld) return await read();
    throw error;
  }
}
