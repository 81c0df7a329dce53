import { type AgencyKind, agencyWords } from '../../domain/agencies.ts';
import { agencyOf, isAgencyStale } from '../../domain/agency-contact.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { type Finding, findingsOf } from './finding.ts';
import { counted, listed } from './words.ts';

/** Those without whose number no school should be (R206). */
const needed: readonly AgencyKind[] = ['police', 'social-care', 'lado'];

/** Whether those outside the school whom a case needs first can be rung, and which numbers nobody has checked. */
export function checkAgencies(school: School, at: Instant): readonly Finding[] {
  const found = findingsOf('agencies', school);
  const missing = needed.filter((kind) => agencyOf(school, kind)?.telephone === undefined);
  const stale = school.agencies.filter((agency) => isAgencyStale(agency, school, at));
  const findings = [
    ...(missing.length > 0
      ? [
          found.look(
            `The school file has no number of ${listed(missing.map((kind) => agencyWords[kind]))}.`,
            'Put each into "agencies" of the school file, with its number and the day on which it was checked.',
          ),
        ]
      : []),
    ...(stale.length > 0
      ? [
          found.look(
            `Nobody has checked the number of ${listed(stale.map(({ name }) => name))} for ${counted(school.concerns.agencyMonths, 'month')}.`,
            'Ring each, and put the day as its "lastChecked" into the school file.',
          ),
        ]
      : []),
  ];
  if (findings.length > 0) return findings;
  return [found.well(`The numbers of all ${school.agencies.length} agencies were checked in time.`)];
}
