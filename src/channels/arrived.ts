import type { ChannelId } from '../application/ports.ts';
import type { PersonId } from '../domain/people.ts';
import type { School } from '../domain/school.ts';

/**
 * Told when somebody can be reached in a chat who could not be before, or has come to the school there; without a person
 * where it is not known who, or somebody has left.
 */
export type Arrived = (school: School, person: PersonId | undefined, chat: ChannelId) => Promise<void>;

/** Told of each that writes or presses something in a chat: they can be reached there. */
export type Heard = (school: School, person: PersonId, chat: ChannelId) => void;
