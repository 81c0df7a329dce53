/** How long something took, in milliseconds, and how it ended. */
export interface Timed {
  readonly milliseconds: number;
  /** `well`, or the code of a refusal or fault: never a text that somebody wrote. */
  readonly outcome: string;
  readonly school?: string;
}

/**
 * Told of what the service does, so that whoever looks after it sees rates, durations and outcomes. Is given ids and
 * codes alone: no reference, no person, no content. Never throws, and nobody waits for it.
 */
export interface Meter {
  /** A command was decided, or could not be; `type` such as `policy/publish`, of a case its workflow alone, such as `concern`. */
  command(of: Timed & { readonly type: string }): void;
  /** A chat was asked to post, edit or remove. */
  delivery(of: Timed & { readonly chat: string; readonly what: 'post' | 'edit' | 'remove' }): void;
  /** The record store was asked something; `what` is the method of the port. */
  store(of: Timed & { readonly what: string }): void;
  /** An HTTP request was answered; `path` is one of the fixed ones, or `other`. */
  request(of: Timed & { readonly path: string; readonly status: number }): void;
}

/** A meter for where nobody asked for one. */
export const noMeter: Meter = {
  command: () => undefined,
  delivery: () => undefined,
  store: () => undefined,
  request: () => undefined,
};
