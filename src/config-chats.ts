import { isLoopback } from './config-places.ts';
import { type Environment, given, readVariables, variableNames, variables } from './config-variables.ts';
import { type Chat, chats } from './domain/chats.ts';
import type { ConfigProblem } from './school-files.ts';

// Which chats the service speaks to, and how it proves itself to each.

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
  /** For tests: a service of this machine that stands in for Microsoft Entra and the Bot Framework's keys. */
  readonly loginUrl?: string;
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

/** The chats of which any variable is set. There must be one. */
export function chatsWanted(env: Environment, problems: ConfigProblem[]): readonly Chat[] {
  const wanted = chats.filter((chat) => variableNames[chat].some((name) => given(env, name) !== undefined));
  if (wanted.length === 0) problems.push({ place: 'TEAMS_CLIENT_ID, SLACK_BOT_TOKEN', words: NO_CHAT });
  return wanted;
}

const NO_CHAT = [
  'neither is set. Put the variables of the chat that the school uses, or of both.',
  'Teams: TEAMS_CLIENT_ID, TEAMS_TENANT_ID, and TEAMS_CLIENT_SECRET or TEAMS_MANAGED_IDENTITY_CLIENT_ID.',
  'Slack: SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN.',
].join(' ');

/** What the variables of Teams say; undefined where that is not enough. */
export function readTeams(env: Environment, problems: ConfigProblem[]): TeamsConfig | undefined {
  const set = readVariables(variableNames.teams, env, problems);
  const credential = readCredential(env, problems);
  if (set === undefined || credential === undefined) return undefined;
  problems.push(...dangersOfLogin(set, credential));
  return {
    clientId: set.TEAMS_CLIENT_ID,
    tenantId: set.TEAMS_TENANT_ID,
    credential,
    ...(set.TEAMS_SERVICE_URL === undefined ? {} : { serviceUrl: set.TEAMS_SERVICE_URL }),
    ...(set.TEAMS_LOGIN_URL === undefined ? {} : { loginUrl: set.TEAMS_LOGIN_URL }),
  };
}

/** Who says whom a request is from must not stand on this machine for a bot that speaks to the real Teams. */
function dangersOfLogin(
  set: { readonly TEAMS_LOGIN_URL?: string | undefined; readonly TEAMS_SERVICE_URL?: string | undefined },
  credential: TeamsCredential,
): readonly ConfigProblem[] {
  const { TEAMS_LOGIN_URL: loginUrl, TEAMS_SERVICE_URL: serviceUrl } = set;
  if (loginUrl === undefined) return [];
  if (serviceUrl !== undefined && isLoopback(serviceUrl) && credential.kind === 'secret') return [];
  return [
    { place: 'TEAMS_LOGIN_URL', words: `is set for a bot of the real Teams. ${variables.TEAMS_LOGIN_URL.remedy}` },
  ];
}

/** What the variables of Slack say; undefined where that is not enough. */
export function readSlack(env: Environment, problems: ConfigProblem[]): SlackConfig | undefined {
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
