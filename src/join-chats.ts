import type { Application } from './application/assemble.ts';
import { meteredChannel } from './application/metered.ts';
import { createGuardedHttp } from './channels/guarded-http.ts';
import type { HttpServer } from './channels/http-server.ts';
import { wayOutTo } from './channels/outgoing-hosts.ts';
import { createRateLimiter } from './channels/rate-limiter.ts';
import { createRenderer } from './channels/render.ts';
import { createSlackReceiver } from './channels/slack/receive.ts';
import { createSlackApp } from './channels/slack/slack-app.ts';
import { createSlackChannel } from './channels/slack/slack-channel.ts';
import { createTeamsReceiver } from './channels/teams/receive.ts';
import { createSdkConnector } from './channels/teams/sdk-connector.ts';
import { startTeams } from './channels/teams/start-teams.ts';
import { createTeamsApp, type TeamsAppOptions, wayOutOf } from './channels/teams/teams-app.ts';
import { createTeamsChannel } from './channels/teams/teams-channel.ts';
import type { SlackConfig, TeamsConfig } from './config-chats.ts';
import type { Log } from './log.ts';
import { registry } from './workflows/index.ts';

/** How a service meets Teams. */
export interface TeamsSetup {
  readonly credentials: TeamsAppOptions['credentials'];
  readonly serviceUrl: string;
  /** Whether the clients that people use have dialogs; the Playground has none. */
  readonly hasDialogs: boolean;
  /** For tests: what stands on this machine for Microsoft Entra. */
  readonly loginUrl?: string | undefined;
}

/** How a service meets Slack. */
export type SlackSetup = SlackConfig;

/** What every chat is joined to. */
export interface Joining {
  readonly application: Application;
  readonly server: HttpServer;
  readonly log: Log;
  /** This process's part of every limit. */
  readonly share: () => number;
  /** Milliseconds since 1970, by the one clock of all processes. */
  readonly nowMs: () => number;
}

/** A chat that was joined. */
export interface Joined {
  /** Takes no more of what comes in; what is owed can still be said. */
  leave(): Promise<unknown>;
  /** Ends all connections. */
  hangUp(): void;
}

/** Where Teams is reached before anybody there has spoken to the bot (learn.microsoft.com, proactive messages). */
const TEAMS_SERVICE_URL = 'https://smba.trafficmanager.net/teams';

/** How a service meets Teams with what the variables say. */
export function teamsSetup(config: TeamsConfig): TeamsSetup {
  const { clientId, tenantId, credential, serviceUrl = TEAMS_SERVICE_URL, loginUrl } = config;
  const credentials =
    credential.kind === 'secret'
      ? ({ kind: 'secret', clientId, tenantId, clientSecret: credential.secret } as const)
      : ({ kind: 'managed-identity', clientId, tenantId, identityClientId: credential.clientId } as const);
  return { serviceUrl, hasDialogs: true, credentials, loginUrl };
}

/** Joins the application to Teams. */
export async function joinTeams(setup: TeamsSetup, joining: Joining): Promise<Joined> {
  const { application, server, log, share, nowMs } = joining;
  const http = createGuardedHttp({ mayReach: wayOutOf(setup) });
  const app = createTeamsApp({
    ...setup,
    server,
    http,
    nowMs,
    knowsTenant: (tenant) => application.directory.schoolOf({ channel: 'teams', tenant }) !== undefined,
    troubled: (fields) => log.warn('a request to the Teams endpoint was not taken', fields),
  });
  const connector = createSdkConnector(app, { limiter: createRateLimiter({ share }), nowMs });
  const render = createRenderer('teams');
  const setting = setup.hasDialogs ? 'chat-with-dialogs' : 'chat';
  const { serviceUrl } = setup;
  const { addresses, channels } = application;
  const channel = createTeamsChannel({ connector, addresses, render, setting, serviceUrl });
  channels.set('teams', meteredChannel(channel, application));
  const noted = (fields: { readonly code: string }) => log.info('an activity was not taken', fields);
  const receiver = createTeamsReceiver({ ...application, registry, connector, render, setting, noted });
  await startTeams(app, receiver, (fields) => log.warn('an activity could not be dealt with', fields));
  // What comes in comes through the server, which closes for both chats.
  return { leave: async () => undefined, hangUp: http.close };
}

/** Joins the application to Slack. */
export async function joinSlack(setup: SlackSetup, joining: Joining): Promise<Joined> {
  const { botToken, transport, apiUrl } = setup;
  const { application, server, log, share, nowMs } = joining;
  const http = createGuardedHttp({ mayReach: wayOutTo('Slack', { also: [apiUrl] }) });
  const app = createSlackApp({
    server,
    credentials: { botToken, transport },
    apiUrl,
    http,
    nowMs,
    limiter: createRateLimiter({ share }),
    troubled: (fields) => log.warn('something of Slack could not be dealt with', fields),
  });
  const { connector } = app;
  const render = createRenderer('slack');
  const { addresses, channels } = application;
  const channel = createSlackChannel({ connector, addresses, render, workspaces: () => workspacesOf(application) });
  channels.set('slack', meteredChannel(channel, application));
  const noted = (fields: { readonly code: string }) => log.info('something of Slack was not taken', fields);
  const receiver = createSlackReceiver({ ...application, registry, connector, render, noted });
  await app.start(receiver.receive);
  return { leave: () => Promise.all([receiver.stop(), app.stop()]), hangUp: http.close };
}

/** As the school files say now. */
function workspacesOf({ directory }: Application): readonly string[] {
  return [...directory.schools.values()].flatMap(({ slack }) => (slack === undefined ? [] : [slack.workspaceId]));
}
