import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import type { ConcernCommand } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';
import type { Concern } from './state.ts';

/** Why somebody may not give a command that their part in the case and its status would let them give. */
export type WhyNot = {
  readonly [One in ConcernCommand]?: (concern: Concern, person: PersonId, school: School) => RefusalCode | undefined;
};
