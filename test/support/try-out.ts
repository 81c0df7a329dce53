import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A try-out as `npm start` begins it, in a folder and on ports of its own. */
export interface TryOutProcess {
  /** The address of each window that was printed, by whose it is. */
  readonly windows: Readonly<Record<string, string>>;
  readonly botPort: number;
  /** Ends it as Ctrl+C does, and resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

export interface TryOutRequest {
  /** Where `data/` is made. */
  readonly folder: string;
  readonly botPort: number;
  readonly firstWindowPort: number;
  /** Roles with a window of their own besides the teacher and the DSL. */
  readonly also?: readonly string[];
  /** True when the windows run already. */
  readonly botOnly?: boolean;
  /** A module that the process loads before anything else, and what it reads from the environment. */
  readonly preload?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a try-out and returns when it has printed its addresses. Rejects with what it said when it ends before. */
export async function startTryOutProcess(request: TryOutRequest): Promise<TryOutProcess> {
  const { folder, botPort, firstWindowPort, also = [], botOnly = false, preload, environment } = request;
  const child = spawn(
    process.execPath,
    [
      ...(preload === undefined ? [] : ['--import', resolve(preload)]),
      MAIN,
      'try-out',
      ...['--as', also.join(','), '--windows-from', String(firstWindowPort)],
      ...(botOnly ? ['--bot-only'] : []),
    ],
    { cwd: folder, env: { ...process.env, ...environment, PORT: String(botPort) }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const windows = await printedWindows(child);
  return {
    windows,
    botPort,
    async stop() {
      child.kill('SIGINT');
      return await exitOf(child);
    },
    async kill() {
      child.kill('SIGKILL');
      await exitOf(child);
    },
  };
}

/** The first of `count` ports in a row that are free now. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const wanted = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return first;
  }
  throw new Error(`found no ${count} free ports in a row`);
}

async function printedWindows(child: ChildProcess): Promise<Record<string, string>> {
  const said: string[] = [];
  child.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
  const windows: Record<string, string> = {};
  if (child.stdout === null) throw new Error('the try-out has no output');
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    const [, whose, address] = /^ {2}(\S+) +(http:\/\/127\.0\.0\.1:\d+) /.exec(line) ?? [];
    if (whose !== undefined && address !== undefined) windows[whose] = address;
    if (line.includes('Ctrl+C ends it')) {
      child.stdout.resume();
      return windows;
    }
  }
  throw new Error(`the try-out ended:\n${said.join('\n')}`);
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
