import { DeliveryFault, MESSAGE_GONE } from '../../application/faults.ts';
import type { AddressBook, Channel } from '../../application/ports.ts';
import { shownBelow } from '../../application/words.ts';
import type { Member } from '../../domain/gathering.ts';
import type { Message, Place, Post } from '../../domain/message.ts';
import { allChannels, channelIn, findPerson, type School } from '../../domain/school.ts';
import { memberOf, pageFrom } from '../channel-members.ts';
import { withPermit } from '../permit.ts';
import { createDrawings, type createRenderer, type Drawn } from '../render.ts';
import type { TeamsConnector } from './connector.ts';
import { drawActivity, type Mention, type Setting } from './draw.ts';
import { createInspector } from './inspect-channels.ts';
import { learnUserId } from './learn-user-id.ts';

export interface TeamsChannelParts {
  readonly connector: TeamsConnector;
  readonly addresses: AddressBook;
  readonly render: ReturnType<typeof createRenderer>;
  readonly setting: Extract<Setting, 'chat' | 'chat-with-dialogs'>;
  /** Where a conversation is begun that no activity has come from yet. */
  readonly serviceUrl: string;
}

/** Where something stands in Teams. */
interface TeamsPost {
  readonly serviceUrl: string;
  readonly conversation: string;
  readonly activity: string;
}

/** Teams as a `Channel`: posts and edits in private channels, their threads and 1:1 chats. */
export function createTeamsChannel({ connector, addresses, render, setting, serviceUrl }: TeamsChannelParts): Channel {
  const drawings = createDrawings<Drawn>();
  async function personalChat(school: School, person: string): Promise<{ serviceUrl: string; conversation: string }> {
    const known = await addresses.find(school, 'teams', `person:${person}`);
    const userId = findPerson(school, person)?.teams?.userId ?? known?.userId;
    // An address that was given to somebody new does not lead to whoever had it before.
    const isTheirs = known?.userId === undefined || known.userId === '' || known.userId === userId;
    if (known?.conversation !== undefined && isTheirs)
      return { serviceUrl: known.serviceUrl ?? serviceUrl, conversation: known.conversation };
    const tenantId = school.teams?.tenantId;
    if (userId === undefined || userId === '' || tenantId === undefined) throw unreachable();
    const conversation = await connector.createPersonalChat(serviceUrl, { tenantId, userId });
    await addresses.remember(school, 'teams', `person:${person}`, { serviceUrl, conversation, userId });
    return { serviceUrl, conversation };
  }

  async function conversationOf(school: School, place: Place, root: Post | undefined) {
    if (place.kind === 'person') return await personalChat(school, place.person);
    if (place.kind === 'thread') {
      const at = standing(root);
      const [channel] = at.conversation.split(';');
      return { serviceUrl: at.serviceUrl, conversation: `${channel};messageid=${at.activity}` };
    }
    const conversation = channelIn(school, place.channel)?.teams?.channelId;
    if (conversation === undefined) throw unreachable();
    const known = await addresses.find(school, 'teams', `channel:${place.channel}`);
    return { serviceUrl: known?.serviceUrl ?? serviceUrl, conversation };
  }

  /** Teams refuses a message whole when it does not know somebody whom it mentions: then it goes without. */
  async function withMentions<Value>(school: School, message: Message, work: (activity: Drawn) => Promise<Value>) {
    const mentions = mentionsIn(school, message);
    const draw = (of: readonly Mention[]) =>
      drawings(message, () => drawActivity(render, message, { setting, slot: message.slot, mentions: of }));
    try {
      return await work(draw(mentions));
    } catch (error) {
      if (mentions.length === 0 || !(error instanceof DeliveryFault && error.code === 'teams-400')) throw error;
      return await work(draw([]));
    }
  }

  return {
    id: 'teams',
    post: (school, place, message, root, permit) =>
      withPermit(permit, async () => {
        const to = await conversationOf(school, place, root);
        const activity = await withMentions(school, message, (drawn) =>
          connector.post(to.serviceUrl, to.conversation, drawn),
        );
        return { channel: 'teams', at: { ...to, activity } };
      }),
    edit: (school, post, message, permit) =>
      withPermit(permit, async () => {
        const at = standing(post);
        await withMentions(school, message, (drawn) =>
          connector.edit(at.serviceUrl, at.conversation, at.activity, drawn),
        );
      }),
    remove: (_school, post, permit) =>
      withPermit(permit, async () => {
        const { serviceUrl: at, conversation, activity } = standing(post);
        // Teams leaves a trace of what is deleted, which alarms; a line that says where it went does not.
        try {
          await connector.edit(at, conversation, activity, drawActivity(render, shownBelow(), { setting }));
        } catch (error) {
          if (!(error instanceof DeliveryFault && error.code === MESSAGE_GONE)) throw error;
        }
      }),
    async members(school, channel, after) {
      const to = await conversationOf(school, { kind: 'channel', channel }, undefined);
      const tenantId = school.teams?.tenantId ?? '';
      const page = await pageFrom(after, 'teams-400', (from) =>
        connector.membersOf(to.serviceUrl, to.conversation, { tenantId, after: from }),
      );
      const members: Member[] = [];
      for (const one of page.members) {
        const member = memberOf(one, 'teams', school);
        if (member === undefined) continue;
        members.push(member);
        const person = member.person && findPerson(school, member.person);
        if (person) await learnUserId(addresses, school, person, { serviceUrl: to.serviceUrl, userId: one.userId });
      }
      return { members, ...(page.next === undefined ? {} : { next: page.next }) };
    },
    inspect: createInspector({ connector, addresses, serviceUrl }),
    isCurrent(school, post) {
      const [conversation = ''] = (post.at['conversation'] ?? '').split(';');
      const current = allChannels(school).map((name) => channelIn(school, name)?.teams?.channelId);
      return !isChannel(conversation) || current.includes(conversation);
    },
    health: () => connector.health(),
  };
}

/** Whether a conversation is a channel's rather than somebody's own (learn.microsoft.com, get Teams context). */
function isChannel(conversation: string): boolean {
  return /^19:.*@thread\.(tacv2|skype|v2)$/.test(conversation);
}

function mentionsIn(school: School, { mentions = [] }: Message): readonly Mention[] {
  return mentions.flatMap((id) => {
    const person = findPerson(school, id);
    return person?.teams === undefined ? [] : [{ userId: person.teams.userId, name: person.name }];
  });
}

function standing(post: Post | undefined): TeamsPost {
  const { serviceUrl, conversation, activity } = post?.at ?? {};
  if (serviceUrl === undefined || conversation === undefined || activity === undefined) throw unreachable();
  return { serviceUrl, conversation, activity };
}

function unreachable(): DeliveryFault {
  return new DeliveryFault('nobody has told the bot how to reach this place in Teams', {
    code: 'teams-unreachable',
    whatToDo: 'Install the app for this person or channel, or complete the school file.',
    certain: true,
    noAddress: true,
  });
}
