import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { instantOf } from '../../domain/school-time.ts';
import { latestEnd } from './period.ts';
import type { SiteAt } from './state.ts';

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

/** From when a longer time counts: from now, or from the beginning of what was opened ahead of it. */
export function longerFrom({ from }: SiteAt<'open'>, at: Instant): Instant {
  return from > at ? from : at;
}

/** When an access was over: at its end where that came, however late the clock was with it. */
export function endedAt({ ended, until }: SiteAt<'ended' | 'blocked'>): Instant {
  return ended.how === 'time' ? until : ended.at;
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
