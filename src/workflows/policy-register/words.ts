import { saidAudience } from '../../domain/audience.ts';
import type { Instant } from '../../domain/instant.ts';
import { documentNames } from '../../domain/policies.ts';
import { personName, type School } from '../../domain/school.ts';
import { localDateTime, saidDate } from '../../domain/school-time.ts';
import { isInForce } from './plan.ts';
import type { Listed } from './state.ts';

/** The words on the buttons. */
export const labels = {
  'policy-register/open': 'Open the register',
  'policy-register/put-away': 'Put away',
  'policy-register/roll-over': "Start the new school year's agreements",
  'policy-register/start': 'Start',
} as const;

/** A number of things: `1 agreement`, `3 agreements`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;
}

/** A policy in the register, a line for each thing that is known of it (R170). */
export function saidListed(listed: Listed, school: School, at: Instant): string {
  const { policy, kind, version, status, owner } = listed;
  return [
    `${policy} · ${documentNames[kind]}, version ${version} · ${status.replaceAll('-', ' ')}`,
    `Owner: ${personName(school, owner)}. ${saidReview(listed, school, at)}`,
    ...saidAsked(listed, school),
  ].join('\n');
}

/** When it is looked at next. */
function saidReview({ nextReview, status }: Listed, school: School, at: Instant): string {
  if (nextReview === null || !isInForce(status)) return 'No review is to come.';
  const isOverdue = nextReview < localDateTime(school, at).date;
  return `Next review: ${saidDate(school, nextReview, at)}${isOverdue ? ', overdue' : ''}.`;
}

function saidAsked({ audience, isYearly, year, round, refused }: Listed, school: School): readonly string[] {
  const whom = saidAudience(audience, school);
  const asked = round === 0 ? `For ${whom}; nobody has been asked yet.` : `Asked of ${whom}, last in ${year}.`;
  return [
    isYearly ? `${asked} Signed every year.` : asked,
    ...(refused === '' ? [] : ['It could not be started again the last time. Open the policy and look.']),
  ];
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string): string {
  return `There is nothing with the reference ${reference} that you can open. The policy register is read by those who publish policies, and by governors.`;
}
