import { checkpointsBeside, isLoopback, type StorePlace, type VaultPlace } from './config-places.ts';
import { type Environment, given, readVariables } from './config-variables.ts';
import type { ConfigProblem } from './school-files.ts';

// STORE with COSMOS_KEY, and VAULT with CHECKPOINTS: what each may be depends on the other.

/** The keys of the records, and the folder outside the store that keeps the daily checkpoints. */
export interface KeysAndCheckpoints {
  readonly vault: VaultPlace;
  readonly checkpoints: { readonly path: string };
}

/** Where the records are, or undefined when that cannot be said; what is wrong is added to `problems`. */
export function readStore(env: Environment, problems: ConfigProblem[]): StorePlace | undefined {
  const set = readVariables(['STORE', 'COSMOS_KEY'], env, problems);
  if (set?.STORE.kind !== 'cosmos') return set?.STORE;
  const { STORE: store, COSMOS_KEY: key } = set;
  if (key !== undefined && !isLoopback(store.endpoint)) problems.push({ place: 'COSMOS_KEY', words: KEY_OF_ACCOUNT });
  else if (key !== undefined) return { ...store, key };
  else if (store.endpoint.startsWith('http:')) problems.push({ place: 'COSMOS_KEY', words: NO_KEY_OF_EMULATOR });
  else return store;
  return undefined;
}

/** For a service, which has one store: what is set for another kind would lie about for nothing. */
export function refuseKeyWithout(store: StorePlace | undefined, env: Environment, problems: ConfigProblem[]): void {
  if (store === undefined || store.kind === 'cosmos' || given(env, 'COSMOS_KEY') === undefined) return;
  problems.push({ place: 'COSMOS_KEY', words: KEY_OF_NOTHING });
}

/** Where the keys and the checkpoints are, or undefined when that cannot be said. */
export function readVault(env: Environment, problems: ConfigProblem[]): KeysAndCheckpoints | undefined {
  const set = readVariables(['VAULT', 'CHECKPOINTS'], env, problems);
  if (set === undefined) {
    if (namesKeyVault(env)) needsCheckpoints(env, problems);
    return undefined;
  }
  const { VAULT: vault, CHECKPOINTS: checkpoints } = set;
  if (checkpoints !== undefined) return { vault, checkpoints };
  if (vault.kind === 'file') return { vault, checkpoints: { path: checkpointsBeside(vault) } };
  needsCheckpoints(env, problems);
  return undefined;
}

/** With a key file its folder is there; where the keys are in Key Vault nothing says which folder outlives a container. */
function needsCheckpoints(env: Environment, problems: ConfigProblem[]): void {
  if (given(env, 'CHECKPOINTS') === undefined) problems.push({ place: 'CHECKPOINTS', words: NO_CHECKPOINTS });
}

function namesKeyVault(env: Environment): boolean {
  return given(env, 'VAULT')?.startsWith('keyvault:') === true;
}

const KEY_OF_ACCOUNT = [
  'is set, and STORE names an account that is not an emulator on this machine.',
  'Take it away: whoever has the key of an account can change every record. Use a managed identity instead.',
].join(' ');

const NO_KEY_OF_EMULATOR = 'is not set. Put the key of the emulator: nobody signs in over http.';

const KEY_OF_NOTHING = 'is set, and STORE names no Cosmos DB. Take it away: it is for an emulator on this machine.';

const NO_CHECKPOINTS = [
  'is not set. Put "folder:" and the path of a folder that outlives the container and is backed up apart from the',
  'records, such as folder:/mnt/checkpoints.',
].join(' ');
