import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Fault } from './application/faults.ts';
import { chatsWanted, readSlack, readTeams, type SlackConfig, type TeamsConfig } from './config-chats.ts';
import { dangersIn } from './config-dangers.ts';
import { checkpointsBeside, type FileVaultPlace, type SqlitePlace, type StorePlace } from './config-places.ts';
import { type KeysAndCheckpoints, readStore, readVault, refuseKeyWithout } from './config-records.ts';
import { readTelemetry, type TelemetryConfig, takeFromTelemetry } from './config-telemetry.ts';
import { type Environment, given, type LogLevel, readVariables, variables } from './config-variables.ts';
import type { Chat } from './domain/chats.ts';
import type { Registry } from './domain/decider.ts';
import type { School } from './domain/school.ts';
import { type ConfigProblem, readSchools, type SchoolsRead } from './school-files.ts';
import { markAtStart } from './school-mark.ts';

// The only file that reads the environment. Everything that is wrong is said at once.

/** The configuration cannot be used; holds everything that is wrong in it. */
export class ConfigFault extends Fault {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 thing is' : `${problems.length} things are`;
    const list = problems.map(({ place, words }) => `\n  ${place}: ${words}`);
    super(`${count} wrong in the configuration:${list.join('')}`, {
      code: 'config-wrong',
      whatToDo: 'Put each of them right and start again.',
    });
    this.problems = problems;
  }
}

/** Where the records are, what they are sealed with, and where their checkpoints are kept. Paths are absolute. */
export interface RecordsConfig extends KeysAndCheckpoints {
  readonly store: StorePlace;
}

/** Records on this machine. */
interface LocalRecords extends RecordsConfig {
  readonly store: SqlitePlace;
  readonly vault: FileVaultPlace;
}

/** Where the schools come from, and reading them again as they were read at the start. */
export interface SchoolSource {
  /** A file, or a folder of them. */
  readonly path: string;
  /** What the files held just before they were read at the start: `markOf` gives another once they hold anything else. */
  readonly mark: string;
  readonly read: () => SchoolsRead;
}

