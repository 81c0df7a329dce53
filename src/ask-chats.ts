import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressBook, Channel, ChannelId } from './application/ports.ts';
import { createGuardedHttp, type GuardedHttp } from './channels/guarded-http.ts';
import type { HttpServer } from './channels/http-server.ts';
import { wayOutTo } from './channels/outgoing-hosts.ts';
import { createRenderer } from './channels/render.ts';
import { checkAppToken } from './channels/slack/app-token.ts';
import { createSlackApp } from './channels/slack/slack-app.ts';
import { createSlackChannel } from './channels/slack/slack-channel.ts';
import { createSdkConnector } from './channels/teams/sdk-connector.ts';
import { createTeamsApp, wayOutOf } from './channels/teams/teams-app.ts';
import { createTeamsChannel } from './channels/teams/teams-channel.ts';
import type { SlackConfig, TeamsConfig } from './config-chats.ts';
import type { School } from './domain/school.ts';
import { teamsSetup } from './join-chats.ts';

/** The chats as a command asks them: nothing comes in, and nothing is said. */
export interface AskedChats {
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  /** By how many milliseconds this machine's clock is ahead of a chat's, as its latest answer had it. */
  readonly skewsMs: ReadonlyMap<ChannelId, number>;
  /** Resolves when Slack takes the token of Socket Mode; absent where that is not used. Rejects with a `DeliveryFault`. */
  readonly checkAppToken?: () => Promise<void>;
  close(): void;
}

export interface AskedChatsParts {
  readonly teams?: TeamsConfig | undefined;
  readonly slack?: SlackConfig | undefined;
  readonly schools: readonly School[];
  /** Where the bot has met whom; it is only read. */
  readonly find: AddressBook['find'];
}

/** Nobody comes in by a command. */
const noServer: HttpServer = {
  post: () => undefined,
  listen: async () => 0,
  close: async () => undefined,
};

/** The chats that the variables name, to be asked by a command beside the service. */
export function chatsToAsk({ teams, slack, schools, find }: AskedChatsParts): AskedChats {
  const addresses: AddressBook = { find, remember: async () => undefined, forget: async () => undefined };
  const channels = new Map<ChannelId, Channel>();
  const skewsMs = new Map<ChannelId, number>();
  const ways: GuardedHttp[] = [];
  const wayTo = (chat: ChannelId, mayReach: Parameters<typeof createGuardedHttp>[0]['mayReach']): GuardedHttp => {
    const http = createGuardedHttp({ mayReach });
    ways.push(http);
    return {
      ...http,
      request: (of, answered) =>
        http.request(of, (response) => {
          noteSkew(response, (skewMs) => skewsMs.set(chat, skewMs));
          answered(response);
        }),
    };
  };
  const troubled = () => undefined;
  let appToken: (() => Promise<void>) | undefined;
  if (teams !== undefined) {
    const setup = teamsSetup(teams);
    const http = wayTo('teams', wayOutOf(setup));
    const app = createTeamsApp({ ...setup, server: noServer, http, knowsTenant: () => false, troubled });
    const render = createRenderer('teams');
    const { serviceUrl } = setup;
    const setting = 'chat-with-dialogs';
    channels.set(
      'teams',
      createTeamsChannel({ connector: createSdkConnector(app), addresses, render, setting, serviceUrl }),
    );
  }
  if (slack !== undefined) {
    const { botToken, apiUrl, transport: served } = slack;
    const http = wayTo('slack', wayOutTo('Slack', { also: [apiUrl] }));
    // A second connection of Socket Mode would take what is meant for the service; and here nothing comes in.
    const transport = { kind: 'http', signingSecret: randomBytes(16).toString('hex') } as const;
    const credentials = { botToken, transport };
    const { connector } = createSlackApp({ server: noServer, credentials, apiUrl, http, troubled });
    const workspaces = () => schools.flatMap((school) => school.slack?.workspaceId ?? []);
    channels.set('slack', createSlackChannel({ connector, addresses, render: createRenderer('slack'), workspaces }));
    if (served.kind === 'socket') appToken = () => checkAppToken({ appToken: served.appToken, apiUrl, http });
  }
  return {
    channels,
    skewsMs,
    ...(appToken === undefined ? {} : { checkAppToken: appToken }),
    close() {
      for (const one of ways) one.close();
    },
  };
}

/** A `Date` header leaves the part of a second out. */
const HALF_A_SECOND_MS = 500;

function noteSkew({ headers }: IncomingMessage, note: (skewMs: number) => void): void {
  const at = Date.parse(headers.date ?? '');
  if (!Number.isNaN(at)) note(Date.now() - at - HALF_A_SECOND_MS);
}
