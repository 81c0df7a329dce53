import type { Gathered, Gathering } from './gathering.ts';
import type { PersonId, Role } from './people.ts';
import { holdersOf, type School } from './school.ts';

/** What a record of somebody who is away is found by. */
export const AWAY = 'away';

/** Asks who is away now. More than so many are never away of those who hold a role. */
export const whoIsAway: Gathering = {
  kind: 'records',
  workflow: 'absence',
  findBy: AWAY,
  statuses: ['away'],
  most: 200,
  // Nobody's report is refused because this cannot be known: whoever is called first, the ladder goes on.
  mayBeMissed: true,
};

/**
 * Who is away, as far as could be read: a record of an absence that is damaged keeps nothing from being done. Nobody,
 * where it was not asked.
 */
export function awayIn(gathered: Gathered | undefined): ReadonlySet<PersonId> {
  if (gathered?.kind !== 'records') return new Set();
  return new Set(
    gathered.records.flatMap(({ shared }) =>
      typeof shared === 'object' && shared !== null && 'person' in shared && typeof shared.person === 'string'
        ? [shared.person]
        : [],
    ),
  );
}

/** The roles that are seen to together: where some of these people are away, the others have what comes. */
const team: readonly Role[] = ['dsl', 'deputy-dsl'];

/** Who has what comes to a role. */
export interface Cover {
  readonly by: 'others' | 'delegate' | 'nobody';
  readonly people: readonly PersonId[];
}

/** Who has what comes to a role while these people are away: who holds it too, or else its delegate (R002, R008). */
export function coverOf(role: Role, away: ReadonlySet<PersonId>, school: School): Cover {
  const roles = isOfTeam(role) ? team : [role];
  const there = (people: readonly PersonId[]) => [...new Set(people)].filter((person) => !away.has(person));
  const others = there(holdersOf(school, roles));
  if (others.length > 0) return { by: 'others', people: others };
  const delegates = there(roles.map((one) => school.roles[one].delegate));
  return delegates.length > 0 ? { by: 'delegate', people: delegates } : { by: 'nobody', people: [] };
}

/** Whether a role is one of those whose work is done together in the safeguarding channel. */
export function isOfTeam(role: Role): boolean {
  return team.includes(role);
}
