import type { Chat } from './chats.ts';
import type { Instant } from './instant.ts';
import type { PersonId } from './people.ts';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a template is filled with: the same for every chat. */
export type CardData = { readonly [key: string]: Json };

/** A button as every chat draws it. */
export interface Button {
  readonly [key: string]: Json;
  readonly label: string;
  /** What pressing it sends; a chat adds the slot of the message on which it stands. */
  readonly press: { readonly [key: string]: Json };
  /** The likely next step. */
  readonly primary: boolean;
  /** Pressing it opens the private surface. */
  readonly opens: boolean;
  /** Of use only where the private surface is a card in the chat. */
  readonly chatOnly: boolean;
}

/** The kinds of card; each chat has one template of each name under `cards/`. */
export const cardNames = ['form', 'receipt', 'case', 'case-file', 'list', 'notice', 'line', 'policy'] as const;
export type CardName = (typeof cardNames)[number];

/** The private channels of a school. */
export const privateChannels = ['safeguarding'] as const;
export type PrivateChannel = (typeof privateChannels)[number];

/** A channel for staff, by its id in the school file: for what everybody there may read. Nothing of a case goes there. */
export type StaffChannel = `staff:${string}`;

/** A channel of the school. */
export type ChannelName = PrivateChannel | StaffChannel;

/** Where a message goes. A thread is named by the slot of the message that it hangs below. */
export type Place =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'channel'; readonly channel: ChannelName }
  | { readonly kind: 'thread'; readonly below: string };

/**
 * What to say to whom. Knows nothing of Slack or Teams. A later message with the same slot edits the earlier post.
 */
export interface Message {
  readonly slot: string;
  readonly to: Place;
  readonly card: CardName;
  readonly data: CardData;
  /** What a notification may show: no name, no narrative (R197). */
  readonly preview: string;
  /** People to notify by a mention, where the chat knows them. */
  readonly mentions?: readonly PersonId[];
  /** Not to be delivered before this. */
  readonly notBefore?: Instant;
  /** True when it only takes the place of what its slot shows already; where nothing stands there, nothing is posted. */
  readonly onlyEdits?: boolean;
  /** True for the last that stands there: the place is then forgotten, and what comes to it later is posted anew. */
  readonly isLast?: boolean;
  /** True when it must stand at the end of the chat: what stood in its slot before is put away. */
  readonly fresh?: boolean;
  /**
   * Of one of many that say the same to each person: what they share, by a text that is different for all others. It is
   * drawn once, leaves in the room that everything else leaves, and its record hears when it came.
   */
  readonly campaign?: string;
  /** For one chat of several alone, such as where the bot was set up anew. */
  readonly onlyIn?: Chat | undefined;
}

/** Where a delivered message stands. `at` is the chat's own address of it, opaque to all but that chat. */
export interface Post {
  readonly channel: string;
  readonly at: { readonly [part: string]: string };
}
