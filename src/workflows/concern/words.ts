import { labelOf } from '../../domain/form.ts';
import type { Actor } from '../../domain/people.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { handlersOf, leadersIn, leadingRoles, placeOf } from './access.ts';
import { kinds } from './choices.ts';
import { factsOf } from './police/facts.ts';
import type { Urgency } from './rules/urgency.ts';
import type { Concern } from './state.ts';

/** What each state is called on a handler's card. */
export const statusWords: Record<Concern['status'], string> = {
  new: 'new',
  acknowledged: 'acknowledged',
  handled: 'being handled',
  closed: 'closed',
};

/** What each state is called to the reporter, who sees no more than this. */
export const reporterStatusWords: Record<Concern['status'], string> = {
  new: 'received',
  acknowledged: 'seen',
  handled: 'being handled',
  closed: 'closed',
};

/** What each urgency is called. */
export const urgencyWords: Record<Urgency, string> = {
  immediate: 'immediate danger',
  urgent: 'urgent',
  routine: 'routine',
};

/** The first line of every card of a case: what it is and where it stands, all of it in words. */
export function caseTitle(concern: Concern, reference: string): string {
  const { reminded } = concern.file;
  const urgency = urgencyNow(concern);
  const words = [`Concern ${reference}`, statusWords[concern.status]];
  if (urgency !== 'routine' && concern.status !== 'closed') words.push(urgencyWords[urgency]);
  if (concern.status === 'new' && reminded > 0) words.push('overdue');
  return words.join(' · ');
}

/** How urgent it is by what is known now: as it was reported, and more where it was assessed since. */
function urgencyNow(concern: Concern): Urgency {
  const facts = factsOf(concern);
  const { urgency } = concern.file;
  if (facts['immediate-risk'] === 'yes') return 'immediate';
  const isUrgent = facts['sexual-image'] === 'yes' || facts.coercion === 'yes';
  return urgency === 'routine' && isUrgent ? 'urgent' : urgency;
}

/** Whether a case may be shown in the colour of alarm: for immediate danger and for what is overdue. */
export function needsAttention(concern: Concern): boolean {
  const { status, file } = concern;
  return status === 'new' && (urgencyNow(concern) === 'immediate' || file.reminded > 0);
}

/** The kind of incident in words. */
export function saidKind(concern: Concern): string {
  return labelOf(kinds, String(concern.file.answers.kind ?? 'other'));
}

/** Who has it, said to the reporter; undefined when nobody at the school may. */
export function saidTeam(concern: Concern, school: School): string | undefined {
  const handlers = handlersOf(concern, school);
  const [first] = handlers;
  if (first === undefined) return undefined;
  if (placeOf(concern, school) === 'channel') return 'the safeguarding team';
  const { route } = concern.file;
  if (route.people?.includes(first) === true) return 'the leader you chose';
  const roles = route.handlers.filter((role) => school.roles[role].people.some((person) => handlers.includes(person)));
  const said = roles.map((role) => `the ${roleLabel(school, role)}`);
  if (said.length < 2) return saidHandler(concern, { kind: 'person', person: first }, school);
  return `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}

/** How a handler is named where no name may stand: by role (R197). */
export function saidHandler(concern: Concern, by: Actor, school: School): string {
  if (by.kind === 'clock') return 'the bot';
  const { handlers } = concern.file.route;
  const role = handlers.find((candidate) => school.roles[candidate].people.includes(by.person));
  if (role !== undefined) return `the ${roleLabel(school, role)}`;
  const standsInFor = handlers.find((candidate) => school.roles[candidate].delegate === by.person);
  if (standsInFor !== undefined) return `the delegate of the ${roleLabel(school, standsInFor)}`;
  const { people = [] } = concern.file.route;
  if (people.includes(by.person)) return 'the leader who was chosen';
  if (concern.file.contact === by.person) return 'the contact';
  // Who leads may have been asked for something without handling it.
  const leads = leadingRoles.find((candidate) => school.roles[candidate].people.includes(by.person));
  const isIn = leads !== undefined && leadersIn(concern, school).includes(by.person);
  return isIn ? `the ${roleLabel(school, leads)}` : 'somebody who handled it then';
}
