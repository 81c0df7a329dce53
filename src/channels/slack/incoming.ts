import type { SlackView } from './connector.ts';

/** Who acted. The workspace is the person's own: that of another organisation is not the school's. */
export interface Who {
  readonly workspaceId: string;
  readonly userId: string;
}

/** What stands in the inputs of a modal: the state of each element by block and action id, as Slack sends it. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A modal as it was when somebody acted in it. */
export interface ModalState {
  readonly viewId: string;
  readonly hash: string;
  readonly metadata: string;
  readonly values: StateValues;
}

/** Where a button stood that was pressed. */
export type PressedOn =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | ({ readonly kind: 'modal' } & ModalState)
  | { readonly kind: 'home' };

/** A modal that somebody is done with. */
export type EndedModal = { readonly who: Who; readonly callbackId: string } & ModalState;

/**
 * What Slack sends and the product reads. `isFresh` is true of what it has only just sent: its trigger, which lasts three
 * seconds, can still be one that has not been used.
 */
export type Incoming =
  /** A slash command; what was typed behind its name goes no further. */
  | {
      readonly kind: 'command';
      readonly who: Who;
      readonly name: string;
      readonly hasText: boolean;
      readonly trigger: string;
      readonly isFresh: boolean;
    }
  /** A global shortcut, or one on a message, of which nothing is read. */
  | {
      readonly kind: 'shortcut';
      readonly who: Who;
      readonly callbackId: string;
      readonly trigger: string;
      readonly isFresh: boolean;
    }
  /** A button; `value` is empty when it carries none. */
  | {
      readonly kind: 'press';
      readonly who: Who;
      readonly trigger: string;
      readonly isFresh: boolean;
      readonly actionId: string;
      readonly value: string;
      readonly on: PressedOn;
    }
  /** Somebody types or chooses something in a modal. Of two, the one with the later `at` is the later. */
  | ({ readonly kind: 'typing'; readonly who: Who; readonly at: string; readonly isFresh: boolean } & ModalState)
  /** A modal that was sent, or closed. Of what stood in the inputs of one that is closed, Slack may send nothing. */
  | ({ readonly kind: 'submission' } & EndedModal)
  | ({ readonly kind: 'closing' } & EndedModal)
  /** What somebody typed in their own chat with the bot: 500 characters at the most, to be compared with the commands. */
  | {
      readonly kind: 'line';
      readonly who: Who;
      readonly eventId: string;
      readonly channel: string;
      readonly text: string;
      readonly hasFile: boolean;
    }
  | { readonly kind: 'home-opened'; readonly who: Who }
  /** Somebody, or the bot itself, has joined a channel or left it. */
  | {
      readonly kind: 'joined' | 'left';
      readonly eventId: string;
      readonly workspaceId: string;
      readonly channel: string;
      readonly userId: string;
    }
  /** Somebody has an account in the workspace now. */
  | { readonly kind: 'came'; readonly eventId: string; readonly workspaceId: string; readonly userId: string };

/** What is answered at once: an ephemeral line for a slash command, the next view for a modal that was sent. */
export type SlackAnswer =
  | { readonly kind: 'nothing'; readonly rest?: Promise<void> | undefined }
  | { readonly kind: 'text'; readonly text: string; readonly rest?: Promise<void> | undefined }
  | { readonly kind: 'view'; readonly view: SlackView };

/** Takes what came in. Only the answer to a `command` or a `submission` is waited for. */
export type SlackReceive = (incoming: Incoming) => Promise<SlackAnswer | undefined>;
