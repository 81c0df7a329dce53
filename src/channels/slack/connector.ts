import type { Json } from '../../domain/message.ts';
import type { Member, NamedMember } from '../identity.ts';

/** A message as Slack takes it. */
export interface SlackMessage {
  /** What a notification shows, escaped for Slack. */
  readonly text: string;
  readonly blocks: readonly Json[];
}

/** A modal or a Home tab as Slack takes it. */
export interface SlackView {
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Json[];
  readonly private_metadata?: string;
  readonly [part: string]: Json | undefined;
}

/** Which modal is shown: Slack changes the hash with every change of it. */
export interface ShownView {
  readonly id: string;
  readonly hash: string;
}

/** The bot as Slack has it. */
export interface SlackBot {
  readonly userId: string;
  readonly workspaceId: string;
  /** What it was given, by Slack's own names; absent where Slack does not say. */
  readonly rights?: readonly string[];
}

/** What Slack says of a channel; undefined where it does not. */
export interface SlackChannelFacts {
  readonly hasBot: boolean | undefined;
  readonly isPrivate: boolean | undefined;
  readonly isArchived: boolean;
  /** True also where another workspace was asked to share it and has not answered. */
  readonly isShared: boolean;
}

/** A trigger was used too late; nothing was opened. */
export const TRIGGER_GONE = 'slack-trigger-gone';
/** A trigger was used before; nothing was opened by this. */
export const TRIGGER_USED = 'slack-trigger-used';
/** A modal was changed by something else, or closed; nothing was changed. */
export const VIEW_GONE = 'slack-view-gone';

/**
 * The part of Slack's Web API that the product uses. Rejects with a `DeliveryFault`; its code is `TRIGGER_GONE`,
 * `TRIGGER_USED`, `VIEW_GONE`, the application's `MESSAGE_GONE`, or `slack-` and Slack's own error.
 */
export interface SlackConnector {
  /** Posts in a channel, in a thread below `thread`, or to a person by their user id. Gives where it stands. */
  post(
    to: { readonly channel: string; readonly thread?: string },
    message: SlackMessage,
  ): Promise<{ readonly channel: string; readonly ts: string }>;
  edit(at: { readonly channel: string; readonly ts: string }, message: SlackMessage): Promise<void>;
  /** Opens a modal in front of whoever pressed. A trigger lasts three seconds and serves once. */
  openView(trigger: string, view: SlackView): Promise<ShownView>;
  /** Replaces a modal; with `hash`, only if nothing has changed it since. */
  updateView(shown: { readonly id: string; readonly hash?: string }, view: SlackView): Promise<ShownView>;
  /** Fills somebody's Home tab. */
  publishHome(userId: string, view: SlackView): Promise<void>;
  /**
   * Undefined when Slack knows nobody with that id. A guest, a bot, somebody of another workspace and somebody whose
   * account was closed are outsiders.
   */
  findMember(userId: string, workspaceId: string): Promise<Member | undefined>;
  /** The same with their name, and within the limits of what nobody waits for. */
  lookUp(userId: string, workspaceId: string): Promise<NamedMember | undefined>;
  /** The user id of the member of the workspace with that address; undefined where there is none who is no outsider. */
  findUserId(email: string, workspaceId: string): Promise<string | undefined>;
  /** A page of the ids of everybody who is in a channel, bots too; 100 at the most. Only where the bot is in it. */
  membersOf(channel: string, after?: string): Promise<{ readonly userIds: readonly string[]; readonly next?: string }>;
  /** A page of everybody of the workspace, bots and closed accounts too. */
  listMembers(
    workspaceId: string,
    after?: string,
  ): Promise<{ readonly members: readonly NamedMember[]; readonly next?: string }>;
  /** Undefined where there is no such channel, or a private one in which the bot is not. */
  describeChannel(channel: string): Promise<SlackChannelFacts | undefined>;
  /** The bot's own user id. */
  ownUserId(): Promise<string>;
  /** What Slack says of the bot itself, half a minute ago at the most. */
  describeBot(): Promise<SlackBot>;
  /** Resolves with the workspace of the bot when Slack lets it in. */
  health(): Promise<{ readonly workspaceId: string }>;
}
