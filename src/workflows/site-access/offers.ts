import { filteringParts } from '../../domain/filtering.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, freeHolders, type School } from '../../domain/school.ts';
import { standingsOf } from './access.ts';
import type { SiteCommand } from './command-data.ts';
import { commandRules } from './command-rules.ts';
import type { RefusalCode } from './refusals.ts';
import type { SiteRequest, SiteState } from './state.ts';

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: SiteState,
  command: SiteCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { who, when } = commandRules[command];
  const isWhen = when.includes(state.status);
  if (person === undefined) return who === 'clock' && isWhen ? undefined : 'not-now';
  if (who === 'clock' || findPerson(school, person) === undefined) return 'not-yours';
  if (state.status === 'none') return who === 'anybody' ? undefined : 'not-yours';
  const standings = standingsOf(state, person, school);
  if (who === 'anybody') return standings.includes('requester') ? 'already-requested' : 'not-yours';
  if (!who.some((standing) => standings.includes(standing))) {
    if (standings.includes('requester') && who.includes('handler')) return 'own-request';
    // Who may open it learns nothing by being told whose part that is.
    return standings.length > 0 ? 'not-your-part' : 'not-yours';
  }
  if (!isWhen) return reasonFor(command);
  return decisionRefusal(state, command, person, school) ?? extensionRefusal(state, command);
}

/** What somebody is offered, the likely next step first. */
export function offered(state: SiteState, person: PersonId, school: School): readonly SiteCommand[] {
  return steps.filter((command) => refusalFor(state, command, person, school) === undefined);
}

/** The steps of a request, in the order in which their buttons stand. */
export const steps: readonly SiteCommand[] = [
  'site-access/blocked-again',
  'site-access/approve',
  'site-access/approve-extension',
  'site-access/opened',
  'site-access/decline',
  'site-access/decline-extension',
  'site-access/cannot-block',
  'site-access/cannot-open',
  'site-access/ask',
  'site-access/end',
  'site-access/end-now',
  'site-access/extend',
  'site-access/withdraw',
];

/** Nobody agrees twice, and the first of two is one of those who decide. */
function decisionRefusal(
  request: SiteRequest,
  command: SiteCommand,
  person: PersonId,
  school: School,
): RefusalCode | undefined {
  const agreed = approvalsFor(request, command);
  if (agreed === undefined) return undefined;
  if (agreed.includes(person)) return 'approved-already';
  const deciders = freeHolders(filteringParts.decides.roles, [request.file.requestedBy], school);
  return agreed.length === 0 && !deciders.includes(person) ? 'not-the-first' : undefined;
}

/** Who has agreed to what a command would agree to; undefined for one that agrees to nothing. */
function approvalsFor(request: SiteRequest, command: SiteCommand): readonly PersonId[] | undefined {
  const people = (
    approvals: SiteRequest['file']['approvals'] | { by: SiteRequest['file']['approvals'][number]['by'] }[],
  ) => approvals.flatMap(({ by }) => (by.kind === 'person' ? [by.person] : []));
  if (command === 'site-access/approve') return people(request.file.approvals);
  if (command === 'site-access/approve-extension' && request.status === 'open')
    return people(request.extension?.approvals ?? []);
  return undefined;
}

function extensionRefusal(request: SiteRequest, command: SiteCommand): RefusalCode | undefined {
  if (request.status !== 'open') return undefined;
  const isWaiting = request.extension !== null;
  if (command === 'site-access/extend') return isWaiting ? 'extension-waiting' : undefined;
  const decides = command === 'site-access/approve-extension' || command === 'site-access/decline-extension';
  return decides && !isWaiting ? 'no-extension' : undefined;
}

function reasonFor(command: SiteCommand): RefusalCode {
  switch (command) {
    case 'site-access/approve':
    case 'site-access/decline':
    case 'site-access/withdraw':
      return 'not-waiting';
    case 'site-access/end':
    case 'site-access/end-now':
    case 'site-access/extend':
      return 'not-open';
    case 'site-access/approve-extension':
    case 'site-access/decline-extension':
      return 'no-extension';
    case 'site-access/opened':
    case 'site-access/cannot-open':
      return 'not-with-it';
    case 'site-access/blocked-again':
    case 'site-access/cannot-block':
      return 'not-to-block';
    default:
      return 'not-now';
  }
}
