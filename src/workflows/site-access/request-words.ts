import { labelOf } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { Ruling } from './events.ts';
import { categoryChoices } from './site-rules.ts';
import type { SiteFile } from './state.ts';
import { onOneLine, useChoices } from './words.ts';

interface Of {
  readonly school: School;
  readonly at: Instant;
}

/** How much of a site is meant. */
export function saidScope({ requested }: SiteFile): string {
  return requested.site.path === '' ? 'The whole site.' : 'This page alone.';
}

/** What whoever asked chose, for whoever decides: nothing that they wrote. */
export function chosenLines({ requestedBy, requestedAt, requested }: SiteFile, { school, at }: Of): readonly string[] {
  const { kind, use, supervisor } = requested;
  return [
    `Asked by ${personName(school, requestedBy)}, ${saidTime(school, requestedAt, at)}`,
    `Supervised by: ${personName(school, supervisor)}`,
    `Kind of site: ${labelOf(categoryChoices, kind)}`,
    `Pupils: ${labelOf(useChoices, use).toLowerCase()}`,
  ];
}

/** How many have to agree and why, what the site is known as, and who at the school decided so. */
export function ruleLines(
  { opening, category, rule, bySchool }: Ruling,
  { requested }: SiteFile,
  school: School,
): readonly string[] {
  const howMany: Record<typeof opening, string> = {
    'one-approval': 'One has to agree.',
    'two-approvals': 'Two have to agree.',
    never: 'It is not opened.',
  };
  return [
    `${howMany[opening]} ${rule.why}`,
    ...(category === requested.kind ? [] : [`It is known as: ${labelOf(categoryChoices, category)}`]),
    ...(bySchool === undefined
      ? []
      : [
          `Decided at your school by ${personName(school, bySchool.author)}, ${bySchool.date}: ${onOneLine(bySchool.reason)}`,
        ]),
  ];
}
