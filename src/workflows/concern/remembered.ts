import type { School } from '../../domain/school.ts';
import type { Concern } from './state.ts';

/**
 * Remembers what was worked out of a case and a school: one look at a case asks the same a hundred times. Neither of
 * them ever changes; what comes after a step, or after another school file, is another object, and worked out anew.
 */
export function remembered<Value extends object>(
  work: (concern: Concern, school: School) => Value,
): (concern: Concern, school: School) => Value {
  const known = new WeakMap<Concern['file'], WeakMap<School, Value>>();
  return (concern, school) => {
    const bySchool = known.get(concern.file) ?? new WeakMap<School, Value>();
    known.set(concern.file, bySchool);
    const before = bySchool.get(school);
    if (before !== undefined) return before;
    const value = work(concern, school);
    bySchool.set(school, value);
    return value;
  };
}
