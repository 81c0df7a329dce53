import { setTimeout as pause } from 'node:timers/promises';
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

/**
 * Before something is sealed, the record that keeps the keys is looked at if that was longer ago than this: a read of
 * the smallest kind, so that what is sealed can be opened after a restart.
 */
const LOOK_MS = 10_000;

/** Whoever seals waits so long for Key Vault to say what a changed record holds; an outage stops no reports. */
const CHANGED_WAIT_MS = 1_000;

/** What says that the kept keys are not what they were, rather than that they cannot be had just now. */
const DAMAGE: readonly string[] = ['vault-key-missing', 'vault-keys-altered', 'vault-keys-of-other-key'];

/** Has the keys of schools at hand. Rejects with a `VaultFault`. */
export interface KeysHolder {
  /** The keys of a school. Where it has none, `make` makes them, unless there are records that need older ones. */
  have(school: string, orElse: 'find' | 'make'): Promise<HeldKeys>;
  /** Keys that may seal: a restart finds them where they are kept. Rejects where it would not. */
  sealing(school: string): Promise<SchoolKeys>;
  /** The same as `have`, after a look at whether they were changed where they are kept. */
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
  const looking = new Map<string, Promise<void>>();
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

  /** Keeps them again where they were kept, and gives what stands there then. */
  async function putBack(school: string, held: HeldKeys): Promise<ShelvedKeys> {
    await shelf.add(school, held.text);
    tell(keyVaultFault('vault-keys-put-back'));
    const kept = await shelf.find(school);
    if (kept === undefined) throw keyVaultFault('vault-key-missing', 'their record is gone');
    return kept;
  }

  /** What is kept now, with what it was read from. */
  async function read(school: string): Promise<{ held: HeldKeys; shelved: ShelvedKeys } | undefined> {
    const age = clock.stopwatch();
    const before = inHand.peek(school);
    const shelved = (await shelf.find(school)) ?? (before && (await putBack(school, before)));
    if (shelved === undefined) return undefined;
    const keys = await packer.unpack(school, shelved.text).catch((fault: unknown) => {
      // It was opened before: then it is not what is kept that is wrong.
      throw before?.text === shelved.text && isDamage(fault) ? keyVaultFault('vault-away') : fault;
    });
    if (before !== undefined && !holdsAllOf(keys, before.keys))
      throw keyVaultFault('vault-key-missing', 'they were replaced');
    const held = { keys, text: shelved.text, age, seen: age };
    inHand.put(school, held);
    return { held, shelved };
  }

  async function load(school: string): Promise<HeldKeys | undefined> {
    const found = await read(school);
    if (found === undefined) return undefined;
    // Nobody waits for it: the keys serve as they are.
    moves = moves.then(() => moveToNewest(found)).then(() => (told = undefined), tell);
    return found.held;
  }

  /** Wraps them anew where Key Vault's key was rotated. What was sealed with the keys themselves stays as it is. */
  async function moveToNewest({ shelved, held }: { held: HeldKeys; shelved: ShelvedKeys }): Promise<void> {
    const newest = await keyVault.current();
    if (newest === packer.versionOf(shelved.text)) return;
    const text = await packer.pack(held.keys, newest);
    // Key Vault wraps with versions that it will not unwrap with: see before the old text is given up.
    await packer.unpack(held.keys.school, text);
    if (await shelf.change(shelved, text)) held.text = text;
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

  /** Asks for them again, and notes why they may not seal any more where that is what comes of it. */
  async function renew(school: string, held: HeldKeys): Promise<void> {
    held.tried = clock.stopwatch();
    try {
      await loadOnce(school);
    } catch (fault) {
      if (isDamage(fault)) held.damage = fault;
      tell(fault);
    }
  }

  /** One school after the other, so that a trust does not ask for all its schools at once. */
  function refresh(school: string, held: HeldKeys): void {
    if (wasTried(held) || refreshing.has(school)) return;
    held.tried = clock.stopwatch();
    refreshing.add(school);
    refreshes = refreshes.then(() => renew(school, held)).finally(() => refreshing.delete(school));
  }

  /** Sees whether they are still kept as what they were read from. */
  async function look(school: string): Promise<void> {
    const held = inHand.peek(school);
    if (held === undefined || held.seen() < LOOK_MS) return;
    const seen = clock.stopwatch();
    let found: ShelvedKeys | undefined;
    try {
      found = await shelf.find(school);
    } catch (fault) {
      if (isDamage(fault)) throw fault;
      return; // Whether the store can be written is seen as soon as what is sealed comes there.
    }
    const { text } = found ?? (await putBack(school, held));
    held.seen = seen;
    if (text === held.text) isSoundAgain(held);
    else if (!wasTried(held))
      await Promise.race([renew(school, held), pause(CHANGED_WAIT_MS, undefined, { ref: false })]);
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

    async sealing(school) {
      await have(school, 'make');
      await shared(looking, school, look);
      // A look may have found others, or that these seal nothing more.
      const { keys, damage } = await have(school, 'make');
      if (damage !== undefined) throw damage;
      return keys;
    },

    async reread(school) {
      const held = await have(school, 'find');
      const shelved = await shelf.find(school);
      if (shelved === undefined || shelved.text === held.text) return held;
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

function isDamage(fault: unknown): fault is VaultFault {
  return fault instanceof VaultFault && DAMAGE.includes(fault.code);
}

function isSoundAgain(held: HeldKeys): void {
  if (held.damage === undefined) return;
  held.damage = undefined;
  held.tried = undefined; // What comes there next is asked about at once.
}

function wasTried({ tried }: HeldKeys): boolean {
  return tried !== undefined && tried() < RETRY_MS;
}

/** Those who ask while an answer is on its way share it. */
function shared<T>(answers: Map<string, Promise<T>>, key: string, ask: (key: string) => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const asked = ask(key).finally(() => answers.delete(key));
  answers.set(key, asked);
  return asked;
}