interface ListeningConfig extends RecordsConfig {
  readonly schools: readonly School[];
  readonly schoolSource: SchoolSource;
  readonly telemetry: TelemetryConfig;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

/** At least one chat is there. */
export interface ServiceConfig extends ListeningConfig {
  readonly teams?: TeamsConfig;
  readonly slack?: SlackConfig;
}

export interface TryOutConfig extends ListeningConfig, LocalRecords {
  readonly store: SqlitePlace;
  readonly vault: FileVaultPlace;
  /** Variables of the real service that are set and have no effect here. */
  readonly notUsed: readonly string[];
}

const EXAMPLE_SCHOOL = fileURLToPath(new URL('../config/oakfield.yaml', import.meta.url));
const TRY_OUT_FOLDER = 'data';

/**
 * Takes the variables of a file, as `NAME=value` lines, into the environment; what is set there already, and not empty,
 * stays. Throws a `Fault` where it cannot be read.
 */
export function loadEnvironment(file: string): void {
  try {
    for (const [name, value] of Object.entries(parseEnv(readFileSync(file, 'utf8'))))
      if (given(process.env, name) === undefined) process.env[name] = value;
  } catch (error) {
    throw new Fault(`${file} cannot be read.`, {
      code: 'environment-file-unreadable',
      whatToDo: 'Correct the name behind --env, and let this account read the file.',
      cause: error,
    });
  }
}

/**
 * What the real service needs; the workflows of the registry have a say in what stands in a school file. Throws a
 * `ConfigFault` when anything is missing or wrong.
 */
export function readServiceConfig(env: Environment = process.env, registry: Registry = new Map()): ServiceConfig {
  const problems = dangersIn(env);
  const set = readVariables(['PORT', 'HOST', 'LOG_LEVEL'], env, problems);
  const store = readStore(env, problems);
  refuseKeyWithout(store, env, problems);
  const keys = readVault(env, problems);
  readVariables(['SCHOOL_FILE'], env, problems);
  const served = chatsWanted(env, problems);
  const teams = served.includes('teams') ? readTeams(env, problems) : undefined;
  const slack = served.includes('slack') ? readSlack(env, problems) : undefined;
  const schoolFile = given(env, 'SCHOOL_FILE');
  const telemetry = readTelemetry(env, problems);
  const schoolSource = schoolFile === undefined ? undefined : sourceOf(schoolFile, { served, registry });
  const schools = schoolFile === undefined ? [] : schoolsOf(schoolFile, { served, registry }, problems);
  if (set === undefined || store === undefined || keys === undefined || telemetry === undefined)
    throw new ConfigFault(problems);
  if (schoolSource === undefined || problems.length > 0) throw new ConfigFault(problems);
  return {
    schools,
    schoolSource,
    telemetry,
    host: set.HOST,
    port: set.PORT,
    logLevel: set.LOG_LEVEL,
    store,
    ...keys,
    ...(teams === undefined ? {} : { teams }),
    ...(slack === undefined ? {} : { slack }),
  };
}

/** As much of the configuration as can be read, whatever else is wrong with it. */
export interface ConfigSeen {
  /** All that keeps the service from starting with it. */
  readonly problems: readonly ConfigProblem[];
  readonly host: string;
  readonly port: number;
  readonly store: StorePlace | undefined;
  readonly keys: KeysAndCheckpoints | undefined;
  readonly teams: TeamsConfig | undefined;
  readonly slack: SlackConfig | undefined;
  /** A file, or a folder of them. */
  readonly schoolFile: string | undefined;
  readonly schools: readonly School[];
}

/** What the real service would be given, for whoever looks at it rather than serves. Never throws a `ConfigFault`. */
export function seeServiceConfig(registry: Registry, env: Environment = process.env): ConfigSeen {
  const seen: ConfigProblem[] = [];
  const served = chatsWanted(env, seen);
  const schoolFile = given(env, 'SCHOOL_FILE');
  const set = readVariables(['PORT', 'HOST'], env, seen) ?? { PORT: 3978, HOST: '0.0.0.0' };
  return {
    problems: problemsOf(() => readServiceConfig(env, registry)),
    host: set.HOST,
    port: set.PORT,
    store: readStore(env, seen),
    keys: readVault(env, seen),
    teams: served.includes('teams') ? readTeams(env, seen) : undefined,
    slack: served.includes('slack') ? readSlack(env, seen) : undefined,
    schoolFile: schoolFile && resolve(schoolFile),
    schools: schoolFile === undefined ? [] : readSchools(schoolFile, { served, registry }).schools,
  };
}

function problemsOf(read: () => unknown): readonly ConfigProblem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigFault) return error.problems;
    throw error;
  }
}

/**
 * What the try-out needs: of the environment only PORT and LOG_LEVEL, so that it can never meet real records. The
 * example school, records and keys below `folder`, loopback. Throws a `ConfigFault`.
 */
export function readTryOutConfig(
  { folder = TRY_OUT_FOLDER, registry = new Map() }: { readonly folder?: string; readonly registry?: Registry } = {},
  env: Environment = process.env,
): TryOutConfig {
  const problems = dangersIn(env);
  const used = ['PORT', 'LOG_LEVEL'] as const;
  const set = readVariables(used, env, problems);
  const reading = { served: ['teams'], registry } as const;
  const schoolSource = sourceOf(EXAMPLE_SCHOOL, reading);
  const schools = schoolsOf(EXAMPLE_SCHOOL, reading, problems);
  if (set === undefined || problems.length > 0) throw new ConfigFault(problems);
  const notUsed = Object.keys(variables).filter((name) => !used.some((one) => one === name) && given(env, name));
  return {
    ...tryOutRecords(folder),
    schools,
    schoolSource,
    telemetry: { kind: 'none' },
    host: '127.0.0.1',
    port: set.PORT,
    logLevel: set.LOG_LEVEL,
    notUsed,
  };
}

/**
 * Where the records are, for the commands that look at them. `options` go before STORE, VAULT and CHECKPOINTS; where
 * neither a store nor a vault is given, the records of the try-out if there are any. Throws a `ConfigFault`.
 */
