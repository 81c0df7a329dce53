import type { ListDefinition } from '../../domain/decider.ts';
import { personName } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { heldBy, isExpected, standsInFor } from './access.ts';
import type { AbsenceState } from './state.ts';
import { saidRoles } from './words.ts';

/** Who is away, for those who hold a role or stand in for one; their own line opens. */
export const whoIsAwayNow: ListDefinition<AbsenceState> = {
  id: 'who-is-away',
  title: 'Who is away',
  empty: 'Nobody who holds a role is away.',
  statuses: ['away'],
  onlyFilled: true,
  isFor: isExpected,
  row(state, { person: viewer, school, now }) {
    if (state.status !== 'away' || !isExpected(viewer, school)) return undefined;
    const { person, until } = state.file;
    if (!isExpected(person, school)) return undefined;
    const held = heldBy(person, school);
    return {
      rank: person === viewer ? 0 : 1,
      since: state.file.endsAt,
      title: `${saidRoles(held, standsInFor(person, school), school)} · until ${saidDate(school, until, now)}`,
      detail: personName(school, person),
      ...(person === viewer ? { press: { label: 'Open', command: 'absence/open' } } : {}),
    };
  },
};
