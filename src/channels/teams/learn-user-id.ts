import { Fault } from '../../application/faults.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { Person, School } from '../../domain/school.ts';

/**
 * Keeps by which id a chat with somebody can be begun, where the school file has none and nobody has told the bot more.
 * That it cannot be kept is no fault: it is learnt again.
 */
export async function learnUserId(
  addresses: Pick<AddressBook, 'find' | 'remember'>,
  school: School,
  person: Pick<Person, 'email' | 'teams'>,
  reach: { readonly serviceUrl: string; readonly userId: string },
): Promise<void> {
  if (person.teams !== undefined) return;
  const who = `person:${person.email}`;
  try {
    if ((await addresses.find(school, 'teams', who)) === undefined)
      await addresses.remember(school, 'teams', who, reach);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}
