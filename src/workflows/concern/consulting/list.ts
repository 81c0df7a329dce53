import type { ListDefinition } from '../../../domain/decider.ts';
import type { PersonId } from '../../../domain/people.ts';
import { holds, type School } from '../../../domain/school.ts';
import { saidTime } from '../../../domain/school-time.ts';
import type { ConcernState } from '../state.ts';
import { consultationTitle } from './cards.ts';
import { questionFor } from './consulted.ts';
import { consultedRoles } from './events.ts';

/** What a case is found by while somebody who was consulted has not answered. */
const WAITING = 'consulted';

/** What a case is found by because of what others were asked about it. */
export function consultingTokens(state: ConcernState): readonly string[] {
  const isWaiting =
    state.status !== 'none' && state.file.consulting.asked.some(({ answeredAt }) => answeredAt === null);
  return isWaiting ? [WAITING] : [];
}

/** The questions that wait for an answer of this person, without their words. */
export const consultations: ListDefinition<ConcernState> = {
  id: 'consultations',
  title: 'Questions to you',
  empty: 'Nobody has asked you anything about a case.',
  onlyFilled: true,
  findBy: () => WAITING,
  isFor: mayBeConsulted,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none') return undefined;
    const question = questionFor(person, undefined, state, school);
    if (question === undefined || question.answeredAt !== null) return undefined;
    return {
      rank: 0,
      since: question.at,
      title: `${reference} · ${consultationTitle(question)}`,
      detail: `Asked ${saidTime(school, question.at, now)}`,
      press: { label: 'Read', command: 'concern/consultation' },
    };
  },
};

function mayBeConsulted(person: PersonId, school: School): boolean {
  return holds(school, person, consultedRoles) || consultedRoles.some((role) => school.roles[role].delegate === person);
}
