import { DeliveryFault, Fault, MESSAGE_GONE } from '../../application/faults.ts';
import type { AddressBook, Channel } from '../../application/ports.ts';
import { shownBelow } from '../../application/words.ts';
import type { Member } from '../../domain/gathering.ts';
import type { Message, Place, Post } from '../../domain/message.ts';
import { allChannels, channelIn, findByChatId, findPerson, type School } from '../../domain/school.ts';
import { memberOf, pageFrom } from '../channel-members.ts';
import { withPermit } from '../permit.ts';
import { createDrawings, type createRenderer } from '../render.ts';
import type { SlackConnector, SlackMessage } from './connector.ts';
import { drawMessage } from './draw.ts';
import { createInspector } from './inspect-channels.ts';
import { createWorkspaceRoll, type WorkspaceRoll } from './workspace-roll.ts';

export interface SlackChannelParts {
  readonly connector: Pick<
    SlackConnector,
    | 'post'
    | 'edit'
    | 'findUserId'
    | 'health'
    | 'membersOf'
    | 'listMembers'
    | 'lookUp'
    | 'describeBot'
    | 'describeChannel'
  >;
  readonly render: ReturnType<typeof createRenderer>;
  /** Knows the user ids of people for whom the school file has none. */
  readonly addresses: Pick<AddressBook, 'find' | 'remember'>;
  /** The workspaces of the schools; the bot's own has to be one of them. */
  readonly workspaces: () => readonly string[];
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
}

/** Where something stands in Slack. */
interface SlackPost {
  readonly channel: string;
  readonly ts: string;
}

/** For how long it is believed that somebody has no account, in milliseconds. */
const NOBODY_FOR_MS = 10 * 60_000;

/** Slack as a `Channel`: posts and edits in private channels, their threads and people's own chats with the bot. */
export function createSlackChannel(parts: SlackChannelParts): Channel {
  const { connector, render, addresses, workspaces, monotonicMs = () => performance.now() } = parts;
  const drawings = createDrawings<SlackMessage>();
  /** Who has no account in Slack, and since when that is known: at the most everybody of the school files. */
  const nobody = new Map<string, number>();
  const rolls = new Map<string, WorkspaceRoll>();

  /** Who has which account in the school's workspace. */
  function rollOf({ slack }: School): WorkspaceRoll {
    const workspaceId = slack?.workspaceId ?? '';
    const roll = rolls.get(workspaceId) ?? createWorkspaceRoll({ connector, monotonicMs }, workspaceId);
    rolls.set(workspaceId, roll);
    return roll;
  }

  async function userIdOf(school: School, person: string): Promise<string | undefined> {
    const inFile = findPerson(school, person)?.slack?.userId;
    if (inFile !== undefined) return inFile;
    const who = `person:${person}`;
    const learnt = (await addresses.find(school, 'slack', who))?.['userId'];
    if (learnt !== undefined || findPerson(school, person) === undefined) return learnt;
    const askedAt = nobody.get(who);
    if (askedAt !== undefined && monotonicMs() - askedAt < NOBODY_FOR_MS) return undefined;
    const userId = await rollOf(school).userIdOf(person);
    if (userId === undefined) nobody.set(who, monotonicMs());
    else await addresses.remember(school, 'slack', who, { userId });
    return userId;
  }

  /** Whom to notify. That somebody cannot be found is no reason to keep a message from all others. */
  async function mentionOf(school: School, person: string): Promise<string | undefined> {
    try {
      return await userIdOf(school, person);
    } catch (error) {
      if (error instanceof Fault) return undefined;
      throw error;
    }
  }

  async function placeOf(school: School, place: Place, root: Post | undefined) {
    switch (place.kind) {
      case 'person':
        return { channel: (await userIdOf(school, place.person)) ?? unreachable() };
      case 'channel':
        return { channel: channelIn(school, place.channel)?.slack?.channelId ?? unreachable() };
      case 'thread': {
        const { channel, ts } = standing(root);
        return { channel, thread: ts };
      }
      default:
        return place satisfies never;
    }
  }

  /** Who is behind these accounts. Whom the school file names by their id is known without asking. */
  async function membersBehind(school: School, userIds: readonly string[]): Promise<readonly Member[]> {
    const inFile = (userId: string) => findByChatId(school, 'slack', userId);
    const others = await rollOf(school).whoAre(userIds.filter((userId) => inFile(userId) === undefined));
    return [
      ...userIds.flatMap((userId) => inFile(userId) ?? []).map(({ email, name }) => ({ person: email, name })),
      ...others.flatMap((member) => (member === undefined ? [] : (memberOf(member, 'slack', school) ?? []))),
    ];
  }

  async function draw(school: School, message: Message): Promise<SlackMessage> {
    const mentioned = await Promise.all((message.mentions ?? []).map((person) => mentionOf(school, person)));
    const mentions = mentioned.filter((userId) => userId !== undefined);
    return drawings(message, () => drawMessage(render, message, { slot: message.slot, mentions }));
  }

  return {
    id: 'slack',
    post: (school, place, message, root, permit) =>
      withPermit(permit, async () => {
        const to = await placeOf(school, place, root);
        const { channel, ts } = await connector.post(to, await draw(school, message));
        return { channel: 'slack', at: { channel, ts } };
      }),
    edit: (school, post, message, permit) =>
      withPermit(permit, async () => {
        await connector.edit(standing(post), await draw(school, message));
      }),
    remove: (_school, post, permit) =>
      withPermit(permit, async () => {
        // A thread may hang below it, which goes nowhere when it is deleted; a line that says where it went stays.
        try {
          await connector.edit(standing(post), drawMessage(render, shownBelow()));
        } catch (error) {
          if (!(error instanceof DeliveryFault && error.code === MESSAGE_GONE)) throw error;
        }
      }),
    async members(school, channel, after) {
      const of = channelIn(school, channel)?.slack?.channelId ?? unreachable();
      const { userIds, next } = await pageFrom(after, 'slack-invalid_cursor', (from) => connector.membersOf(of, from));
      return { members: await membersBehind(school, userIds), ...(next === undefined ? {} : { next }) };
    },
    inspect: createInspector({
      connector,
      whoAre: (school, userIds) => rollOf(school).whoAre(userIds),
      wrongWorkspace,
    }),
    isCurrent(school, post) {
      const { channel = '' } = post.at;
      const current = allChannels(school).map((name) => channelIn(school, name)?.slack?.channelId);
      return channel.startsWith('D') || current.includes(channel);
    },
    async health() {
      const { workspaceId } = await connector.health();
      if (!workspaces().includes(workspaceId)) throw wrongWorkspace();
    },
  };
}

function standing(post: Post | undefined): SlackPost {
  const { channel = unreachable(), ts = unreachable() } = post?.at ?? {};
  return { channel, ts };
}

function wrongWorkspace(): DeliveryFault {
  return new DeliveryFault('the bot is installed in a workspace that no school file names', {
    code: 'slack-wrong-workspace',
    whatToDo: 'Give the service the bot token of the workspace in the school file, or correct the workspace there.',
    certain: true,
  });
}

function unreachable(): never {
  throw new DeliveryFault('nobody has told the bot how to reach this place in Slack', {
    code: 'slack-unreachable',
    whatToDo:
      'Complete the school file: the Slack id of each channel, and of people whose Slack account has another address.',
    certain: true,
    noAddress: true,
  });
}
