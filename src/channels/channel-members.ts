import { DeliveryFault, Fault } from '../application/faults.ts';
import type { ChannelId, InspectedChannel, MembersPage } from '../application/ports.ts';
import type { Member } from '../domain/gathering.ts';
import type { ChannelName } from '../domain/message.ts';
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

/** Somebody in a channel, also who is nobody here: whoever looks after the service has to know of them. */
export function anyMember(member: NamedMember, chat: ChannelId, school: School): Member {
  return memberOf(member, chat, school) ?? { name: member.name === '' ? 'Somebody without a name' : member.name };
}

/** So many pages of who is in a channel are read to look at it. Nobody belongs in one of a thousand people. */
export const MOST_PAGES = 10;
/** Stands for whoever is on the pages that are not read: they are there all the same. */
export const FURTHER: Member = { name: 'Others, who were not looked at' };

/**
 * Looks at several channels, side by side. One that the chat says nothing of keeps no other from being looked at; where
 * it says nothing of any, rejects with the first reason.
 */
export async function channelsLookedAt(
  channels: readonly { readonly channel: ChannelName; readonly look: () => Promise<InspectedChannel> }[],
): Promise<readonly InspectedChannel[]> {
  const looks = await Promise.allSettled(channels.map(({ look }) => look()));
  const failed = looks.filter((one) => one.status === 'rejected');
  const unforeseen = failed.find(({ reason }) => !(reason instanceof DeliveryFault));
  const first = unforeseen ?? (failed.length === looks.length ? failed[0] : undefined);
  if (first !== undefined) throw first.reason;
  return looks.map((look, at) => {
    if (look.status === 'fulfilled') return look.value;
    const channel = channels[at]?.channel ?? 'safeguarding';
    return { channel, isThere: 'unknown', openTo: 'unknown', members: undefined };
  });
}

/** What one part of a look gives: that it cannot be had is no reason not to say the rest. */
export async function orUnknown<Value>(look: Promise<Value>): Promise<Value | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
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
