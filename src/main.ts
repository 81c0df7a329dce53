import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Application, assembleApplication } from './application/assemble.ts';
import { checkKeys } from './application/check-keys.ts';
import { Fault } from './application/faults.ts';
import { startClockwork } from './application/run-due.ts';
import { createHttpServer, type HttpServer } from './channels/http-server.ts';
import { createRenderer } from './channels/render.ts';
import { createSlackReceiver } from './channels/slack/receive.ts';
import { createSlackApp } from './channels/slack/slack-app.ts';
import { createSlackChannel } from './channels/slack/slack-channel.ts';
import { createTeamsReceiver } from './channels/teams/receive.ts';
import { createSdkConnector } from './channels/teams/sdk-connector.ts';
import { startTeams } from './channels/teams/start-teams.ts';
import { createTeamsApp, type TeamsAppOptions } from './channels/teams/teams-app.ts';
import { createTeamsChannel } from './channels/teams/teams-channel.ts';
import {
  readServiceConfig,
  readTryOutConfig,
  type ServiceConfig,
  type SlackConfig,
  type TeamsConfig,
  type TryOutConfig,
} from './config.ts';
import { createLog, type Log } from './log.ts';
import { createSqliteRecordStore } from './store/sqlite/record-store.ts';
import { runTryOut } from './try-out/try-out.ts';
import { openFileVault } from './vault/file-vault.ts';
import { registry } from './workflows/index.ts';

// The composition root: the only place that builds adapters.

/** Where Teams is reached before anybody there has spoken to the bot (learn.microsoft.com, proactive messages). */
const TEAMS_SERVICE_URL = 'https://smba.trafficmanager.net/teams';

/** How a service meets Teams. */
interface TeamsSetup {
  readonly credentials: TeamsAppOptions['credentials'];
  readonly serviceUrl: string;
  /** Whether the clients that people use have dialogs; the Playground has none. */
  readonly hasDialogs: boolean;
}

/** The chats that a service speaks to; one of them at least. */
interface ChatsSetup {
  readonly teams?: TeamsSetup | undefined;
  readonly slack?: SlackConfig | undefined;
  /** Where the log goes; standard output if not given. */
  readonly logFile?: string;
}

/** What every chat is joined to. */
interface Joining {
  readonly application: Application;
  readonly server: HttpServer;
  readonly log: Log;
}

interface RunningService {
  readonly application: Application;
  readonly port: number;
  /** Takes no more, finishes what is in hand, and closes the store. */
  stop(): Promise<void>;
}

async function startService(config: ServiceConfig | TryOutConfig, chats: ChatsSetup): Promise<RunningService> {
  const { logFile } = chats;
  const destination = logFile === undefined ? {} : { destination: createWriteStream(logFile, { flags: 'a' }) };
  const log = createLog({ level: config.logLevel, ...destination });
  const store = await createSqliteRecordStore({ path: config.store.path });
  const vault = await openFileVault(config.vault.path);
  await checkKeys({ store, vault, registry, schools: config.schools });
  const application = assembleApplication({
    store,
    vault,
    registry,
    schools: config.schools,
    clock: { now: () => new Date().toISOString() },
    ids: { fresh: () => randomUUID(), bytes: (count) => randomBytes(count) },
    failed: (fields) => log.warn('something did not work', fields),
  });
  const server = createHttpServer({
    host: config.host,
    port: config.port,
    ready: async () => {
      await Promise.all([store.health(), ...[...application.channels.values()].map((channel) => channel.health())]);
    },
    failed: () => log.error('a request could not be answered', {}),
  });
  const joining = { application, server, log };
  if (chats.teams !== undefined) await joinTeams(chats.teams, joining);
  const leaveSlack = chats.slack === undefined ? undefined : await joinSlack(chats.slack, joining);
  if (store.sole) await application.dueRunner.release();
  const port = await server.listen();
  const clockwork = startClockwork(application.dueRunner, (fields) => log.warn('a round of the clock failed', fields));
  log.info('the service is running', { port, count: config.schools.length });
  let isStopping = false;
  void store.ended.then(() => {
    if (isStopping) return;
    log.error('the record store has ended, so the service ends', {});
    // Whoever runs the service starts it again; without its store it would only refuse.
    process.exit(1);
  });
  return {
    application,
    port,
    async stop() {
      isStopping = true;
      await server.close();
      await leaveSlack?.();
      await clockwork.stop();
      await application.settle();
      await store.close();
      log.info('the service has stopped', {});
    },
  };
}

