/** Whether something is as it should be; `look`: somebody should look at it; `unknown`: nobody could say. */
export type FindingLevel = 'well' | 'look' | 'wrong' | 'unknown';

/** What was found of one thing, as sentences for whoever looks after the service. Names no case and quotes none. */
export interface Finding {
  /** What was looked at, such as `store` or `roles`: the same word each time, for scripts. */
  readonly check: string;
  readonly level: FindingLevel;
  /** Such as "The record store answers in 4 ms." */
  readonly what: string;
  /** What puts it right; present unless it is well. */
  readonly whatToDo?: string;
  /** The id of the school that it is about; absent where it is about the service. */
  readonly school?: string;
}
