import type { Condition } from '../../../domain/form.ts';
import type { Role } from '../../../domain/people.ts';
import type { Kind } from '../choices.ts';
import type { ConcernCommand } from '../command-data.ts';
import type { FactId } from '../police/events.ts';

/** Where a rule comes from, so that the record can say why. */
export interface Rule {
  /** Such as `trigger/coercion`: what the school file changes it by. */
  readonly id: string;
  /** The rule in plain words, as somebody reads it whom it holds. */
  readonly words: string;
  /** Such as `003 section 3.32`. */
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
  /** True for what no school can take out: it is the law, or a child may be in danger. */
  readonly isFixed?: true;
}

/** A fact that calls for the police, whatever the pupil or the parents want. */
export interface TriggerRule extends Rule {
  readonly fact: FactId;
  /** For these kinds of concern alone; without it, for all. */
  readonly kinds?: readonly Kind[];
}

/** Who takes a step. */
export type StepTaker = 'handler' | 'leader' | 'it' | Extract<Role, 'senco' | 'head' | 'chair'>;

/** By when a step is to be taken. */
export type StepTime = 'at-once' | 'today' | 'this-week' | 'before-closing' | 'afterwards';

/** A step that the policies name for an incident. */
export interface StepRule extends Rule {
  readonly who: StepTaker;
  readonly when: StepTime;
  /** True when the case cannot be closed before it is taken, or said not to be needed and why. */
  readonly isOwed: boolean;
  /** True when it can only be taken, never said not to be needed. */
  readonly isStrict?: true;
  /** On what it depends: answers of the report, and what `caseAnswers` adds to them. */
  readonly applies: Condition;
  /** What shows by itself that it was taken: a name of `stepsTaken`. Without it, somebody ticks it. */
  readonly takenBy?: string;
  /** The command that takes it, offered beside it. */
  readonly command?: ConcernCommand;
  /** A link to guidance, by its id in `rules/guidance-links.ts`. */
  readonly guidance?: string;
}
