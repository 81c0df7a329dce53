import type { Choice, Condition } from '../../../domain/form.ts';
import type { Role } from '../../../domain/people.ts';
import type { Kind } from '../choices.ts';
import type { ConcernCommand } from '../command-data.ts';
import type { FactId } from '../police/events.ts';
import type { Rule } from './basic-rule.ts';

export type { Rule } from './basic-rule.ts';

/** A fact that calls for the police, whatever the pupil or the parents want. */
export interface TriggerRule extends Rule {
  readonly fact: FactId;
  /** For these kinds of concern alone; without it, for all. */
  readonly kinds?: readonly Kind[];
  /** For reports with these answers alone. */
  readonly applies?: Condition;
  /** Besides those kinds, for any concern in which one of these facts is known. */
  readonly orWith?: readonly FactId[];
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
  /** True when it comes before every other step. */
  readonly isFirst?: true;
  /** True when it can only be taken, never said not to be needed. */
  readonly isStrict?: true;
  /** On what it depends: answers of the report, and what `caseAnswers` adds to them. */
  readonly applies: Condition;
  /** What shows by itself that it was taken: a name of `stepsTaken`. Without it, somebody ticks it. */
  readonly takenBy?: string;
  /** The command that takes it, offered beside it. */
  readonly command?: ConcernCommand;
  /** What may have been done, where there are several ways: whoever ticks it says which. */
  readonly choices?: readonly Choice[];
  /** A link to guidance, by its id in `rules/guidance-links.ts`. */
  readonly guidance?: string;
}
