import type { School } from '../../domain/school.ts';
import type { ConcernCommand } from './command-data.ts';
import type { Concern } from './state.ts';

/** Something that has to be done before a case may be closed. */
export interface Owed {
  /** The rule that it comes from, by its id. */
  readonly rule: string;
  /** What is to be done, without any name: it may stand in a refusal. */
  readonly words: string;
  /** The command that does it. */
  readonly command?: ConcernCommand;
  /** True where the police have to be told, or two have to decide that they are not. */
  readonly isPolice?: true;
}

export type Owing = (concern: Concern, school: School) => readonly Owed[];
