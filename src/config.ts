import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Fault } from './application/faults.ts';
import type { School } from './domain/school.ts';
import { type ConfigProblem, readSchools } from './school-files.ts';

// The only file that reads the environment. Everything that is wrong is said at once, and nothing is said of a
// variable but its name, so that a secret in the wrong place is not printed.

type Environment = Readonly<Record<string, string | undefined>>;

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

/** Where the records are and what they are sealed with. Paths are absolute. */
export interface RecordsConfig {
  readonly store: { readonly kind: 'sqlite'; readonly path: string };
  readonly vault: { readonly kind: 'file'; readonly path: string };
}

interface ListeningConfig extends RecordsConfig {
  readonly schools: readonly School[];
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export interface ServiceConfig extends ListeningConfig {
  readonly teams: TeamsConfig;
}

export interface TryOutConfig extends ListeningConfig {
  /** Variables of the real service that are set and have no effect here. */
  readonly notUsed: readonly string[];
}

const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const text = z.string({ error: 'is not set' });
const guid = text.regex(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'is not an id such as 0f8fad5b-d9cb-469f-a165-70867728950e',
);

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'is not a port')
  .default(3978);

const store = text.transform((value, context) => {
  const [, path] = /^sqlite:(.+)$/s.exec(value) ?? [];
  if (path !== undefined && path !== ':memory:') return { kind: 'sqlite', path: resolve(path) } as const;
  if (path !== undefined)
    context.addIssue('names a store in memory, which forgets every record when the service stops');
  else if (value.startsWith('cosmos:')) context.addIssue('names Cosmos DB, which is not available in this version');
  else context.addIssue('names no kind of store');
  return z.NEVER;
});

const vault = text.transform((value, context) => {
  const [, path] = /^file:(.+)$/s.exec(value) ?? [];
  if (path !== undefined) return { kind: 'file', path: resolve(path) } as const;
  if (value.startsWith('keyvault:')) context.addIssue('names Azure Key Vault, which is not available in this version');
  else context.addIssue('names no kind of vault');
  return z.NEVER;
});

const serviceUrl = z.string().refine(isServiceUrl, 'is not an https address').optional();

/** Each variable: what it may be, and what to do when it is not. */
const variables = {
  PORT: { schema: port, remedy: 'Put a number from 1 to 65535, or leave it out for 3978.' },
  HOST: {
    schema: z
      .string()
      .refine((value) => isIP(value) > 0, 'is not an IP address')
      .default('0.0.0.0'),
    remedy: 'Put the address to listen on, or leave it out for 0.0.0.0, every network of this machine.',
  },
  LOG_LEVEL: {
    schema: z.enum(logLevels, 'is not a level').default('info'),
    remedy: `Put one of ${logLevels.join(', ')}, or leave it out for info.`,
  },
  STORE: {
    schema: store,
    remedy: 'Put "sqlite:" and the path of the database, such as sqlite:/var/lib/safeguarding/records.db.',
  },
  VAULT: {
    schema: vault,
    remedy: 'Put "file:" and the path of the key file, such as file:/var/lib/safeguarding-keys/keys.json.',
  },
  SCHOOL_FILE: {
    schema: text,
    remedy: 'Put the path of the school file, or of a folder of them. config/oakfield.yaml is an example.',
  },
  TEAMS_CLIENT_ID: { schema: guid, remedy: 'Put the application (client) id of the bot, from Microsoft Entra.' },
  TEAMS_TENANT_ID: { schema: guid, remedy: 'Put the directory (tenant) id of the bot, from Microsoft Entra.' },
  TEAMS_MANAGED_IDENTITY_CLIENT_ID: {
    schema: z.union([z.literal('system'), guid], 'is not an id').optional(),
    remedy: 'Put the client id of the managed identity, or "system"; or leave it out and set TEAMS_CLIENT_SECRET.',
  },
  TEAMS_CLIENT_SECRET: {
    schema: z.string().optional(),
    remedy: 'Put a client secret of the bot, from Microsoft Entra; or set TEAMS_MANAGED_IDENTITY_CLIENT_ID instead.',
  },
  TEAMS_SERVICE_URL: { schema: serviceUrl, remedy: 'Leave it out; it is for tests.' },
} as const;

type VariableName = keyof typeof variables;
type Values<Name extends VariableName> = { [Key in Name]: z.output<(typeof variables)[Key]['schema']> };

/** Any value of this one lets everybody speak to the bot as anybody; the Teams SDK reads it by itself. */
const UNAUTHENTICATED = 'DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS';

