import type { Part, StoredMessage, Workspace } from './workspace.ts';

/** What a call answers: `ok`, and what belongs to it. */
export type ApiAnswer = Part & { readonly ok: boolean };

/** The arguments of a call, with what travelled as JSON read. */
export type Args = { readonly [name: string]: unknown };

export interface Scene {
  readonly workspace: Workspace;
  readonly appId: string;
  readonly botId: string;
  /** What the app may do; undefined when that is not looked at. */
  readonly scopes: readonly string[] | undefined;
  /** A message was written or changed by the bot. */
  readonly echo: (message: StoredMessage, kind: 'posted' | 'changed' | 'deleted') => void;
  /** Somebody alone sees a message in a conversation. */
  readonly whisper: (userId: string, channel: string, version: { text: string; blocks: readonly Part[] }) => void;
  readonly openSocket: () => string;
}

export type Method = (args: Args, scene: Scene) => ApiAnswer;

export const failed = (error: string, messages?: readonly string[]): ApiAnswer => ({
  ok: false,
  error,
  ...(messages === undefined ? {} : { response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) } }),
});

/** An argument that is a text; '' when it was not given. */
export const said = (args: Args, name: string): string => String(args[name] ?? '');
