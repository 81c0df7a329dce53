import type { Directory } from '../application/directory.ts';
import { DeliveryFault } from '../application/faults.ts';
import type { ChannelId } from '../application/ports.ts';
import { findPerson, type Person, type School } from '../domain/school.ts';

/** Who acts: a person of the school, somebody who is none, or somebody of whom the chat did not say who they are. */
export type Identity =
  | { readonly kind: 'known'; readonly person: Person }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'unclear'; readonly code: string };

/** What a chat says of somebody. */
export interface Member {
  /** In lower case: the addresses by which they may be known. */
  readonly addresses: readonly string[];
  /** True for somebody who is not of the school's own organisation, whatever their address says. */
  readonly isOutsider: boolean;
}

/** Somebody of whom a chat says who they are, with the chat's own id and name of them. */
export interface NamedMember extends Member {
  readonly userId: string;
  readonly name: string;
  /** True for an account that nobody can use any more. */
  readonly isClosed?: true;
}

/** Somebody who acts in a chat. */
export interface Actor {
  /** The chat's id of them as the school file may give it; undefined where the chat did not say. */
  readonly userId: string | undefined;
  /** By what an answer of the chat about them is remembered. */
  readonly key: string;
  /** Asks the chat. Rejects with a `DeliveryFault`. */
  find(): Promise<Member | undefined>;
}

/** The person of the school whom a chat's word on somebody means, where the school file has no id of theirs. */
export function knownByAddress(member: Member, channel: ChannelId, school: School): Person | undefined {
  const person = member.addresses
    .map((address) => findPerson(school, address.trim().toLowerCase()))
    .find((candidate) => candidate !== undefined);
  // An id in the school file is stronger than an address: another account with the address is not that person, and an
  // outsider's address is whatever their own organisation says.
  return person?.[channel] === undefined && !member.isOutsider ? person : undefined;
}

export interface IdentifierParts {
  readonly channel: ChannelId;
  readonly directory: Directory;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/** For how long an answer of the chat is believed, in milliseconds. A stranger may be put right at any minute. */
const KNOWN_FOR_MS = 30 * 60_000;
const STRANGER_FOR_MS = 60_000;
/** How many answers are kept at the most. */
const MOST = 5_000;

/**
 * Finds out who acts: by id where the school file has it, else by the addresses that the chat gives of a member of the
 * school's own organisation.
 */
export function createIdentifier({ channel, directory, monotonicMs }: IdentifierParts) {
  /** What the chat said, and not whom that means: a school file that was changed may say that it is somebody else. */
  const answers = new Map<string, { readonly member: Member | undefined; readonly askedAt: number }>();

  function keep(key: string, member: Member | undefined): void {
    const [oldest] = answers.keys();
    if (answers.size >= MOST && oldest !== undefined) answers.delete(oldest);
    answers.set(key, { member, askedAt: monotonicMs() });
  }

  async function personBehind(actor: Actor, school: School): Promise<Person | undefined> {
    const key = `${school.id} ${actor.key}`;
    const personOf = (member: Member | undefined) => member && knownByAddress(member, channel, school);
    const answer = answers.get(key);
    if (answer !== undefined) {
      const person = personOf(answer.member);
      const believedForMs = person === undefined ? STRANGER_FOR_MS : KNOWN_FOR_MS;
      if (answer.askedAt + believedForMs > monotonicMs()) return person;
    }
    answers.delete(key);
    const member = await actor.find();
    keep(key, member);
    return personOf(member);
  }

  return {
    async whoIs(actor: Actor, school: School): Promise<Identity> {
      const { userId } = actor;
      const known = userId === undefined ? undefined : directory.personOf(school, { channel, userId });
      if (known !== undefined) return { kind: 'known', person: known };
      try {
        const person = await personBehind(actor, school);
        return person === undefined ? { kind: 'stranger' } : { kind: 'known', person };
      } catch (error) {
        if (error instanceof DeliveryFault) return { kind: 'unclear', code: error.code };
        throw error;
      }
    },
  };
}
