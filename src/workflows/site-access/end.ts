import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { instantOf } from '../../domain/school-time.ts';
import { latestEnd } from './period.ts';

/** Why something cannot end then, with the latest moment at which it could. */
export interface EndProblem {
  readonly code: 'end-too-early' | 'not-longer' | 'end-too-late';
  readonly latest: Instant;
}

/** The end that somebody put, in the school's own time. */
export function endOf(
  { untilDate, untilTime }: { readonly untilDate: string; readonly untilTime: string },
  school: School,
): Instant {
  return instantOf(school, untilDate, untilTime);
}

/** What is wrong with an end that has to come after `after` and, counted from `from`, within the school's longest time. */
export function endProblem(
  until: Instant,
  {
    after,
    from,
    early = 'not-longer',
  }: { readonly after: Instant; readonly from: Instant; readonly early?: 'end-too-early' | 'not-longer' },
  school: School,
): EndProblem | undefined {
  const latest = latestEnd(school, from);
  if (until <= after) return { code: early, latest };
  return until > latest ? { code: 'end-too-late', latest } : undefined;
}
