import type { Decision, Refusal, Workflow } from '../../../src/domain/decider.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/message.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { registry } from '../../../src/workflows/index.ts';
import { dayAfter, hasSchool, inLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import type { Asked } from './site-periods.ts';

/** The workflow, known by its contract alone. */
export const siteAccess = workflowUnderTest();

/** The school as it is, and as it is when roles have been handed to others. */
export const schools: readonly School[] = [
  aSchoolOfYears(),
  aSchoolOfYears({ 'network-manager': [people.assistant] }),
  aSchoolOfYears({ 'online-safety-coordinator': [people.teacher], 'deputy-dsl': [people.otherTeacher] }),
  aSchoolOfYears({ 'network-manager': [people.teacher], head: [people.dsl] }),
];

/** What a request is for, before the days are known. */
export interface RequestPick {
  readonly who: PersonId;
  readonly address: string;
  readonly category: string;
  readonly use: string;
  readonly period: string;
  /** How many days ahead it begins, and for how many it is to last. */
  readonly ahead: number;
  readonly days: number;
  readonly times: readonly [from: string, until: string];
}

/** What is asked of the workflow, as the application asks it. */
export function outcomeOf(
  state: unknown,
  command: string,
  data: Asked,
  context: Parameters<typeof siteAccess.decide>[2],
): Decision<unknown> | Refusal<unknown> | undefined {
  const parsed = siteAccess.commands[command]?.data.safeParse(data);
  const refused = siteAccess.refuses(state, command, context);
  if (refused !== undefined) return refused;
  return parsed?.success === true
    ? siteAccess.decide(state, { type: command, data: parsed.data as Json }, context)
    : undefined;
}

/** The answers to a request that is made now. */
export function requestData(of: RequestPick, at: Instant): Asked {
  const school = schools[0] as School;
  let date = dayAfter(inLondon(at).date, of.ahead);
  while (!hasSchool(school, date)) date = dayAfter(date);
  const { address, category, use, period, days, times, who } = of;
  return {
    address,
    category,
    use,
    period,
    scope: 'site',
    ...(period === 'lesson' ? { date, from: times[0], until: times[1] } : {}),
    ...(period === 'day' ? { date } : {}),
    ...(period === 'study' ? { fromDate: date, untilDate: dayAfter(date, days) } : {}),
    purpose: 'To compare two reports of one event.',
    group: '9B',
    supervisor: who,
    checked: 'yes',
  };
}

function workflowUnderTest(): Workflow<unknown, unknown> {
  const found = registry.get('site-access');
  if (found === undefined) throw new Error('there is no such workflow');
  return found;
}
