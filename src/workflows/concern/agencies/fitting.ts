import { type AgencyKind, agencyKindOf, agencyWords } from '../../../domain/agencies.ts';
import { type Agency, agencyOf, isAgencyStale, saidChecked } from '../../../domain/agency-contact.ts';
import type { Choice } from '../../../domain/form.ts';
import { conditionHolds } from '../../../domain/form.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { School } from '../../../domain/school.ts';
import { caseAnswers } from '../guidance/case-answers.ts';
import { fittingRules } from '../rules/agencies.ts';
import type { Concern } from '../state.ts';
import { saidAgency } from './said-agency.ts';

/** The agencies that fit a case, the likeliest first. */
export function fittingAgencies(concern: Concern): readonly AgencyKind[] {
  const answers = caseAnswers(concern);
  const holding = fittingRules.filter((rule) => conditionHolds(rule.applies, answers));
  return [...new Set(holding.flatMap(({ agencies }) => agencies))];
}

/** An agency that the school file does not name, by its kind: no id of a school file has a colon. */
export const unlisted = (kind: AgencyKind): string => `kind:${kind}`;

interface OfferedIn {
  readonly school: School;
  readonly at: Instant;
}

/** Those that fit first, also where the school file lacks them; then the others of the file; any other one last. */
export function agencyChoices(fitting: readonly AgencyKind[], of: OfferedIn): readonly Choice[] {
  const { school } = of;
  const rank = (agency: Agency) => fitting.indexOf(agencyKindOf(agency));
  const isFitting = (agency: Agency) => fitting.includes(agencyKindOf(agency));
  const listed = school.agencies.filter(isFitting).toSorted((one, other) => rank(one) - rank(other));
  const missing = fitting.filter((kind) => agencyOf(school, kind) === undefined);
  return [
    ...listed.map((agency) => choiceOf(agency, of)),
    ...missing.map((kind) => ({ value: unlisted(kind), label: `${agencyWords[kind]} · not in the school file` })),
    ...school.agencies.filter((agency) => !isFitting(agency)).map((agency) => choiceOf(agency, of)),
    { value: unlisted('other'), label: 'Another agency' },
  ];
}

function choiceOf(agency: Agency, { school, at }: OfferedIn): Choice {
  const { id, name, telephone } = agency;
  const age = isAgencyStale(agency, school, at) ? saidChecked(agency, school, at) : undefined;
  return { value: id, label: [name, telephone, age].filter((part) => part !== undefined).join(' · ') };
}

/** At most so many agencies have a line of their own above the question. */
const MOST_LINES = 6;

/** Whom to ring at the likeliest agencies, and how good each number is. */
export function contactLines(fitting: readonly AgencyKind[], { school, at }: OfferedIn): readonly string[] {
  const kinds = fitting.length > 0 ? fitting : school.agencies.map(agencyKindOf);
  return [...new Set(kinds)].slice(0, MOST_LINES).flatMap((kind) => {
    const agencies = school.agencies.filter((agency) => agencyKindOf(agency) === kind);
    if (agencies.length === 0) return [`${agencyWords[kind]}: ${saidAgency(school, kind)}`];
    return agencies.slice(0, 2).map((agency) => {
      const { name, contact, telephone } = agency;
      const parts = [contact, telephone, saidChecked(agency, school, at)].filter((part) => part !== undefined);
      return `${name}: ${parts.join(', ')}`;
    });
  });
}

/** The agency that was chosen: its name and what it is to a case; undefined where it is not there any more. */
export function agencyChosen(
  { agency, agencyName }: { readonly agency: string; readonly agencyName: string },
  school: School,
): { readonly name: string; readonly kind: AgencyKind } | undefined {
  const listed = school.agencies.find(({ id }) => id === agency);
  if (listed !== undefined) return { name: listed.name, kind: agencyKindOf(listed) };
  const kind = (Object.keys(agencyWords) as readonly AgencyKind[]).find((one) => unlisted(one) === agency);
  if (kind === undefined) return undefined;
  return { name: kind === 'other' ? agencyName : agencyWords[kind], kind };
}
