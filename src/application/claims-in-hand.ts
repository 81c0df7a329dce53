import type { Claim } from './lease.ts';
import type { Whose } from './owed-record.ts';

/**
 * What this process has claimed and not attempted yet, each once; also where nobody knows whether the claim was written.
 */
export function createClaimsInHand() {
  const waiting = new Map<string, { readonly claim: Claim; readonly of: Whose }>();

  return {
    of: (of: Whose): readonly Claim[] =>
      [...waiting.values()].filter((one) => keyOf(one.of) === keyOf(of)).map(({ claim }) => claim),

    /** Of two tries to make the same claim, the first counts: no more time has passed than since that. */
    keep(of: Whose, claims: readonly Claim[]): void {
      for (const claim of claims) if (!waiting.has(nameOf(claim))) waiting.set(nameOf(claim), { claim, of });
    },

    /** The same claim from now on. */
    renew(of: Whose, claim: Claim): void {
      waiting.set(nameOf(claim), { claim, of });
    },

    drop(...claims: readonly Claim[]): void {
      for (const claim of claims) waiting.delete(nameOf(claim));
    },

    /** The records of which something is claimed. */
    owing: (): readonly Whose[] => [...new Map([...waiting.values()].map(({ of }) => [keyOf(of), of])).values()],
  };
}

/** What tells a record apart from all others. */
export function keyOf({ school, reference }: Whose): string {
  return `${school} ${reference}`;
}

/** What tells a process's own claims apart. */
export function nameOf({ id, attempts }: Claim): string {
  return `${id} ${attempts}`;
}
