import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCode } from './compiled-code.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The service as `npm run serve` begins it. */
export interface ServiceProcess {
  readonly address: string;
  /** Every line of its log. */
  readonly log: readonly string[];
  /** Ends it as the machine does, and resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** What stands around the service's own command line. */
export interface Around {
  /** The program that runs it, with its arguments. */
  readonly under?: readonly string[];
  /** A module that it loads before anything else, in each of its threads. */
  readonly preload?: string;
}

/** Starts the service with these variables and returns when it runs. Rejects with what it said when it ends before. */
export async function startServiceProcess(
  variables: Readonly<Record<string, string>>,
  port: number,
  { under = [], preload }: Around = {},
): Promise<ServiceProcess> {
  const { PATH = '' } = process.env;
  const preloading = preload === undefined ? [] : ['--import', preload];
  const [program = process.execPath, ...words] = [...under, process.execPath, ...preloading, MAIN, 'serve'];
  const child = spawn(program, words, {
    env: { PATH, ...compiledCode, ...variables, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const heard = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      log.push(text.toString());
      if (log.join('').includes('the service is running')) heard.resolve();
    });
  await Promise.race([heard.promise, once(child, 'exit')]);
  if (child.exitCode !== null) throw new Error(`the service ended:\n${log.join('')}`);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    return await exitOf(child);
  };
  return {
    address: `http://127.0.0.1:${port}`,
    log,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
