import type { Json } from './message.ts';
import type { PersonId } from './people.ts';

/**
 * What a command has to know of elsewhere before it is decided. The application reads it and gives it to the decision;
 * the decision itself reads nothing.
 */
export type Gathering =
  /** A page of who is in one of the school's staff channels, as its chat says. */
  | { readonly kind: 'members'; readonly channel: string; readonly after?: string }
  /** How many records of a workflow are found by this text, by status. */
  | { readonly kind: 'counts'; readonly workflow: string; readonly findBy: string }
  /** A page of what records of a workflow share with others, the oldest first. */
  | {
      readonly kind: 'records';
      readonly workflow: string;
      readonly findBy: string;
      readonly statuses?: readonly string[];
      readonly after?: string;
      /** At most so many, 1 to 500. */
      readonly most: number;
      /**
       * True where the command is given all the same when they cannot be had in half a second: then there are none, and
       * they are not whole.
       */
      readonly mayBeMissed?: true;
    }
  /** What the records share with others that are found by any of these texts, each record once. */
  | {
      readonly kind: 'matches';
      readonly workflow: string;
      readonly findBy: readonly string[];
      /** At most so many for each text, 1 to 100. */
      readonly most: number;
      /** The record that is not looked for, such as the one that asks. */
      readonly except?: string;
    }
  /** What one record shares with others. */
  | { readonly kind: 'record'; readonly workflow: string; readonly reference: string };

/** Somebody in a channel of a chat: `person` where the school file knows them. */
export interface Member {
  readonly person?: PersonId;
  /** What the chat calls them. */
  readonly name: string;
}

/** What one record shares with others: what its workflow gives, and no more. */
export interface SharedRecord {
  readonly reference: string;
  readonly status: string;
  readonly shared: Json;
}

/** What was read for a command: of the kind that it asked for. */
export type Gathered =
  | {
      readonly kind: 'members';
      readonly members: readonly Member[];
      /** Present when there may be more, also in another chat after one that does not say. */
      readonly next?: string;
      /** False when a chat does not say who is in the channel, and will not soon: not that there is nobody. */
      readonly isKnown?: false;
    }
  | { readonly kind: 'counts'; readonly counts: Readonly<Record<string, number>> }
  | {
      readonly kind: 'records';
      readonly records: readonly SharedRecord[];
      readonly next?: string;
      /** False when a record could not be read. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'matches';
      /** Which of the texts a record was found by. */
      readonly records: readonly (SharedRecord & { readonly foundBy: readonly string[] })[];
      /** False when there are more, or one could not be read. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'record'; readonly record?: SharedRecord };
