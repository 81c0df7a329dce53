import type { School } from '../../domain/school.ts';
import { Fault } from '../faults.ts';
import type { CheckId } from './checks.ts';

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

/** Makes the findings of one check. */
export function findingsOf(check: CheckId, school?: Pick<School, 'id'>) {
  const of = school === undefined ? {} : { school: school.id };
  const bad = (level: Exclude<FindingLevel, 'well'>) => (what: string, whatToDo: string) =>
    ({ check, level, what, whatToDo, ...of }) satisfies Finding;
  return {
    well: (what: string): Finding => ({ check, level: 'well', what, ...of }),
    look: bad('look'),
    wrong: bad('wrong'),
    unknown: bad('unknown'),
    /** What a fault says, as a finding. */
    fault(error: unknown, level: 'wrong' | 'unknown' = 'wrong'): Finding {
      if (error instanceof Fault) return bad(level)(sentence(error.message), error.whatToDo);
      return bad('unknown')('This could not be looked at, for a reason that nobody foresaw.', 'Please report this.');
    },
  };
}

export type Findings = ReturnType<typeof findingsOf>;

/** What a fault says begins small and has no end. */
function sentence(message: string): string {
  const text = `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
