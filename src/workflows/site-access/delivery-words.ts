import type { PersonId } from '../../domain/people.ts';

/** The person whom a slot names: the last part of it. */
export function personIn(slot: string): PersonId | undefined {
  const last = slot.split(':').at(-1) ?? '';
  return last.includes('@') ? last : undefined;
}
