import type { Said } from '../../domain/pages.ts';
import type { CardContext } from './card-context.ts';
import type { Concern } from './state.ts';

/** How the events of one part of a case stand in its history. */
export type Sayings<Event extends { readonly type: string }> = {
  readonly [Type in Event['type']]: (event: Extract<Event, { readonly type: Type }>, of: SayingOf) => Said;
};

/** What the words of an event may depend on. */
export interface SayingOf {
  readonly concern: Concern;
  readonly of: CardContext;
  /** Whoever did it and when, then what they did, then lines below. */
  readonly did: (what: string, ...lines: readonly string[]) => Said;
}