export function readRecordsConfig(
  options: { readonly store?: string; readonly vault?: string; readonly checkpoints?: string },
  env: Environment = process.env,
): RecordsConfig & { readonly isTryOut: boolean; readonly schools?: readonly School[] } {
  const problems: ConfigProblem[] = [];
  const places = {
    ...env,
    STORE: options.store ?? env['STORE'],
    VAULT: options.vault ?? env['VAULT'],
    CHECKPOINTS: options.checkpoints ?? env['CHECKPOINTS'],
  };
  const schoolFile = given(env, 'SCHOOL_FILE');
  const schools = schoolFile === undefined ? undefined : schoolsOf(schoolFile, { served: [] }, problems);
  const isTryOut = given(places, 'STORE') === undefined && given(places, 'VAULT') === undefined && hasTryOutRecords();
  const records = tryOutRecords(TRY_OUT_FOLDER);
  const tryOut = { STORE: `sqlite:${records.store.path}`, VAULT: `file:${records.vault.path}` };
  const used = isTryOut ? { ...places, ...tryOut } : places;
  const store = readStore(used, problems);
  const keys = readVault(used, problems);
  if (store === undefined || keys === undefined || problems.length > 0) throw new ConfigFault(problems);
  return { store, ...keys, isTryOut, ...(schools === undefined ? {} : { schools }) };
}

/** Where everything is that a backup holds. */
export interface Places extends RecordsConfig {
  /** A file, or a folder of them. */
  readonly schoolFile: string;
}

/** The places that the variables name, whether or not anything is there. Throws a `ConfigFault`. */
export function readPlaces(env: Environment = process.env): Places {
  const problems: ConfigProblem[] = [];
  const store = readStore(env, problems);
  const keys = readVault(env, problems);
  const set = readVariables(['SCHOOL_FILE'], env, problems);
  if (store === undefined || keys === undefined || set === undefined) throw new ConfigFault(problems);
  return { store, ...keys, schoolFile: resolve(set.SCHOOL_FILE) };
}

/**
 * The store that an option such as `--from` names, in the words of STORE; COSMOS_KEY holds for it too. Throws a
 * `ConfigFault`.
 */
export function readStoreConfig(option: string, value: string, env: Environment = process.env): StorePlace {
  const problems: ConfigProblem[] = [];
  const store = readStore({ ...env, STORE: value }, problems);
  if (store !== undefined) return store;
  throw new ConfigFault(problems.map(({ place, words }) => ({ place: place === 'STORE' ? option : place, words })));
}

/**
 * What the manifests of the chats are filled with: the id of the bot in Teams, and the schools where a school file is
 * named. Throws a `ConfigFault`.
 */
export function readManifestConfig(env: Environment = process.env): {
  readonly clientId?: string;
  readonly schools: readonly School[];
} {
  const problems: ConfigProblem[] = [];
  const schoolFile = given(env, 'SCHOOL_FILE');
  const schools = schoolFile === undefined ? [] : schoolsOf(schoolFile, { served: [] }, problems);
  if (problems.length > 0) throw new ConfigFault(problems);
  const clientId = given(env, 'TEAMS_CLIENT_ID');
  return { schools, ...(clientId === undefined ? {} : { clientId }) };
}

function tryOutRecords(folder: string): LocalRecords {
  const vault = { kind: 'file', path: resolve(folder, 'keys.json') } as const;
  const store = { kind: 'sqlite', path: resolve(folder, 'records.db') } as const;
  return { store, vault, checkpoints: { path: checkpointsBeside(vault) } };
}

function hasTryOutRecords(): boolean {
  return existsSync(tryOutRecords(TRY_OUT_FOLDER).store.path);
}

interface ReadingSchools {
  readonly served: readonly Chat[];
  readonly registry?: Registry;
}

function sourceOf(path: string, reading: ReadingSchools): SchoolSource {
  const whole = resolve(path);
  return { path: whole, mark: markAtStart(whole), read: () => readSchools(path, reading) };
}

function schoolsOf(path: string, options: ReadingSchools, problems: ConfigProblem[]): readonly School[] {
  const { schools, problems: found } = readSchools(path, options);
  problems.push(...found);
  return schools;
}

/** Takes away what the libraries of telemetry would read beside this file, so that only TELEMETRY says where figures go. */
export function keepFromTelemetry(env: Record<string, string | undefined> = process.env): void {
  takeFromTelemetry(env);
}
