import type { ChannelName, Message, Post } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import { allChannels, chatsOf, chatsOfChannel, preferredChat, type School } from '../domain/school.ts';
import type { Channel, ChannelId } from './ports.ts';

type Posts = Readonly<Record<string, Post>>;

/** What is known of where a message belongs: the chat that was chosen for it, and a post that it edits or hangs below. */
export interface Whereabouts {
  readonly to: Message['to'];
  readonly chat: ChannelId | undefined;
  readonly near: Post | undefined;
}

/** Knows which chats a school uses now, and which of them each message is for. */
export function createChats(channels: ReadonlyMap<ChannelId, Channel>) {
  /** The school's chats that the service speaks to. */
  const of = (school: School): readonly ChannelId[] => chatsOf(school).filter((chat) => channels.has(chat));

  /** A school may give up a chat, or take another channel: what stands there cannot be edited, and counts no more. */
  function counts(school: School, { channel, ...post }: Post): boolean {
    const chat = of(school).find((one) => one === channel);
    return chat !== undefined && channels.get(chat)?.isCurrent(school, { channel, ...post }) !== false;
  }

  /** The chat in which a person gets what is for them alone. */
  function preferredBy(person: PersonId, school: School): ChannelId | undefined {
    const preferred = preferredChat(school, person);
    return of(school).includes(preferred) ? preferred : of(school)[0];
  }

  function withChannel(school: School, channel?: ChannelName): readonly ChannelId[] {
    const wanted = channel === undefined ? allChannels(school) : [channel];
    return of(school).filter((chat) => wanted.some((one) => chatsOfChannel(school, one).includes(chat)));
  }

  return {
    of,
    preferredBy,

    /** The posts that still count. */
    standing(school: School, posts: Posts): Posts {
      const kept = Object.entries(posts).filter(([, post]) => counts(school, post));
      return kept.length === Object.keys(posts).length ? posts : Object.fromEntries(kept);
    },

    /** The school's chats in which it has that channel now; without one, any channel. */
    withChannel,

    /** The chats in which a message may stand, the first choice first. Only to a person there is a second choice. */
    for(school: School, { to, chat, near }: Whereabouts): readonly ChannelId[] {
      const all = of(school);
      if (to.kind !== 'person') {
        const wanted = near?.channel ?? chat;
        const having = withChannel(school, to.kind === 'channel' ? to.channel : undefined);
        return wanted === undefined ? having.slice(0, 1) : all.filter((one) => one === wanted);
      }
      const first = all.find((one) => one === (near?.channel ?? chat)) ?? preferredBy(to.person, school);
      return first === undefined ? [] : [first, ...all.filter((one) => one !== first)];
    },
  };
}

export type Chats = ReturnType<typeof createChats>;
