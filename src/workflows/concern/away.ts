import { awayIn } from '../../domain/absences.ts';
import type { DecisionContext } from '../../domain/decider.ts';
import { nextSchoolTime } from '../../domain/school-time.ts';
import { handlersOf, placeOf } from './access.ts';
import { standInsFor } from './calling.ts';
import { after } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import type { ConcernState } from './state.ts';

type Reported = Extract<ConcernEvent, { type: 'ConcernReported' }>;

/**
 * The beginning of a concern as it is while some people are away: where everybody of a role is to whom it comes one to
 * one, their delegate stands in, and where the whole team is, theirs. Where nobody is there at all, those are called at
 * once who are next. Who is away has it all the same.
 */
export function roundAbsences(event: Reported, state: ConcernState, context: DecisionContext): Reported {
  const { school, at } = context;
  const away = awayIn(context.gathered);
  if (away.size === 0) return event;
  const concern = after(state, [event], context);
  const isThere = (person: string) => !away.has(person);
  const isTeams = placeOf(concern, school) === 'channel' && handlersOf(concern, school).some(isThere);
  const { people = [], handlers } = event.route;
  const standIns = isTeams || people.length > 0 ? [] : standInsFor(concern, handlers, away, school);
  const now = standIns.length === 0 ? event : { ...event, standIns: [...standIns] };
  if (handlersOf(after(state, [now], context), school).some(isThere)) return now;
  const atOnce = event.urgency === 'immediate' ? at : nextSchoolTime(school, at);
  return { ...now, remindAt: [atOnce, ...event.remindAt] };
}
