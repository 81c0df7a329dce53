import type { AddressBook } from '../../application/ports.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import type { Activity } from './activity.ts';
import type { TeamsIdentifier } from './identity.ts';
import { learnUserId } from './learn-user-id.ts';

export interface TeamChangesParts {
  readonly identifier: TeamsIdentifier;
  readonly addresses: Pick<AddressBook, 'find' | 'remember'>;
  readonly tellArrived: (school: School, person: PersonId | undefined) => Promise<void>;
}

/** Of so many who come at once, Teams is asked who they are; all others are found with the members of the channel. */
const MOST_ASKED = 20;

/**
 * Hears of people who come to a team in which the bot is, or leave it. Teams names the team, and not the channel for
 * which the bot is in it; so each such team counts as one with a channel for staff.
 */
export function createTeamChanges({ identifier, addresses, tellArrived }: TeamChangesParts) {
  async function person(activity: Activity, member: Activity['from'], school: School): Promise<PersonId | undefined> {
    const identity = await identifier.whoIs({ ...activity, from: member }, school);
    if (identity.kind !== 'known') return undefined;
    await learnUserId(addresses, school, identity.person, { serviceUrl: activity.serviceUrl, userId: member.id });
    return identity.person.email;
  }

  return {
    async heard(activity: Activity, school: School): Promise<void> {
      const { membersAdded, membersRemoved, recipient } = activity;
      const added = membersAdded ?? [];
      if (added.length + (membersRemoved ?? []).length === 0) return;
      if (!school.staffChannels.some(({ teams }) => teams !== undefined)) return;
      const people = added.filter(({ id }) => id !== recipient.id && id !== '').slice(0, MOST_ASKED);
      let isAnybodyKnown = false;
      for (const member of people) {
        const known = await person(activity, member, school);
        if (known === undefined) continue;
        isAnybodyKnown = true;
        await tellArrived(school, known);
      }
      if (!isAnybodyKnown) await tellArrived(school, undefined);
    },
  };
}
