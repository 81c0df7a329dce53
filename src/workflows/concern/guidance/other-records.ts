import type { School } from '../../../domain/school.ts';

/** Where bullying stands besides (003 section 3.3, appendix 3). */
export const BEHAVIOUR_RECORD = 'Behaviour record';
/** Some other record. */
const ANOTHER_RECORD = 'Another record';

/** The records that a case may have been entered in besides, the likeliest first. */
export function otherRecords({ concerns }: School): readonly string[] {
  const { otherSystem } = concerns;
  return [...(otherSystem === undefined ? [] : [otherSystem]), BEHAVIOUR_RECORD, ANOTHER_RECORD];
}
