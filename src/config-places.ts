import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

// Where records, keys and checkpoints are, as STORE, VAULT and CHECKPOINTS say it. Paths become absolute.

/** One SQLite file, for a service that is one process. */
export interface SqlitePlace {
  readonly kind: 'sqlite';
  readonly path: string;
}

/** A database of a Cosmos DB account, for any number of processes. */
interface CosmosPlace {
  readonly kind: 'cosmos';
  /** The account, such as `https://oakfield.documents.azure.com/`. */
  readonly endpoint: string;
  readonly database: string;
  /** Of an emulator on this machine alone; without it the service signs in to Microsoft Entra. */
  readonly key?: string;
}

/** A file with every school's keys. */
export interface FileVaultPlace {
  readonly kind: 'file';
  readonly path: string;
}

/** A key of Azure Key Vault, which wraps every school's keys. */
interface KeyVaultPlace {
  readonly kind: 'keyvault';
  /** The key without a version, such as `https://oakfield.vault.azure.net/keys/records`. */
  readonly keyUrl: string;
}

/** Where figures of what the service does go, if anywhere. */
export type TelemetryPlace =
  | { readonly kind: 'none' }
  /** A collector that takes OTLP over HTTP, such as `http://127.0.0.1:4318`. */
  | { readonly kind: 'otlp'; readonly url: string }
  | { readonly kind: 'azure-monitor' };

export type StorePlace = SqlitePlace | CosmosPlace;
export type VaultPlace = FileVaultPlace | KeyVaultPlace;

/** What Cosmos DB and its tools agree on as the name of a database. */
const DATABASE_NAME = /^[A-Za-z0-9][\w.-]{0,254}$/;

/** What Key Vault takes as the name of a key. */
const KEY_PATH = /^\/keys\/[A-Za-z0-9-]{1,127}$/;

const KEY_PATH_WITH_VERSION = /^\/keys\/[A-Za-z0-9-]{1,127}\/[^/]*$/;
const KEY_PATH_WITH_SLASH = /^\/keys\/[A-Za-z0-9-]{1,127}\/$/;

export const storePlace = z.string({ error: 'is not set' }).transform((value, context): StorePlace => {
  const [, kind, rest = ''] = /^(sqlite|cosmos):(.+)$/s.exec(value) ?? [];
  if (kind === 'cosmos') {
    const place = readCosmos(rest);
    if (typeof place !== 'string') return place;
    context.addIssue(place);
  } else if (kind === 'sqlite' && rest !== ':memory:') {
    return { kind, path: resolve(rest) };
  } else {
    const inMemory = 'names a store in memory, which forgets every record when the service stops';
    context.addIssue(kind === 'sqlite' ? inMemory : 'names no kind of store');
  }
  return z.NEVER;
});

export const vaultPlace = z.string({ error: 'is not set' }).transform((value, context): VaultPlace => {
  const [, kind, rest = ''] = /^(file|keyvault):(.+)$/s.exec(value) ?? [];
  if (kind === 'file') return { kind, path: resolve(rest) };
  const place = kind === 'keyvault' ? readKeyVault(rest) : 'names no kind of vault';
  if (typeof place !== 'string') return place;
  context.addIssue(place);
  return z.NEVER;
});

export const folderPlace = z.string().transform((value, context): { readonly path: string } => {
  const [, path] = /^folder:(.+)$/s.exec(value) ?? [];
  if (path !== undefined) return { path: resolve(path) };
  context.addIssue('names no folder');
  return z.NEVER;
});

export const telemetryPlace = z.string().transform((value, context): TelemetryPlace => {
  if (value === 'azure-monitor') return { kind: 'azure-monitor' };
  const [, url] = /^otlp:(.+)$/s.exec(value) ?? [];
  if (url !== undefined && isSafeAddress(url) && isPlain(new URL(url))) return { kind: 'otlp', url };
  context.addIssue(url === undefined ? 'names no kind of telemetry' : 'names a collector without an https address');
  return z.NEVER;
});

/** Where the checkpoints of a school with a key file are, if nothing else is said. */
export function checkpointsBeside(vault: FileVaultPlace): string {
  return join(dirname(vault.path), 'checkpoints');
}

/** Whether an address leads to this machine, where an emulator or a test listens. */
export function isLoopback(address: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(address).hostname);
}

/** Whether an address may be given a secret or a token: https, or this machine. */
export function isSafeAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(value));
}

/** What is wrong, as a text, where it is no account and database. */
function readCosmos(value: string): CosmosPlace | string {
  if (!isSafeAddress(value) || !isPlain(new URL(value))) return 'names Cosmos DB without an https address';
  const { origin, pathname } = new URL(value);
  const database = pathname.slice(1);
  if (!DATABASE_NAME.test(database)) return 'names Cosmos DB without the name of a database behind its address';
  return { kind: 'cosmos', endpoint: `${origin}/`, database };
}

function readKeyVault(value: string): KeyVaultPlace | string {
  const isAddress = URL.canParse(value) && new URL(value).protocol === 'https:' && isPlain(new URL(value));
  if (!isAddress) return 'names Azure Key Vault without the https address of a key';
  const { origin, pathname } = new URL(value);
  if (KEY_PATH_WITH_SLASH.test(pathname)) return 'has a slash behind the name of the key';
  // A version would stay in use when the key is rotated.
  if (KEY_PATH_WITH_VERSION.test(pathname)) return 'names one version of a key, which rotation leaves behind';
  if (!KEY_PATH.test(pathname)) return 'names Azure Key Vault without a key in it';
  return { kind: 'keyvault', keyUrl: `${origin}${pathname}` };
}

/** Without a name, a password, a query or a fragment, any of which would be dropped in silence. */
export function isPlain({ username, password, search, hash }: URL): boolean {
  return username + password + search + hash === '';
}
