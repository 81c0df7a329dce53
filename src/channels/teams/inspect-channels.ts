import { DeliveryFault } from '../../application/faults.ts';
import type { AddressBook, ChannelInspection, InspectedChannel, Reach } from '../../application/ports.ts';
import type { Member } from '../../domain/gathering.ts';
import type { ChannelName } from '../../domain/message.ts';
import { allChannels, channelIn, isStaffChannel, type School } from '../../domain/school.ts';
import { anyMember, channelsLookedAt, FURTHER, MOST_PAGES, orUnknown } from '../channel-members.ts';
import { type ChannelSort, readChannelSort } from './channel-sort.ts';
import type { TeamsConnector } from './connector.ts';

export interface InspectorParts {
  readonly connector: Pick<TeamsConnector, 'health' | 'membersOf' | 'sortOf'>;
  readonly addresses: Pick<AddressBook, 'find'>;
  /** Where Teams is asked of a channel from which no activity has come yet. */
  readonly serviceUrl: string;
}

/** Whom a channel of each sort lets in. Of a standard one, everybody of its team is a member. */
const whoComesIn: Readonly<Record<ChannelSort, InspectedChannel['openTo']>> = {
  standard: 'everybody',
  private: 'invited',
  shared: 'other-organisations',
};

/** What Teams answers of a channel that is not there, or in which the bot is not. */
const notThere: ReadonlySet<string> = new Set(['teams-403', 'teams-404']);

/** They are in the channel all the same. */
const UNDESCRIBED: Member = { name: 'Somebody whom Teams does not describe' };

/** Looks at the channels that a school file names, as the bot's own service in Teams has them; not at Microsoft Graph. */
export function createInspector({ connector, addresses, serviceUrl }: InspectorParts) {
  async function membersIn(at: string, channelId: string, school: School, mostPages: number) {
    const members: Member[] = [];
    let hasOutsider = false;
    let after: string | undefined;
    for (let pages = 0; pages < mostPages; pages++) {
      const tenantId = school.teams?.tenantId ?? '';
      const page = await connector.membersOf(at, channelId, { tenantId, after });
      members.push(...page.members.map((one) => anyMember(one, 'teams', school)));
      members.push(...Array.from({ length: page.undescribed }, () => UNDESCRIBED));
      hasOutsider ||= page.members.some(({ isOutsider }) => isOutsider);
      after = page.next;
      if (after === undefined) return { members, hasOutsider };
    }
    return { members: [...members, FURTHER], hasOutsider };
  }

  async function look(school: School, channel: ChannelName, channelId: string): Promise<InspectedChannel> {
    const known = await orUnknown(addresses.find(school, 'teams', `channel:${channel}`));
    const at = known?.['serviceUrl'] ?? serviceUrl;
    // In a channel for staff there may be thousands: that Teams says who is in it is enough.
    const mostPages = isStaffChannel(channel) ? 1 : MOST_PAGES;
    try {
      const { members, hasOutsider } = await membersIn(at, channelId, school, mostPages);
      const openTo = hasOutsider ? 'other-organisations' : await openToOf(at, channelId, known);
      return { channel, isThere: 'yes', openTo, members: isStaffChannel(channel) ? undefined : members };
    } catch (error) {
      if (!(error instanceof DeliveryFault && notThere.has(error.code))) throw error;
      return { channel, isThere: 'no', openTo: 'unknown', members: undefined };
    }
  }

  /** What Teams says now comes before what it said when the bot was added; where it never said, nobody knows. */
  async function openToOf(
    at: string,
    channelId: string,
    known: Reach | undefined,
  ): Promise<InspectedChannel['openTo']> {
    // The first channel of a team has the team's own id (learn.microsoft.com, get Teams context).
    const team = known?.['team'] ?? channelId;
    const said = await orUnknown(connector.sortOf(at, { team, channel: channelId }));
    const sort = said ?? readChannelSort(known?.['sort']);
    return sort === undefined ? 'unknown' : whoComesIn[sort];
  }

  return async (school: School): Promise<ChannelInspection> => {
    await connector.health();
    const named = allChannels(school).flatMap((channel) => {
      const channelId = channelIn(school, channel)?.teams?.channelId;
      return channelId === undefined ? [] : [{ channel, look: () => look(school, channel, channelId) }];
    });
    // The bot needs no right beyond being in a team, which says itself whether it is.
    return { missingRights: [], channels: await channelsLookedAt(named) };
  };
}
