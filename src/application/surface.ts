import type { CommandDefinition, Reply } from '../domain/decider.ts';
import { HOUR, type Instant, later } from '../domain/instant.ts';
import type { Message, Post } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import { type Deliveries, FADE_MS, isInFlight, type Outgoing } from './outbox.ts';
import { isForChat } from './owed-message.ts';
import type { ChannelId } from './ports.ts';
import type { Owed } from './sealed-record.ts';

/** Where somebody acted: in a dialog, which shows the answer itself, or on a card in a chat. */
export type Surface =
  | { readonly kind: 'dialog' }
  | {
      readonly kind: 'chat';
      /** Which chat it is: answers go to the one in which somebody acted. */
      readonly chat: ChannelId;
      /** The card that was pressed; absent when something was typed, and where others read along, as in a channel. */
      readonly card?: { readonly slot?: string; readonly isForm: boolean; readonly post: Post };
    };

/**
 * The reply as far as it is to be shown: content that nobody asked to open is not sent after a press on another card,
 * such as the one in a channel.
 */
export function shownReply(
  reply: Reply | undefined,
  definition: CommandDefinition<unknown>,
  surface: Surface | undefined,
): Reply | undefined {
  if (reply === undefined || surface === undefined || surface.kind === 'dialog') return reply;
  return placeTaken(reply, surface) !== undefined || definition.opens === true || reply.fades === undefined
    ? reply
    : undefined;
}

/**
 * The card whose place a reply takes: the pressed one, when that is the reply's own, or a form that belongs to no
 * record.
 */
export function placeTaken(reply: Reply, surface: Surface | undefined): Post | undefined {
  if (surface?.kind !== 'chat' || surface.card === undefined) return undefined;
  const { slot, isForm, post } = surface.card;
  return (slot === undefined ? isForm : slot === reply.slot) ? post : undefined;
}

/** The reply as messages to the person's own chat, and where its slot stands after them. */
export function replyMessages(
  reply: Reply | undefined,
  before: Deliveries,
  of: {
    readonly person: PersonId;
    readonly surface: Surface | undefined;
    readonly at: Instant;
    readonly freshId: () => string;
  },
): { readonly outgoing: readonly Outgoing[]; readonly posts: Deliveries['posts'] } {
  const { person, surface, at, freshId } = of;
  // A dialog shows content itself, so that it never stands in the chat.
  const isElsewhere = surface === undefined || (surface.kind === 'dialog' && reply?.fades !== undefined);
  if (reply === undefined || isElsewhere) return { outgoing: [], posts: before.posts };
  const { slot, card, data, preview, fades } = reply;
  const to = { kind: 'person', person } as const;
  const chat = surface.kind === 'chat' ? surface.chat : undefined;
  const message: Message = { slot, to, card, data, preview };
  const place = placeTaken(reply, surface);
  const faded: Message = fades === undefined ? message : { slot, to, ...fades };
  const fading: Message = { ...faded, notBefore: later(at, FADE_MS) };
  const fadings: readonly Outgoing[] = fades === undefined ? [] : [{ message: fading, onlyEdits: true }];
  if (place === undefined) {
    const shown = fades === undefined ? message : { ...message, fresh: true };
    return { outgoing: [{ message: shown, chat }, ...fadings], posts: before.posts };
  }
  const old = before.posts[slot];
  const asides = [
    ...(old === undefined || isSamePost(old, place) ? [] : [setAside(old, faded, freshId())]),
    // What is on its way there may be posted anew, and the slot then stands there.
    ...(fades !== undefined && isOnItsWay(slot, before, at) ? [setAside(place, fading, freshId())] : []),
  ];
  return {
    outgoing: [...asides.map(({ outgoing }) => outgoing), { message, isShown: true }, ...fadings],
    posts: Object.assign({}, before.posts, ...asides.map(({ posts }) => posts), { [slot]: place }),
  };
}

function isOnItsWay(slot: string, { outbox }: Deliveries, at: Instant): boolean {
  return outbox.some((owed) => owed.message.slot === slot && isInFlight(owed, at));
}

const ASIDE = 'aside:';

/** What stands at a post where its slot stands no more, or soon will not, fades there as well. */
export function setAside(post: Post, faded: Message, id: string) {
  const slot = `${ASIDE}${id}`;
  return { outgoing: { message: { ...faded, slot }, onlyEdits: true }, posts: { [slot]: post } };
}

/** What is to take the place of a message to a person, when that has stood there for long enough; undefined if it may stay. */
export function fadeOf(owed: Owed, outbox: Deliveries['outbox']): Message | undefined {
  const isFade = ({ id, onlyEdits, message }: Owed) =>
    id !== owed.id && onlyEdits && message.onlyEdits !== true && message.slot === owed.message.slot;
  return owed.message.to.kind === 'person' ? outbox.filter(isForChat).find(isFade)?.message : undefined;
}

/** Whether a slot is only there until what stands in it has faded. */
export function isAside(slot: string): boolean {
  return slot.startsWith(ASIDE);
}

/** Whether two posts are the same. */
function isSamePost(one: Post, other: Post): boolean {
  const parts = Object.keys(one.at);
  return (
    one.channel === other.channel &&
    parts.length === Object.keys(other.at).length &&
    parts.every((part) => one.at[part] === other.at[part])
  );
}

/** For how long a form may stand unsent in the place of content that would fade; begun again when half is over. */
const FORM_MS = 8 * HOUR;

/**
 * The outbox when a form takes the place of the pressed card: what was to fade there waits, or it would take the form
 * away with all that was typed. Undefined when nothing has to change.
 */
export function heldForForm(
  before: Deliveries,
  surface: Surface | undefined,
  at: Instant,
): Deliveries['outbox'] | undefined {
  const card = surface?.kind === 'chat' ? surface.card : undefined;
  const post = card?.slot === undefined ? undefined : before.posts[card.slot];
  if (card === undefined || post === undefined || !isSamePost(post, card.post)) return undefined;
  const fadesSoon = ({ onlyEdits, message, notBefore }: Owed) =>
    onlyEdits && message.slot === card.slot && notBefore < later(at, FORM_MS / 2);
  const fades = before.outbox.filter((owed) => fadesSoon(owed) && !isInFlight(owed, at));
  if (fades.length === 0) return undefined;
  const until = later(at, FORM_MS);
  return before.outbox.map((owed) =>
    fades.includes(owed) ? { ...owed, notBefore: until, message: { ...owed.message, notBefore: until } } : owed,
  );
}
