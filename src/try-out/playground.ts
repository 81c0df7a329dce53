import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../application/faults.ts';

/** A person of the school as the Playground shows them. */
export interface PlaygroundPerson {
  /** The email address. */
  readonly id: string;
  readonly name: string;
  /** The Entra object id; activities and rosters carry it both as `id` and as `aadObjectId`. */
  readonly teamsUserId: string;
}

/** What every window shows alike. Each holds its own copy: what is posted in one is not seen in another. */
export interface PlaygroundSchool {
  readonly name: string;
  readonly tenantId: string;
  /** The conversation id of the channel Safeguarding, the only one beside General. */
  readonly channelId: string;
  /** The conversation id of a channel for staff, which stands in the windows as General. */
  readonly staffChannelId?: string;
  /** Six people or more; a window shows its own person and the first five others. */
  readonly people: readonly PlaygroundPerson[];
}

/** One person's window: a Playground of its own, on its own port of 127.0.0.1. */
export interface PlaygroundWindow {
  readonly person: PlaygroundPerson;
  readonly port: number;
}

export interface PlaygroundOptions {
  /** The port of 127.0.0.1 on which the bot answers `POST /api/messages`. */
  readonly botPort: number;
  readonly school: PlaygroundSchool;
  readonly windows: readonly PlaygroundWindow[];
  /** Where each window keeps its settings and its log, one folder a person. */
  readonly folder: string;
}

export interface RunningPlaygrounds {
  /** Resolves after `stop`; rejects with a PlaygroundFault when a window ends by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** A window of the Playground could not be started, or ended by itself. */
class PlaygroundFault extends Fault {}

/** The bot as the windows know it: the recipient of their activities. */
const playgroundBot = { id: '28:safeguarding-bot', name: 'Safeguarding' } as const;

/** The page of a window, the bot's way into it and the id of its 1:1 chat; known before it is started. */
export function placesOf({ person, port }: PlaygroundWindow) {
  const address = `http://127.0.0.1:${port}`;
  return { address, serviceUrl: `${address}/_connector`, personalChatId: `a:${person.teamsUserId}` };
}

/**
 * Starts a Microsoft 365 Agents Playground for each window and returns when all can be posted to. They are bound to
 * 127.0.0.1, send no telemetry, open no browser and end with this process. Throws a PlaygroundFault.
 */
export async function startPlaygrounds(options: PlaygroundOptions): Promise<RunningPlaygrounds> {
  const started = await Promise.allSettled(options.windows.map((window) => startWindow(window, options)));
  const running = started.flatMap((window) => (window.status === 'fulfilled' ? [window.value] : []));
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all(running.map(({ child }) => end(child)));
  };
  const failed = started.find((window) => window.status === 'rejected');
  if (failed) await stop().then(() => Promise.reject(failed.reason));
  const ends = running.map(async ({ child, window, log }) => {
    await exitOf(child);
    if (!stopping) throw await earlyEnd(window, log);
  });
  return { ended: Promise.all(ends).then(() => undefined), stop };
}

async function startWindow(window: PlaygroundWindow, { botPort, school, folder }: PlaygroundOptions) {
  const own = join(folder, window.person.id.replace(/[^a-z0-9.@-]/gi, '-'));
  const log = join(own, 'devTools', 'm365agentsplayground.log');
  await mkdir(own, { recursive: true });
  await rm(log, { force: true });
  await writeFile(join(own, '.m365agentsplayground.yml'), settings(window, school));
  const child = spawn(process.execPath, programArguments(window, botPort), {
    cwd: own,
    // Nothing of ours is passed on: the Playground would take AUTH_CLIENT_ID, BOT_ENDPOINT and others from it.
    env: { APPLICATION_INSIGHTS_NO_STATSBEAT: '1' },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    // So that Ctrl+C reaches this process alone, which then stops the windows in its own time.
    detached: true,
    windowsHide: true,
  });
  const ended = exitOf(child).then(async () => Promise.reject(await earlyEnd(window, log)));
  try {
    await Promise.race([ready(window, child, AbortSignal.timeout(60_000)), ended]);
    return { child, window, log };
  } catch (cause) {
    await end(child);
    if (cause instanceof PlaygroundFault) throw cause;
    throw fault('not-started', `The Playground window of ${window.person.name} did not start`, `Read ${log}.`, cause);
  } finally {
    ended.catch(() => undefined);
  }
}

