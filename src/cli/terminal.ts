/** How a command ended: all is well, something was found, or it could not do its work. */
export const exitCodes = { well: 0, found: 1, notDone: 2 } as const;

/** What a command is given to tell of its work. */
export interface Terminal {
  /** Says a line on standard output. */
  readonly say: (line: string) => void;
  /** Says how it ended; without it, all is well. */
  readonly end: (code: (typeof exitCodes)[keyof typeof exitCodes]) => void;
}
