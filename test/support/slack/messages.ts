import { linesOf, unescaped } from './words.ts';
import type { Part, StoredMessage, Version, Workspace } from './workspace.ts';

/** A message as people see it. */
export interface SeenMessage {
  readonly channel: string;
  readonly ts: string;
  /** The message it hangs below; undefined for one that begins a thread. */
  readonly thread: string | undefined;
  /** Who wrote it, by their id. */
  readonly author: string;
  /** What a notification of it shows now. */
  readonly notification: string;
  readonly blocks: readonly Part[];
  /** What it says now, a line each: its blocks, or its text where it has none. */
  readonly words: string;
  /** Every form that it ever had, the first one first. */
  readonly versions: readonly Version[];
}

/** What a message shows now. */
function seen({ channel, ts, thread, author, versions }: StoredMessage): SeenMessage {
  const { text, blocks } = versions.at(-1) ?? { text: '', blocks: [] };
  return {
    channel,
    ts,
    thread,
    author,
    notification: unescaped(text),
    blocks,
    words: wordsOf({ text, blocks }),
    versions,
  };
}

export function wordsOf({ text, blocks }: Version): string {
  return blocks.length === 0 ? unescaped(text) : linesOf(blocks).join('\n');
}

/** The conversation that an id, or a name such as `#dsl-team`, means. */
function channelCalled(workspace: Workspace, called: string): string {
  const found = [...workspace.channels.values()].find(({ id, name }) => id === called || `#${name}` === called);
  if (found === undefined) throw new Error(`there is no channel ${called}`);
  return found.id;
}

/** What stands in a conversation, oldest first; with `thread`, a thread with what began it. */
export function messagesOf(workspace: Workspace, called: string, thread?: string): readonly SeenMessage[] {
  const id = channelCalled(workspace, called);
  return workspace.messages
    .filter(({ channel, isDeleted }) => channel === id && !isDeleted)
    .filter((message) =>
      thread === undefined ? message.thread === undefined : [message.ts, message.thread].includes(thread),
    )
    .map(seen);
}
