import { isIP } from 'node:net';
import { z } from 'zod';
import {
  folderPlace,
  isLoopback,
  isPlain,
  isSafeAddress,
  storePlace,
  telemetryPlace,
  vaultPlace,
} from './config-places.ts';
import type { ConfigProblem } from './school-files.ts';

// What each variable may hold. Nothing is said of a variable but its name, so that a secret in the wrong place is not
// printed.

/** The variables as the process was given them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const text = z.string({ error: 'is not set' });
/** In small letters, as tokens have it: portals show ids in either. */
const guid = text
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'is not an id such as 0f8fad5b-d9cb-469f-a165-70867728950e')
  .toLowerCase();

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'is not a port')
  .default(3978);

const serviceUrl = z.string().refine(isSafeAddress, 'is not an https address').optional();

const hereUrl = z
  .string()
  .refine(
    (value) => isSafeAddress(value) && isPlain(new URL(value)) && isLoopback(value),
    'is not an address of this machine',
  )
  .optional();

/** Each variable: what it may be, and what to do when it is not. */
const general = {
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
    schema: storePlace,
    remedy:
      'Put "sqlite:" and the path of the database, such as sqlite:/var/lib/safeguarding/records.db; or "cosmos:", ' +
      'the address of the account and the database, such as cosmos:https://oakfield.documents.azure.com/safeguarding.',
  },
  COSMOS_KEY: {
    schema: z
      .string()
      .regex(/^[\w+/-]+=*$/, 'is not a key')
      .optional(),
    remedy: 'Leave it out; it is for an emulator on this machine.',
  },
  VAULT: {
    schema: vaultPlace,
    remedy:
      'Put "file:" and the path of the key file, such as file:/var/lib/safeguarding-keys/keys.json; or "keyvault:" ' +
      'and the address of a key without its version, such as keyvault:https://oakfield.vault.azure.net/keys/records.',
  },
  CHECKPOINTS: {
    schema: folderPlace.optional(),
    remedy: 'Put "folder:" and the path of a folder, such as folder:/mnt/checkpoints.',
  },
  SCHOOL_FILE: {
    schema: text,
    remedy: 'Put the path of the school file, or of a folder of them. config/oakfield.yaml is an example.',
  },
  TELEMETRY: {
    schema: telemetryPlace.default({ kind: 'none' }),
    remedy:
      'Put "otlp:" and the address of a collector, such as otlp:http://127.0.0.1:4318; or "azure-monitor", and set ' +
      'APPLICATIONINSIGHTS_CONNECTION_STRING; or leave it out for none.',
  },
  APPLICATIONINSIGHTS_CONNECTION_STRING: {
    schema: z
      .string()
      .regex(/^(?=.*InstrumentationKey=[0-9a-f-]{36})(?=.*IngestionEndpoint=https:)/i, 'is not a connection string')
      .optional(),
    remedy: 'Put the Connection String of Application Insights, from its Overview in the Azure portal.',
  },
} as const;

const teams = {
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
  TEAMS_LOGIN_URL: { schema: hereUrl, remedy: 'Leave it out; it is for tests on one machine.' },
} as const;

const slack = {
  SLACK_BOT_TOKEN: {
    schema: text.regex(/^xoxb-[\w-]+$/, 'is not a bot token, which begins with "xoxb-"'),
    remedy: 'Put the Bot User OAuth Token of the app, from "OAuth & Permissions" at api.slack.com/apps.',
  },
  SLACK_SIGNING_SECRET: {
    schema: z
      .string()
      .regex(/^[0-9a-f]{32}$/i, 'is not a signing secret, which is 32 digits and letters from a to f')
      .optional(),
    remedy:
      'Put the Signing Secret of the app, from "Basic Information" at api.slack.com/apps; or set SLACK_APP_TOKEN instead.',
  },
  SLACK_APP_TOKEN: {
    schema: z
      .string()
      .regex(/^xapp-[\w-]+$/, 'is not an app-level token, which begins with "xapp-"')
      .optional(),
    remedy:
      'Put an App-Level Token of the app, from "Basic Information"; or leave it out where Slack reaches the service.',
  },
  SLACK_API_URL: {
    schema: z
      .string()
      .refine(
        (value) => isSafeAddress(value) && value.endsWith('/api/'),
        'is not an https address that ends with "/api/"',
      )
      .optional(),
    remedy: 'Leave it out; it is for tests.',
  },
} as const;

export const variables = { ...general, ...teams, ...slack };

type VariableName = keyof typeof variables;

/** The names of those of each chat. */
export const variableNames = {
  teams: namesOf(teams),
  slack: namesOf(slack),
};

/** What these variables hold once they were read. */
type Values<Name extends VariableName> = { [Key in Name]: z.output<(typeof variables)[Key]['schema']> };

/** A variable's value without the white space around it; what is empty is not set. */
export function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** The values of these variables, or undefined when one of them is wrong; what is wrong is added to `problems`. */
export function readVariables<Name extends VariableName>(
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

function namesOf<Name extends string>(group: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(group) as Name[];
}