async function joinTeams(setup: TeamsSetup, { application, server, log }: Joining): Promise<void> {
  const app = createTeamsApp({
    ...setup,
    server,
    troubled: (fields) => log.warn('a request to the Teams endpoint was not taken', fields),
  });
  const connector = createSdkConnector(app);
  const render = createRenderer('teams');
  const setting = setup.hasDialogs ? 'chat-with-dialogs' : 'chat';
  const { serviceUrl } = setup;
  const { addresses, channels } = application;
  channels.set('teams', createTeamsChannel({ connector, addresses, render, setting, serviceUrl }));
  const noted = (fields: { readonly code: string }) => log.info('an activity was not taken', fields);
  const receiver = createTeamsReceiver({ ...application, registry, connector, render, setting, noted });
  await startTeams(app, receiver, (fields) => log.warn('an activity could not be dealt with', fields));
}

/** Gives what ends it again. */
async function joinSlack(config: SlackConfig, { application, server, log }: Joining): Promise<() => Promise<void>> {
  const { botToken, transport, apiUrl } = config;
  const app = createSlackApp({
    server,
    credentials: { botToken, transport },
    apiUrl,
    troubled: (fields) => log.warn('something of Slack could not be dealt with', fields),
  });
  const { connector } = app;
  const render = createRenderer('slack');
  const { addresses, channels } = application;
  channels.set('slack', createSlackChannel({ connector, addresses, render, workspaces: workspacesOf(application) }));
  const noted = (fields: { readonly code: string }) => log.info('something of Slack was not taken', fields);
  const receiver = createSlackReceiver({ ...application, registry, connector, render, noted });
  await app.start(receiver.receive);
  return async () => {
    await Promise.all([receiver.stop(), app.stop()]);
  };
}

function workspacesOf({ directory }: Application): readonly string[] {
  return [...directory.schools.values()].flatMap(({ slack }) => (slack === undefined ? [] : [slack.workspaceId]));
}

async function serve(): Promise<void> {
  const config = readServiceConfig();
  const service = await startService(config, {
    teams: config.teams && teamsSetup(config.teams),
    slack: config.slack,
  });
  stopOnSignal(service.stop);
}

function teamsSetup({ clientId, tenantId, credential, serviceUrl = TEAMS_SERVICE_URL }: TeamsConfig): TeamsSetup {
  const credentials =
    credential.kind === 'secret'
      ? ({ kind: 'secret', clientId, tenantId, clientSecret: credential.secret } as const)
      : ({ kind: 'managed-identity', clientId, tenantId, identityClientId: credential.clientId } as const);
  return { serviceUrl, hasDialogs: true, credentials };
}

interface TryOutArguments {
  readonly also: readonly string[];
  readonly firstWindowPort: number;
  readonly botOnly: boolean;
}

async function tryOut(wanted: TryOutArguments): Promise<void> {
  const config = readTryOutConfig();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (config.notUsed.length > 0) say(`Set, but without effect in the try-out: ${config.notUsed.join(', ')}.`);
  await runTryOut({
    ...wanted,
    config,
    startService: (serviceUrl) =>
      startService(config, {
        teams: { serviceUrl, hasDialogs: false, credentials: { kind: 'none-local' } },
        // The terminal is for the addresses.
        logFile: join(dirname(config.store.path), 'service.log'),
      }),
    onSignal: stopOnSignal,
    say,
  });
}

/** Stops in order at Ctrl+C or when the machine asks; a second Ctrl+C stops at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: 'string', default: '' },
      'windows-from': { type: 'string', default: '56150' },
      'bot-only': { type: 'boolean', default: false },
    },
  });
  if (positionals[0] === 'serve') return await serve();
  const also = values.as.split(',').map((name) => name.trim());
  return await tryOut({
    also: also.filter((name) => name !== ''),
    firstWindowPort: Number(values['windows-from']),
    botOnly: values['bot-only'],
  });
}

main().catch((error: unknown) => {
  const said = error instanceof Fault ? `${error.message}\n\n${error.whatToDo}` : `Could not start: ${String(error)}`;
  process.stderr.write(`\n${said}\n`);
  process.exit(1);
});
