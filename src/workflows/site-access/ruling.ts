import type { School } from '../../domain/school.ts';
import type { Ruling } from './events.ts';
import { openingOf } from './site-rules.ts';
import type { SiteRequest } from './state.ts';

/** Where pupils write or send something, two agree at least, and a named member of staff is responsible (R140). */
const pupilsWrite = {
  id: 'pupils-write',
  source: '000 section 3.6.4',
  since: '2026-11-22',
  why: 'Where pupils write or send something to others, a named member of staff is responsible and two people agree.',
} as const;

type Asked = Pick<SiteRequest['file']['requested'], 'site' | 'kind' | 'use'>;

/** How what is asked for may be opened by the rules as they are now. */
export function rulingFor({ site, kind, use }: Asked, school: School): Ruling {
  const { opening, category, rule, bySchool } = openingOf(site, kind, school);
  if (use === 'write' && opening === 'one-approval') {
    const { id, source, why } = pupilsWrite;
    return { opening: 'two-approvals', category, rule: { id, source, why } };
  }
  return { opening, category, rule, ...(bySchool === undefined ? {} : { bySchool }) };
}