const EXAMPLE_SCHOOL = fileURLToPath(new URL('../config/oakfield.yaml', import.meta.url));
const TRY_OUT_FOLDER = 'data';

/** What the real service needs. Throws a `ConfigFault` when anything is missing or wrong. */
export function readServiceConfig(env: Environment = process.env): ServiceConfig {
  const problems = dangers(env);
  const set = readVariables(Object.keys(variables) as VariableName[], env, problems);
  const credential = readCredential(env, problems);
  const schoolFile = given(env, 'SCHOOL_FILE');
  const schools = schoolFile === undefined ? [] : schoolsOf(schoolFile, { served: true }, problems);
  if (set === undefined || credential === undefined || problems.length > 0) throw new ConfigFault(problems);
  return {
    schools,
    host: set.HOST,
    port: set.PORT,
    logLevel: set.LOG_LEVEL,
    store: set.STORE,
    vault: set.VAULT,
    teams: {
      clientId: set.TEAMS_CLIENT_ID,
      tenantId: set.TEAMS_TENANT_ID,
      credential,
      ...(set.TEAMS_SERVICE_URL === undefined ? {} : { serviceUrl: set.TEAMS_SERVICE_URL }),
    },
  };
}

/**
 * What the try-out needs: of the environment only PORT and LOG_LEVEL, so that it can never meet real records. The
 * example school, records and keys below `folder`, loopback. Throws a `ConfigFault`.
 */
export function readTryOutConfig(
  { folder = TRY_OUT_FOLDER }: { readonly folder?: string } = {},
  env: Environment = process.env,
): TryOutConfig {
  const problems = dangers(env);
  const used = ['PORT', 'LOG_LEVEL'] as const;
  const set = readVariables(used, env, problems);
  const schools = schoolsOf(EXAMPLE_SCHOOL, { served: true }, problems);
  if (set === undefined || problems.length > 0) throw new ConfigFault(problems);
  const notUsed = Object.keys(variables).filter((name) => !used.some((one) => one === name) && given(env, name));
  return { ...tryOutRecords(folder), schools, host: '127.0.0.1', port: set.PORT, logLevel: set.LOG_LEVEL, notUsed };
}

/**
 * Where the records are, for the commands that look at them. `options` go before STORE and VAULT; where nothing at
 * all is given, the records of the try-out if there are any. Throws a `ConfigFault`.
 */
export function readRecordsConfig(
  options: { readonly store?: string; readonly vault?: string },
  env: Environment = process.env,
): RecordsConfig & { readonly isTryOut: boolean; readonly schools?: readonly School[] } {
  const problems: ConfigProblem[] = [];
  const places = { ...env, STORE: options.store ?? env['STORE'], VAULT: options.vault ?? env['VAULT'] };
  const schoolFile = given(env, 'SCHOOL_FILE');
  const schools = schoolFile === undefined ? undefined : schoolsOf(schoolFile, { served: false }, problems);
  const isTryOut = given(places, 'STORE') === undefined && given(places, 'VAULT') === undefined && hasTryOutRecords();
  const set = isTryOut ? undefined : readVariables(['STORE', 'VAULT'], places, problems);
  if (problems.length > 0) throw new ConfigFault(problems);
  const { store, vault } = set === undefined ? tryOutRecords(TRY_OUT_FOLDER) : { store: set.STORE, vault: set.VAULT };
  return { store, vault, isTryOut, ...(schools === undefined ? {} : { schools }) };
}

function tryOutRecords(folder: string): RecordsConfig {
  return {
    store: { kind: 'sqlite', path: resolve(folder, 'records.db') },
    vault: { kind: 'file', path: resolve(folder, 'keys.json') },
  };
}

function hasTryOutRecords(): boolean {
  return existsSync(tryOutRecords(TRY_OUT_FOLDER).store.path);
}

function schoolsOf(path: string, options: { readonly served: boolean }, problems: ConfigProblem[]): readonly School[] {
  const { schools, problems: found } = readSchools(path, options);
  problems.push(...found);
  return schools;
}

/** A variable's value without the white space around it; what is empty is not set. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function readVariables<Name extends VariableName>(
  names: readonly Name[],
  env: Environment,
  problems: ConfigProblem[],
): Values<Name> | undefined {
  const schema = z.object(Object.fromEntries(names.map((name) => [name, variables[name].schema])));
  const parsed = schema.safeParse(Object.fromEntries(names.map((name) => [name, given(env, name)])));
  if (parsed.success) return parsed.data as Values<Name>;
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0]) as Name;
    problems.push({ place: name, words: `${issue.message}. ${variables[name].remedy}` });
  }
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

function isServiceUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
