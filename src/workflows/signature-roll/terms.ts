import { dayAfter } from '../../domain/calendar-day.ts';
import type { DecisionContext, Refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { personNamed } from '../../domain/person-named.ts';
import { instantOf, type LocalDate, localDateTime, nextWorkingTime } from '../../domain/school-time.ts';
import type { RollEvent, Terms } from './events.ts';
import { refuse } from './refusals.ts';

/** The last day to sign lies within so many days. */
const FURTHEST_DAYS = 366;

/** What somebody put for a roll: by when, who records, and whether IT hears. */
interface Put {
  readonly dueOn: LocalDate;
  readonly internet: 'yes' | 'no';
  readonly recorders: string;
}

/** What somebody put, understood; or why it cannot be taken. `before` may stay as it is, also where its day is past. */
export function termsFrom(
  put: Put,
  context: DecisionContext,
  before?: Terms,
): { readonly kind: 'terms'; readonly terms: Terms } | Refusal<RollEvent> {
  const { school, at } = context;
  const today = localDateTime(school, at).date;
  if (put.dueOn < today && put.dueOn !== before?.dueOn) return refuse('due-past', context);
  if (put.dueOn > dayAfter(today, FURTHEST_DAYS)) return refuse('due-too-late', context);
  const recorders: PersonId[] = [];
  for (const line of put.recorders.split('\n').filter((name) => name.trim() !== '')) {
    const named = personNamed(line, school);
    if (named.kind === 'problem') return refuse(named.problem, context, { about: line.trim() });
    recorders.push(named.person);
  }
  // From the school day after the last one on, as the school opens.
  const dueAt = nextWorkingTime(school, instantOf(school, dayAfter(put.dueOn, 1), school.calendar.hours.from));
  const terms = { recorders: [...new Set(recorders)], dueOn: put.dueOn, dueAt, tellsIt: put.internet === 'yes' };
  return { kind: 'terms', terms };
}
