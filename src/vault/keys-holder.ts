import { VaultFault } from '../application/faults.ts';
import type { Clock } from '../application/ports.ts';
import { createKeysInHand, type HeldKeys } from './held-keys.ts';
import type { KeyVaultKey } from './key-vault-client.ts';
import { keyVaultFault } from './key-vault-faults.ts';
import { holdsAllOf, makeSchoolKeys, type SchoolKeys, type SchoolKeysPacker } from './school-keys.ts';
import type { SchoolKeysShelf, ShelvedKeys } from './school-keys-shelf.ts';

/** Keys older than this are asked for again, while they go on serving: so an outage finds them fresh. */
const FRESH_MS = 3_600_000;

/**
 * Keys that Key Vault was asked for longer ago than this do not serve. A day, so that an outage is over or noticed
 * before reports are refused, and a service whose right was taken away does not read on for longer.
 */
const LAST_MS = 24 * 3_600_000;

/** How soon keys that could not be refreshed are asked for again. */
const RETRY_MS = 60_000;

/** What says that the kept keys are not what they were, rather than that they cannot be had just now. */
const DAMAGE: readonly string[] = ['vault-key-missing', 'vault-keys-altered', 'vault-keys-of-other-key'];

/** Has the keys of schools at hand. Rejects with a `VaultFault`. */
export interface KeysHolder {
  /** The keys of a school. Where it has none, `make` makes them, unless there are records that need older ones. */
  have(school: string, orElse: 'find' | 'make'): Promise<HeldKeys>;
  /** The same, after a look at whether they were changed where they are kept. */
  reread(school: string): Promise<HeldKeys>;
  /** Rejects when the keys of a school that was used here cannot be had any more, or are not kept any more. */
  health(): Promise<void>;
}

interface KeysHolderParts {
  readonly keyVault: KeyVaultKey;
  readonly packer: SchoolKeysPacker;
  readonly shelf: SchoolKeysShelf;
  readonly clock: Clock;
  readonly troubled: ((fields: { readonly code: string }) => void) | undefined;
}

export function createKeysHolder({ keyVault, packer, shelf, clock, troubled }: KeysHolderParts): KeysHolder {
  const inHand = createKeysInHand();
  const loading = new Map<string, Promise<HeldKeys | undefined>>();
  const making = new Map<string, Promise<HeldKeys>>();
  const rereading = new Map<string, Promise<HeldKeys | undefined>>();
  const refreshing = new Set<string>();
  let refreshes: Promise<void> = Promise.resolve();
  let moves: Promise<unknown> = Promise.resolve();
  let told: string | undefined;

  function tell(fault: unknown): void {
    const code = fault instanceof VaultFault ? fault.code : 'vault-away';
    // An outage is said once, not every minute for every school.
    if (code !== told) troubled?.({ code });
    told = code;
  }

  /** What is kept now, with what it was read from. */
  async function read(school: string): Promise<{ held: HeldKeys; shelved: ShelvedKeys } | undefined> {
    const age = clock.stopwatch();
    const shelved = await shelf.find(school);
    const before = inHand.peek(school);
    if (shelved === undefined && before === undefined) return undefined;
    if (shelved === undefined) throw keyVaultFault('vault-key-missing', 'their record is gone');
    const keys = await packer.unpack(school, shelved.text);
    if (before !== undefined && !holdsAllOf(keys, before.keys))
      throw keyVaultFault('vault-key-missing', 'they were replaced');
    const held = { keys, etag: shelved.versioned.etag, age };
    inHand.put(school, held);
    return { held, shelved };
  }

  async function load(school: string): Promise<HeldKeys | undefined> {
    const found = await read(school);
    if (found === undefined) return undefined;
    // Nobody waits for it: the keys serve as they are.
    moves = moves.then(() => moveToNewest(found.shelved, found.held.keys)).then(() => (told = undefined), tell);
    return found.held;
  }

  /** Wraps them anew where Key Vault's key was rotated. What was sealed with the keys themselves stays as it is. */
  async function moveToNewest(shelved: ShelvedKeys, keys: SchoolKeys): Promise<void> {
    const newest = await keyVault.current();
    if (newest === packer.versionOf(shelved.text)) return;
    const text = await packer.pack(keys, newest);
    // Key Vault wraps with versions that it will not unwrap with: see before the old text is given up.
    await packer.unpack(keys.school, text);
    await shelf.change(shelved, text);
  }

  async function make(school: string): Promise<HeldKeys> {
    if (!(await shelf.hasRecords(school))) {
      const text = await packer.pack(makeSchoolKeys(school), await keyVault.current());
      await shelf.add(school, text);
    }
    // Ours, or those of a process that was faster. What Key Vault will not unwrap seals nothing. Not a load that others
    // have under way: it may have looked before.
    const made = await read(school);
    if (made === undefined) throw keyVaultFault('vault-key-missing', 'there are records and no keys');
    return made.held;
  }

  const loadOnce = (school: string) => shared(loading, school, load);
  const makeOnce = (school: string) => shared(making, school, make);

  /** One school after the other, so that a trust does not ask for all its schools at once. */
  function refresh(school: string, held: HeldKeys): void {
    const tooSoon = held.tried !== undefined && held.tried() < RETRY_MS;
    if (tooSoon || refreshing.has(school)) return;
    held.tried = clock.stopwatch();
    refreshing.add(school);
    refreshes = refreshes
      .then(() => loadOnce(school))
      .then(
        () => {},
        (fault: unknown) => {
          if (fault instanceof VaultFault && DAMAGE.includes(fault.code)) held.damage = fault;
          tell(fault);
        },
      )
      .finally(() => refreshing.delete(school));
  }

  /** What is held and may serve; where it is not fresh any more it is refreshed meanwhile. */
  function serving(school: string, held: HeldKeys | undefined): HeldKeys | undefined {
    const age = held?.age() ?? Number.POSITIVE_INFINITY;
    if (held === undefined || age >= LAST_MS) return undefined;
    if (age >= FRESH_MS || held.damage !== undefined) refresh(school, held);
    return held;
  }

  async function have(school: string, orElse: 'find' | 'make'): Promise<HeldKeys> {
    const held = serving(school, inHand.use(school)) ?? (await loadOnce(school));
    if (held !== undefined) return held;
    if (orElse === 'make') return await makeOnce(school);
    throw keyVaultFault('vault-key-missing', 'the school has none');
  }

  return {
    have,

    async reread(school) {
      const held = await have(school, 'find');
      const shelved = await shelf.find(school);
      if (shelved === undefined || shelved.versioned.etag === held.etag) return held;
      return (await shared(rereading, school, load)) ?? held;
    },

    async health() {
      for (const school of inHand.schools()) {
        const { damage } = serving(school, inHand.peek(school)) ?? (await have(school, 'find'));
        if (damage !== undefined) throw damage;
      }
    },
  };
}

/** Those who ask while an answer is on its way share it. */
function shared<T>(answers: Map<string, Promise<T>>, key: string, ask: (key: string) => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const asked = ask(key).finally(() => answers.delete(key));
  answers.set(key, asked);
  return asked;
}
