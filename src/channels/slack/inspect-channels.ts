import type { DeliveryFault } from '../../application/faults.ts';
import type { ChannelInspection, InspectedChannel } from '../../application/ports.ts';
import type { Member } from '../../domain/gathering.ts';
import type { ChannelName } from '../../domain/message.ts';
import { allChannels, channelIn, isStaffChannel, type School } from '../../domain/school.ts';
import { anyMember, channelsLookedAt, FURTHER, MOST_PAGES, orUnknown } from '../channel-members.ts';
import type { NamedMember } from '../identity.ts';
import type { SlackChannelFacts, SlackConnector } from './connector.ts';
import { neededRights } from './rights.ts';

export interface InspectorParts {
  readonly connector: Pick<SlackConnector, 'health' | 'describeBot' | 'describeChannel' | 'membersOf'>;
  /** Who these accounts are, in their order; undefined for one that Slack does not know. */
  readonly whoAre: (school: School, userIds: readonly string[]) => Promise<readonly (NamedMember | undefined)[]>;
  readonly wrongWorkspace: () => DeliveryFault;
}

/** Slack counts somebody in a channel whom it will not describe: they are there all the same. */
const UNDESCRIBED: Member = { name: 'Somebody whom Slack does not describe' };

/** Looks at what the bot was given in Slack, and at the channels that a school file names. */
export function createInspector({ connector, whoAre, wrongWorkspace }: InspectorParts) {
  async function membersIn(school: School, channelId: string, bot: string): Promise<readonly Member[]> {
    const userIds: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await connector.membersOf(channelId, after);
      userIds.push(...page.userIds);
      after = page.next;
      if (after === undefined) break;
    }
    const others = userIds.filter((userId) => userId !== bot);
    const accounts = await whoAre(school, others);
    const members = accounts.flatMap((account) => {
      if (account === undefined) return [UNDESCRIBED];
      return account.isClosed === true ? [] : [anyMember(account, 'slack', school)];
    });
    return after === undefined ? members : [...members, FURTHER];
  }

  async function look(school: School, channel: ChannelName, channelId: string, bot: string): Promise<InspectedChannel> {
    const facts = await connector.describeChannel(channelId);
    if (facts === undefined) return { channel, isThere: 'no', openTo: 'unknown', members: undefined };
    const isThere = facts.isArchived ? 'no' : facts.hasBot === undefined ? 'unknown' : facts.hasBot ? 'yes' : 'no';
    // In a channel for staff there may be thousands.
    const members = isStaffChannel(channel) ? undefined : await orUnknown(membersIn(school, channelId, bot));
    return { channel, isThere, openTo: openTo(facts), members };
  }

  return async (school: School): Promise<ChannelInspection> => {
    // Also whether anything can come in: Slack lets a bot in whose connection is gone.
    await connector.health();
    const { userId, workspaceId, rights } = await connector.describeBot();
    if (workspaceId !== school.slack?.workspaceId) throw wrongWorkspace();
    const named = allChannels(school).flatMap((channel) => {
      const channelId = channelIn(school, channel)?.slack?.channelId;
      return channelId === undefined ? [] : [{ channel, look: () => look(school, channel, channelId, userId) }];
    });
    return {
      missingRights: rights === undefined ? [] : neededRights.filter((right) => !rights.includes(right)),
      channels: await channelsLookedAt(named),
    };
  };
}

/** Another workspace of the same organisation is another organisation here: a trust has one for each school. */
function openTo({ isPrivate, isShared }: SlackChannelFacts): InspectedChannel['openTo'] {
  if (isShared) return 'other-organisations';
  if (isPrivate === undefined) return 'unknown';
  return isPrivate ? 'invited' : 'everybody';
}
