import type { School } from '../../domain/school.ts';
import type { Concern } from './state.ts';
import { subjectsOf } from './written-names.ts';

/**
 * Whether the reporter still hears of their report. Not once others found that it is about them: their receipt ends then
 * as that of a closed report, and what follows is not theirs to know. Whom it happened to hears of it all along, and so
 * does who wrote that it is about themselves.
 */
export function isToldStill({ file }: Concern, school: School): boolean {
  const isNamed = file.steps.some(({ event }) => {
    if (event.type === 'SubjectsFound') return event.subjects.includes(file.reportedBy);
    return event.type === 'PersonAdded' && event.capacity !== 'victim' && event.subjects.includes(file.reportedBy);
  });
  if (!isNamed) return true;
  const { logged } = file;
  return subjectsOf(file.answers, school, logged === null ? file.reportedBy : undefined).includes(file.reportedBy);
}
