import type { AgencyKind } from '../../../domain/agencies.ts';
import { agencyOf } from '../../../domain/agency-contact.ts';
import type { School } from '../../../domain/school.ts';

/** Whom to ring, in one line: name, person and number as the school file has them, or else in words whom to look for. */
export function saidAgency(school: School, kind: AgencyKind): string {
  const agency = agencyOf(school, kind);
  if (agency === undefined) return whereToFind[kind] ?? 'your local authority, which can say whom to ring';
  return [agency.name, agency.contact, agency.telephone].filter((part) => part !== undefined).join(', ');
}

/** Whom to look for where the school file names none. No number stands here: they change. */
const whereToFind: Partial<Record<AgencyKind, string>> = {
  police: 'the police: 101, or 999 where somebody is in danger',
  lado: 'the designated officer of your local authority',
  'social-care': 'the children’s social care of the child’s local authority',
  'online-safety-officer': 'the online-safety officer of your local authority, or whoever has that work there',
  'child-protection-liaison': 'the child-protection liaison officer of your local authority, or its equivalent',
  'online-safety-adviser': 'the online-safety adviser of your local authority or county',
  'anti-bullying': 'the anti-bullying adviser of your local authority or county',
  ceop: 'CEOP, through the form on its website',
};
