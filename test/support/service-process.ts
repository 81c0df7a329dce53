import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledCode } from './compiled-code.ts';

const HERE = fileURLToPath(new URL('../..', import.meta.url));

/** The service as `npm run serve` begins it. */
export interface ServiceProcess {
  readonly address: string;
  /** Every line of its log. */
  readonly log: readonly string[];
  /** Resolves when its log has said this so many times, from its start on. Rejects when it ends before. */
  says(words: string, times?: number): Promise<void>;
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
  /** The folder with the files of the service, where these of the project are not meant. It runs there. */
  readonly folder?: string;
  /** The number of the account that it runs as, where the tests have the right to say so. */
  readonly account?: number;
}

/** Starts the service with these variables and returns when it runs. Rejects with what it said when it ends before. */
export async function startServiceProcess(
  variables: Readonly<Record<string, string>>,
  port: number,
  { under = [], preload, folder, account }: Around = {},
): Promise<ServiceProcess> {
  const { PATH = '' } = process.env;
  const preloading = preload === undefined ? [] : ['--import', preload];
  const main = join(folder ?? HERE, 'src/main.ts');
  const [program = process.execPath, ...words] = [...under, process.execPath, ...preloading, main, 'serve'];
  const child = spawn(program, words, {
    env: { PATH, ...(folder === undefined ? compiledCode : {}), ...variables, PORT: String(port) },
    ...(folder === undefined ? {} : { cwd: folder }),
    ...(account === undefined ? {} : { uid: account, gid: account }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const heard = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  child.once('exit', () => ended.reject(new Error(`the service ended:\n${log.join('')}`)));
  let lookers: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      log.push(text.toString());
      for (const look of lookers) look();
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
    async says(words, times = 1) {
      const said = Promise.withResolvers<void>();
      const look = () => log.join('').split(words).length > times && said.resolve();
      lookers.push(look);
      look();
      await Promise.race([said.promise, ended.promise]).finally(() => {
        lookers = lookers.filter((one) => one !== look);
      });
    },
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