function programArguments(window: PlaygroundWindow, botPort: number): string[] {
  const preload = `data:text/javascript,${encodeURIComponent(`(${keepToThisMachine})()`)}`;
  const program = findPlayground();
  const bot = ['--app-endpoint', `http://127.0.0.1:${botPort}/api/messages`, '--channel-id', 'msteams'];
  const self = ['--port', `${window.port}`, '--service-url', placesOf(window).serviceUrl, '--disable-telemetry'];
  return ['--import', preload, program, 'start', ...bot, ...self];
}

/** Where the Playground's own program is. Throws a PlaygroundFault where only what a school runs was installed. */
export function findPlayground(): string {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  } catch (cause) {
    throw fault(
      'not-installed',
      'The try-out needs the packages for development, and they are not installed here.',
      'Run "npm install" in this folder, without "--omit=dev", and start again. The service of a school does without ' +
        'them: docs/small-machine.md and docs/deployment.md say how it is started.',
      cause,
    );
  }
}

/**
 * Runs inside the Playground before its own code, as text, so it uses nothing of this module. Left alone, the
 * Playground listens on every network, opens the browser and outlives a parent that was killed.
 */
function keepToThisMachine(): void {
  const net = process.getBuiltinModule('node:net');
  const childProcess = process.getBuiltinModule('node:child_process');
  const { EventEmitter } = process.getBuiltinModule('node:events');
  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function (this: Server, port: unknown, ...rest: unknown[]) {
    const done = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    return listen.call(this, { port: Number(port), host: '127.0.0.1' }, done);
  } as typeof listen;
  childProcess.spawn = (() => Object.assign(new EventEmitter(), { unref: () => undefined })) as never;
  process.once('disconnect', () => process.exit());
}

/** The settings file. It is YAML, and JSON is YAML. The Playground wants exactly five users beside its own. */
function settings(window: PlaygroundWindow, school: PlaygroundSchool): string {
  const others = school.people.filter(({ id }) => id !== window.person.id).slice(0, 5);
  if (others.length < 5)
    throw fault('people', 'The Playground shows six people', 'Put at least six people into the school file.');
  const channel = { id: school.channelId, name: 'Safeguarding' };
  return JSON.stringify({
    version: '0.1.1',
    tenantId: school.tenantId,
    bot: playgroundBot,
    currentUser: user(window.person),
    users: others.map(user),
    personalChat: { id: placesOf(window).personalChatId },
    groupChat: { id: '19:staff@thread.v2', name: 'Staff' },
    team: {
      id: school.staffChannelId ?? '19:school@thread.tacv2',
      name: school.name,
      aadGroupId: school.tenantId,
      channels: [channel],
    },
  });
}

function user({ id, name, teamsUserId }: PlaygroundPerson) {
  const [givenName, ...rest] = name.split(' ');
  const names = { name, givenName, surname: rest.join(' ') };
  // `userPrincipleName` is misspelt by the Playground.
  return { id: teamsUserId, aadObjectId: teamsUserId, ...names, email: id, userPrincipleName: id };
}

/** Returns when the window answers, and answers as this person's. */
async function ready(window: PlaygroundWindow, child: ChildProcess, signal: AbortSignal): Promise<void> {
  const [heard] = child.stdout ? await once(child.stdout, 'data', { signal }) : [];
  const port = /Listening on (\d+)/.exec(`${heard}`)?.[1];
  // When its port is in use it takes another without a word, and somebody else would answer on ours.
  if (port !== `${window.port}`) {
    const what = `Port ${window.port}, for the window of ${window.person.name}, is in use`;
    throw fault('port-in-use', what, 'End what listens there, perhaps an earlier try-out, or choose another port.');
  }
  child.stdout?.resume();
  const { serviceUrl, personalChatId } = placesOf(window);
  const members = `${serviceUrl}/v3/conversations/${encodeURIComponent(personalChatId)}/members`;
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(members, { signal }).catch(() => undefined);
    if (answer?.ok && (await answer.text()).includes(window.person.teamsUserId)) return;
    await wait(25, undefined, { signal });
  }
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await exitOf(child);
}

/** It ends without a word when it does not like its settings; the reason is then in its log. */
async function earlyEnd({ person }: PlaygroundWindow, log: string): Promise<PlaygroundFault> {
  const text = await readFile(log, 'utf8').catch(() => '');
  const reason = /^error Reason: (.*)$/m.exec(text)?.[1] ?? 'it gave no reason';
  const message = `The Playground window of ${person.name} ended by itself: ${reason}`;
  return fault('ended', message, `Start again; if it ends again, read ${log}.`);
}

function fault(code: string, message: string, whatToDo: string, cause?: unknown): PlaygroundFault {
  return new PlaygroundFault(message, { code: `playground-${code}`, whatToDo, cause });
}
