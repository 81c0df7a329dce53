import { DeliveryFault, Fault, MESSAGE_GONE } from '../../application/faults.ts';
import type { AddressBook, Channel } from '../../application/ports.ts';
import { shownBelow } from '../../application/words.ts';
import type { Message, Place, Post } from '../../domain/message.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { withPermit } from '../permit.ts';
import type { createRenderer } from '../render.ts';
import type { SlackConnector, SlackMessage } from './connector.ts';
import { drawMessage } from './draw.ts';

export interface SlackChannelParts {
  readonly connector: Pick<SlackConnector, 'post' | 'edit' | 'findUserId' | 'health'>;
  readonly render: ReturnType<typeof createRenderer>;
  /** Knows the user ids of people for whom the school file has none. */
  readonly addresses: Pick<AddressBook, 'find' | 'remember'>;
  /** The workspaces of the schools; the bot's own has to be one of them. */
  readonly workspaces: readonly string[];
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
  /** Who has no account in Slack, and since when that is known: at the most everybody of the school files. */
  const nobody = new Map<string, number>();

  async function userIdOf(school: School, person: string): Promise<string | undefined> {
    const inFile = findPerson(school, person)?.slack?.userId;
    if (inFile !== undefined) return inFile;
    const who = `person:${person}`;
    const learnt = (await addresses.find(school, 'slack', who))?.['userId'];
    if (learnt !== undefined || findPerson(school, person) === undefined) return learnt;
    const askedAt = nobody.get(who);
    if (askedAt !== undefined && monotonicMs() - askedAt < NOBODY_FOR_MS) return undefined;
    const userId = await connector.findUserId(person, school.slack?.workspaceId ?? '');
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
        return { channel: school.channels[place.channel].slack?.channelId ?? unreachable() };
      case 'thread': {
        const { channel, ts } = standing(root);
        return { channel, thread: ts };
      }
      default:
        return place satisfies never;
    }
  }

  async function draw(school: School, message: Message): Promise<SlackMessage> {
    const mentioned = await Promise.all((message.mentions ?? []).map((person) => mentionOf(school, person)));
    const mentions = mentioned.filter((userId) => userId !== undefined);
    return drawMessage(render, message, { slot: message.slot, mentions });
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
    isCurrent(school, post) {
      const { channel = '' } = post.at;
      const current = Object.values(school.channels).map(({ slack }) => slack?.channelId);
      return channel.startsWith('D') || current.includes(channel);
    },
    async health() {
      const { workspaceId } = await connector.health();
      if (!workspaces.includes(workspaceId)) throw wrongWorkspace();
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
