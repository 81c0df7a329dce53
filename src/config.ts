import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from './application/faults.ts';
import { checkpointsBeside, type FileVaultPlace, type SqlitePlace, type StorePlace } from './config-places.ts';
import { type KeysAndCheckpoints, readStore, readVault, refuseKeyWithout } from './config-records.ts';
import { type Environment, given, type LogLevel, readVariables, variableNames, variables } from './config-variables.ts';
import { type Chat, chats } from './domain/chats.ts';
import type { Registry } from './domain/decider.ts';
import type { School } from './domain/school.ts';
import { type ConfigProblem, readSchools } from './school-files.ts';

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

/** How the bot proves to Microsoft that it is the bot. */
export type TeamsCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  /** The client id of a user-assigned managed identity, or `system`. */
  | { readonly kind: 'managed-identity'; readonly clientId: string };

export interface TeamsConfig {
  readonly clientId: string;
  readonly tenantId: string;
  readonly credential: TeamsCredential;
  /** For tests: a service that stands in for the Bot Framework's. */
  readonly serviceUrl?: string;
}

/** How requests of Slack come: to our own address, signed; or through a connection that the service opens. */
type SlackTransport =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

export interface SlackConfig {
  readonly botToken: string;
  readonly transport: SlackTransport;
  /** For tests: a service that stands in for Slack's Web API. */
  readonly apiUrl?: string;
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

interface ListeningConfig extends RecordsConfig {
  readonly schools: readonly School[];
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

/** Any value of this one lets everybody speak to the bot as anybody; the Teams SDK reads it by itself. */
const UNAUTHENTICATED = 'DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS';

const EXAMPLE_SCHOOL = fileURLToPath(new URL('../config/oakfield.yaml', import.meta.url));
const TRY_OUT_FOLDER = 'data';

/**
 * What the real service needs; the workflows of the registry have a say in what stands in a school file. Throws a
 * `ConfigFault` when anything is missing or wrong.
 */
export function readServiceConfig(env: Environment = process.env, registry: Registry = new Map()): ServiceConfig {
  const problems = dangers(env);
  const set = readVariables(['PORT', 'HOST', 'LOG_LEVEL'], env, problems);
  const store = readStore(env, problems);
  refuseKeyWithout(store, env, problems);
  const keys = readVault(env, problems);
  readVariables(['SCHOOL_FILE'], env, problems);
  const served = chatsWanted(env, problems);
  const teams = served.includes('teams') ? readTeams(env, problems) : undefined;
  const slack = served.includes('slack') ? readSlack(env, problems) : undefined;
  const schoolFile = given(env, 'SCHOOL_FILE');
  const schools = schoolFile === undefined ? [] : schoolsOf(schoolFile, { served, registry }, problems);
  if (set === undefined || store === undefined || keys === undefined || problems.length > 0)
    throw new ConfigFault(problems);
  return {
    schools,
    host: set.HOST,
    port: set.PORT,
    logLevel: set.LOG_LEVEL,
    store,
    ...keys,
    ...(teams === undefined ? {} : { teams }),
    ...(slack === undefined ? {} : { slack }),
  };
}

/**
 * What the try-out needs: of the environment only PORT and LOG_LEVEL, so that it can never meet real records. The
 * example school, records and keys below `folder`, loopback. Throws a `ConfigFault`.
 */
export function readTryOutConfig(
  { folder = TRY_OUT_FOLDER, registry = new Map() }: { readonly folder?: string; readonly registry?: Registry } = {},
  env: Environment = process.env,
): TryOutConfig {
  const problems = dangers(env);
  const used = ['PORT', 'LOG_LEVEL'] as const;
  const set = readVariables(used, env, problems);
  const schools = schoolsOf(EXAMPLE_SCHOOL, { served: ['teams'], registry }, problems);
  if (set === undefined || problems.length > 0) throw new ConfigFault(problems);
  const notUsed = Object.keys(variables).filter((name) => !used.some((one) => one === name) && given(env, name));
  return { ...tryOutRecords(folder), schools, host: '127.0.0.1', port: set.PORT, logLevel: set.LOG_LEVEL, notUsed };
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

function tryOutRecords(folder: string): LocalRecords {
  const vault = { kind: 'file', path: resolve(folder, 'keys.json') } as const;
  const store = { kind: 'sqlite', path: resolve(folder, 'records.db') } as const;
  return { store, vault, checkpoints: { path: checkpointsBeside(vault) } };
}

function hasTryOutRecords(): boolean {
  return existsSync(tryOutRecords(TRY_OUT_FOLDER).store.path);
}

function schoolsOf(
  path: string,
  options: { readonly served: readonly Chat[]; readonly registry?: Registry },
  problems: ConfigProblem[],
): readonly School[] {
  const { schools, problems: found } = readSchools(path, options);
  problems.push(...found);
  return schools;
}

/** The chats of which any variable is set. There must be one. */
function chatsWanted(env: Environment, problems: ConfigProblem[]): readonly Chat[] {
  const wanted = chats.filter((chat) => variableNames[chat].some((name) => given(env, name) !== undefined));
  if (wanted.length === 0) problems.push({ place: 'TEAMS_CLIENT_ID, SLACK_BOT_TOKEN', words: NO_CHAT });
  return wanted;
}

const NO_CHAT = [
  'neither is set. Put the variables of the chat that the school uses, or of both.',
  'Teams: TEAMS_CLIENT_ID, TEAMS_TENANT_ID, and TEAMS_CLIENT_SECRET or TEAMS_MANAGED_IDENTITY_CLIENT_ID.',
  'Slack: SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN.',
].join(' ');

function readTeams(env: Environment, problems: ConfigProblem[]): TeamsConfig | undefined {
  const set = readVariables(variableNames.teams, env, problems);
  const credential = readCredential(env, problems);
  if (set === undefined || credential === undefined) return undefined;
  return {
    clientId: set.TEAMS_CLIENT_ID,
    tenantId: set.TEAMS_TENANT_ID,
    credential,
    ...(set.TEAMS_SERVICE_URL === undefined ? {} : { serviceUrl: set.TEAMS_SERVICE_URL }),
  };
}

function readSlack(env: Environment, problems: ConfigProblem[]): SlackConfig | undefined {
  const set = readVariables(variableNames.slack, env, problems);
  const transport = readTransport(env, problems);
  if (set === undefined || transport === undefined) return undefined;
  return {
    botToken: set.SLACK_BOT_TOKEN,
    transport,
    ...(set.SLACK_API_URL === undefined ? {} : { apiUrl: set.SLACK_API_URL }),
  };
}

/** With an app token the service opens the connection itself, and no request comes that would be signed. */
function readTransport(env: Environment, problems: ConfigProblem[]): SlackTransport | undefined {
  const appToken = given(env, 'SLACK_APP_TOKEN');
  if (appToken !== undefined) return { kind: 'socket', appToken };
  const signingSecret = given(env, 'SLACK_SIGNING_SECRET');
  if (signingSecret !== undefined) return { kind: 'http', signingSecret };
  problems.push({ place: 'SLACK_SIGNING_SECRET', words: `is not set. ${variables.SLACK_SIGNING_SECRET.remedy}` });
  return undefined;
}

function readCredential(env: Environment, problems: ConfigProblem[]): TeamsCredential | undefined {
  const secret = given(env, 'TEAMS_CLIENT_SECRET');
  const clientId = given(env, 'TEAMS_MANAGED_IDENTITY_CLIENT_ID');
  if (secret !== undefined && clientId === undefined) return { kind: 'secret', secret };
  if (secret === undefined && clientId !== undefined) return { kind: 'managed-identity', clientId };
  const { remedy } = variables.TEAMS_CLIENT_SECRET;
  const what =
    secret === undefined ? 'is not set' : 'is set, and TEAMS_MANAGED_IDENTITY_CLIENT_ID too. Only one can hold';
  problems.push({ place: 'TEAMS_CLIENT_SECRET', words: `${what}. ${remedy}` });
  return undefined;
}

function dangers(env: Environment): ConfigProblem[] {
  if (given(env, UNAUTHENTICATED) === undefined) return [];
  return [{ place: UNAUTHENTICATED, words: 'is set. Anybody could speak to the bot as anybody. Take it away.' }];
}
