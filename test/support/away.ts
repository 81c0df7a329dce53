import type { Gathered } from '../../src/domain/gathering.ts';
import type { PersonId } from '../../src/domain/people.ts';

/** What is read where these people are away. */
export function whoAreAway(...people: readonly PersonId[]): Gathered {
  const records = people.map((person, index) => ({
    reference: `W-7K3Q9${index}`,
    status: 'away',
    shared: { person, until: '2026-12-01' },
  }));
  return { kind: 'records', records, isWhole: true };
}
