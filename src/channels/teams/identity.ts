import type { Directory } from '../../application/directory.ts';
import { DeliveryFault } from '../../application/faults.ts';
import type { Person, School } from '../../domain/school.ts';
import { type Activity, tenantOf } from './activity.ts';
import type { TeamsConnector } from './connector.ts';

/** Who acts: a person of the school, somebody who is none, or somebody of whom Teams did not say who they are. */
export type Identity =
  | { readonly kind: 'known'; readonly person: Person }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'unclear'; readonly code: string };

export interface IdentityParts {
  readonly directory: Directory;
  readonly connector: Pick<TeamsConnector, 'findMember'>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/** For how long an answer of Teams is believed, in milliseconds. A stranger may be put right at any minute. */
const KNOWN_FOR_MS = 30 * 60_000;
const STRANGER_FOR_MS = 60_000;
/** How many answers are kept at the most. */
const MOST = 5_000;

/**
 * Finds out who is behind an activity: by object id where the school file has it, else by the addresses that Teams
 * gives of a member of the school's own tenant.
 */
export function createIdentifier({ directory, connector, monotonicMs }: IdentityParts) {
  const answers = new Map<string, { readonly email: string | undefined; readonly until: number }>();

  function keep(key: string, email: string | undefined): void {
    const [oldest] = answers.keys();
    if (answers.size >= MOST && oldest !== undefined) answers.delete(oldest);
    answers.set(key, { email, until: monotonicMs() + (email === undefined ? STRANGER_FOR_MS : KNOWN_FOR_MS) });
  }

  async function addressOf(activity: Activity, school: School): Promise<string | undefined> {
    const key = `${school.id} ${activity.from.aadObjectId ?? activity.from.id}`;
    const answer = answers.get(key);
    if (answer !== undefined && answer.until > monotonicMs()) return answer.email;
    answers.delete(key);
    const of = { tenantId: tenantOf(activity) ?? '', userId: activity.from.id };
    const member = await connector.findMember(activity.serviceUrl, activity.conversation.id, of);
    const person = (member?.addresses ?? [])
      .map((address) => directory.personWithEmail(school, address))
      .find((candidate) => candidate !== undefined);
    // An object id in the school file is stronger than an address: another account with the address is not that
    // person, and a guest's address is whatever their own organisation says.
    const email = person?.teams === undefined && member?.isGuest === false ? person?.email : undefined;
    keep(key, email);
    return email;
  }

  return {
    async whoIs(activity: Activity, school: School): Promise<Identity> {
      const userId = activity.from.aadObjectId;
      const known = userId == null ? undefined : directory.personOf(school, { channel: 'teams', userId });
      if (known !== undefined) return { kind: 'known', person: known };
      try {
        const email = await addressOf(activity, school);
        const person = email === undefined ? undefined : directory.personWithEmail(school, email);
        return person === undefined ? { kind: 'stranger' } : { kind: 'known', person };
      } catch (error) {
        if (error instanceof DeliveryFault) return { kind: 'unclear', code: error.code };
        throw error;
      }
    },
  };
}

export type Identifier = ReturnType<typeof createIdentifier>;
