import { HOUR, type Instant, later } from './instant.ts';
import type { Actor } from './people.ts';

/** An attempt by somebody without the right: who tried what, and when. */
interface Attempt {
  readonly at: Instant;
  readonly by: Actor;
  readonly command: string;
}

/** Whether such an attempt by this person went on the record within the last hour already. */
export function isNotedLately(noted: readonly Attempt[], { at, by, command }: Attempt): boolean {
  const hourAgo = later(at, -HOUR);
  return noted.some((one) => one.command === command && one.at > hourAgo && isSame(one.by, by));
}

function isSame(one: Actor, other: Actor): boolean {
  return one.kind === 'person' && other.kind === 'person' && one.person === other.person;
}
