import type { VaultFault } from '../application/faults.ts';
import type { SchoolKeys } from './school-keys.ts';

/** A school's keys in memory. */
export interface HeldKeys {
  readonly keys: SchoolKeys;
  /** What they are kept as: what they were read from, or were written to since. */
  text: string;
  /** Milliseconds since they were last seen to be kept as that. */
  seen: () => number;
  /** Milliseconds since Key Vault was asked for them. */
  readonly age: () => number;
  /** Milliseconds since a refresh was last begun; absent where none was since they were had. */
  tried?: (() => number) | undefined;
  /** Why nothing more may be sealed with them: what stands where they were kept does not open what they seal. */
  damage?: VaultFault | undefined;
}

/** How many schools' keys are in memory at once; those used longest ago make room. A trust has a hundred at most. */
const MOST_SCHOOLS = 1_000;

/** The keys that this process has had from Key Vault. */
export interface KeysInHand {
  /** The keys of a school, which then count as used. */
  use(school: string): HeldKeys | undefined;
  peek(school: string): HeldKeys | undefined;
  put(school: string, held: HeldKeys): void;
  schools(): readonly string[];
}

export function createKeysInHand(): KeysInHand {
  // In the order in which they were used.
  const held = new Map<string, HeldKeys>();
  return {
    use(school) {
      const found = held.get(school);
      if (found === undefined) return undefined;
      held.delete(school);
      held.set(school, found);
      return found;
    },
    peek: (school) => held.get(school),
    put(school, keys) {
      held.delete(school);
      held.set(school, keys);
      for (const oldest of held.keys()) {
        if (held.size <= MOST_SCHOOLS) break;
        held.delete(oldest);
      }
    },
    schools: () => [...held.keys()],
  };
}
