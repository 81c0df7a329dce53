import type { Application } from './application/assemble.ts';
import { meteredChannel } from './application/metered.ts';
import { createGuardedHttp } from './channels/guarded-http.ts';
import type { HttpServer } from './channels/http-server.ts';
import { createRateLimiter } from './channels/rate-limiter.ts';
import { createRenderer } from './channels/render.ts';
import { createSlackReceiver } from './channels/slack/receive.ts';
import { createSlackApp } from './channels/slack/slack-app.ts';
import { createSlackChannel } from './channels/slack/slack-channel.ts';
import { createTeamsReceiver } from './channels/teams/receive.ts';
import { createSdkConnector } from './channels/teams/sdk-connector.ts';
import { startTeams } from './channels/teams/start-teams.ts';
import { createTeamsApp, type TeamsAppOptions } from './channels/teams/teams-app.ts';
import { createTeamsChannel } from './channels/teams/teams-channel.ts';
import type { SlackConfig } from './config-chats.ts';
import type { Log } from './log.ts';
import { registry } from './workflows/index.ts';

/** How a service meets Teams. */
export interface TeamsSetup {
  readonly credentials: TeamsAppOptions['credentials'];
  readonly serviceUrl: string;
  /** Whether the clients that people use have dialogs; the Playground has none. */
  readonly hasDialogs: boolean;
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

/** Joins the application to Teams. */
export async function joinTeams(setup: TeamsSetup, joining: Joining): Promise<Joined> {
  const { application, server, log, share, nowMs } = joining;
  const http = createGuardedHttp();
  const app = createTeamsApp({
    ...setup,
    server,
    http,
    nowMs,
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
  const http = createGuardedHttp();
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
