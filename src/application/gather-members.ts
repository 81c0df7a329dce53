import type { Gathered, Gathering } from '../domain/gathering.ts';
import { HOUR, MINUTE } from '../domain/instant.ts';
import { chatsOfChannel, type School, staffChannel } from '../domain/school.ts';
import { DeliveryFault, faultCode } from './faults.ts';
import type { Channel, ChannelId, Clock, MembersPage } from './ports.ts';

export interface MembersReaderParts {
  readonly clock: Pick<Clock, 'stopwatch'>;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  /** Told of a chat that does not say who is in a channel. */
  readonly failed: (of: { readonly school: string; readonly code: string }) => void;
}

/** So long a command waits for a chat that does not say now; then it is decided without. */
const PATIENCE_MS = HOUR;
/** Where nobody asked for so long, the chat may have been there meanwhile: it is waited for anew. */
const PAUSE_MS = 15 * MINUTE;

/** How long ago a chat first did not say who is in a channel, one time after the other, and when last. */
interface Trouble {
  readonly sinceMs: () => number;
  readonly lastMs: () => number;
}

/**
 * Reads who is in a channel: page after page of one chat, then of the next in which the school has it. Where a chat can
 * never say, or does not for an hour, the page says so; where it may say soon, it rejects.
 */
export function createMembersReader({ clock, channels, failed }: MembersReaderParts) {
  const troubles = new Map<string, Trouble>();

  /** Whether it is of no use to wait for the chat. */
  function isOver(key: string, error: unknown): boolean {
    if (error instanceof DeliveryFault && (error.hopeless || error.noAddress)) return true;
    const before = troubles.get(key);
    const now = clock.stopwatch();
    const isLasting = before !== undefined && before.lastMs() < PAUSE_MS;
    const trouble = { sinceMs: isLasting ? before.sinceMs : now, lastMs: now };
    troubles.set(key, trouble);
    return trouble.sinceMs() >= PATIENCE_MS;
  }

  /** Undefined where the chat does not say. */
  async function pageOf(
    school: School,
    { chat, id, after }: { readonly chat: ChannelId; readonly id: string; readonly after: string | undefined },
  ): Promise<MembersPage | undefined> {
    const channel = channels.get(chat);
    if (channel === undefined) return undefined;
    const key = JSON.stringify([school.id, id, chat]);
    try {
      const page = await channel.members(school, staffChannel(id), after);
      troubles.delete(key);
      return page;
    } catch (error) {
      if (!isOver(key, error)) throw error;
      failed({ school: school.id, code: faultCode(error) });
      return undefined;
    }
  }

  return async (school: School, asked: Extract<Gathering, { kind: 'members' }>): Promise<Gathered> => {
    const id = idOf(school, asked.channel);
    const having = id === undefined ? [] : chatsOfChannel(school, staffChannel(id));
    const [at, after] = readCursor(asked.after, having);
    const chat = having[at];
    if (id === undefined || chat === undefined) return { kind: 'members', members: [], isKnown: false };
    const page = await pageOf(school, { chat, id, after });
    const next = page?.next === undefined ? having.slice(at + 1, at + 2) : [chat, page.next];
    return {
      kind: 'members',
      members: page?.members ?? [],
      ...(page === undefined ? { isKnown: false } : {}),
      ...(next.length === 0 ? {} : { next: JSON.stringify(next) }),
    };
  };
}

/** The id in the school file of a staff channel, which may be given by that or by its name. */
function idOf({ staffChannels }: School, channel: string): string | undefined {
  return staffChannels.find(({ id }) => id === channel || staffChannel(id) === channel)?.id;
}

/** Which chat a page is of, and what that chat calls it. A chat that the school gave up meanwhile is passed over. */
function readCursor(after: string | undefined, having: readonly ChannelId[]): readonly [number, string | undefined] {
  if (after === undefined) return [0, undefined];
  const [chat, cursor]: readonly (string | undefined)[] = JSON.parse(after);
  const names: readonly string[] = having;
  const at = names.indexOf(chat ?? '');
  return at < 0 ? [0, undefined] : [at, cursor];
}
