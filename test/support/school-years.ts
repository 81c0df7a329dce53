import type { PersonId, Role } from '../../src/domain/people.ts';
import { type School, schoolSchema } from '../../src/domain/school.ts';
import { aSchoolFile, people, type SchoolFile } from './school.ts';

/** Three school years with both clock changes of each and a leap day in term, and the term after them. */
const terms: SchoolFile['calendar']['terms'] = [
  { from: '2026-09-03', until: '2026-10-16' },
  { from: '2026-10-26', until: '2026-12-18' },
  { from: '2027-01-05', until: '2027-02-12' },
  { from: '2027-02-22', until: '2027-03-25' },
  { from: '2027-04-12', until: '2027-05-28' },
  { from: '2027-06-07', until: '2027-07-21' },
  { from: '2027-09-02', until: '2027-10-22' },
  { from: '2027-11-01', until: '2027-12-17' },
  { from: '2028-01-04', until: '2028-02-11' },
  { from: '2028-02-21', until: '2028-04-07' },
  { from: '2028-04-24', until: '2028-05-26' },
  { from: '2028-06-05', until: '2028-07-20' },
  { from: '2028-09-04', until: '2028-10-20' },
  { from: '2028-10-30', until: '2028-12-20' },
  { from: '2029-01-03', until: '2029-02-09' },
  { from: '2029-02-19', until: '2029-03-29' },
  { from: '2029-04-16', until: '2029-05-25' },
  { from: '2029-06-04', until: '2029-07-20' },
  { from: '2029-09-04', until: '2029-12-19' },
];

/** A site that this school lets two people agree to, and one that it never opens. */
export const siteForTwo = 'two.example';
export const siteForNobody = 'never.example';

/** Oakfield School over three years, where these people hold these roles. A delegate who would hold one gives way. */
export function aSchoolOfYears(holders: Partial<Record<Role, readonly PersonId[]>> = {}): School {
  const { roles } = aSchoolFile();
  const changed = Object.entries(holders).map(([role, named]) => {
    const before = roles[role as Role];
    const delegate = named.includes(before.delegate) ? people.senco : before.delegate;
    return [role, { ...before, people: [...named], delegate }];
  });
  const rule = { author: people.coordinator, reason: 'As agreed by the governors.', date: '2026-09-01' };
  return schoolSchema.parse(
    aSchoolFile({
      roles: { ...roles, ...Object.fromEntries(changed) },
      calendar: { terms, closed: ['2027-05-03', '2028-05-01', '2029-05-07'], hours: { from: '08:30', until: '16:00' } },
      sites: {
        rules: [
          { site: siteForTwo, opening: 'two-approvals', ...rule },
          { site: siteForNobody, opening: 'never', ...rule },
        ],
      },
    }),
  );
}
