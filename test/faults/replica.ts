import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiledCode } from '../support/compiled-code.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const KILL = fileURLToPath(new URL('./preload/kill.ts', import.meta.url));
const WARP = fileURLToPath(new URL('./preload/time-warp.ts', import.meta.url));

/** Where a process is to die. */
export interface KillPoint {
  /** As `withKillPoints` names it. */
  readonly point: string;
  readonly when: 'before' | 'after';
  /** The how-manieth time it is passed. */
  readonly hit: number;
  /** With `SIGSTOP` it does not die: it stands still until it is woken. */
  readonly signal?: 'SIGKILL' | 'SIGSTOP';
}

export interface ReplicaRequest {
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  /** As `startWarpedTime` gives it. */
  readonly timeFile: string;
  /** By how much its own clock is wrong. */
  readonly clockOffsetMs?: number;
  /** What `writeKillPoints` wrote; without it the sources are loaded as they are. */
  readonly killSources?: string;
  readonly killAt?: KillPoint;
  /** Where it leaves behind how often each place was passed, when it ends in order. */
  readonly record?: string;
  /** The program that runs it, with its arguments. */
  readonly under?: readonly string[];
}

/** One process of the service. */
export interface Replica {
  readonly pid: number;
  readonly port: number;
  readonly address: string;
  readonly log: readonly string[];
  /** False once it has ended. */
  readonly lives: boolean;
  /** Resolves when it takes requests, with true, or when it has ended before, with false. */
  readonly begun: Promise<boolean>;
  /** Resolves with how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Asks it to stop, and resolves with its exit code; null when it was killed. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  /** Stops it in the middle of whatever it does, as a machine does that is suspended. */
  freeze(): void;
  thaw(): void;
  /** Whether it stands still. */
  readonly isFrozen: boolean;
}

/** Every process that was started here, so that none is left behind. */
const all = new Set<ChildProcess>();

/** Begins a process of the service; does not wait until it runs. */
export function beginReplica(request: ReplicaRequest): Replica {
  const { port, variables, timeFile, clockOffsetMs = 0, killSources, killAt, record, under = [] } = request;
  const preloads = [WARP, ...(killSources === undefined ? [] : [KILL])].flatMap((path) => ['--import', path]);
  const [program = '', ...words] = [...under, process.execPath, ...preloads, MAIN, 'serve'];
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, words, {
    env: {
      PATH,
      HOME,
      ...compiledCode,
      ...variables,
      PORT: String(port),
      WARP_FILE: timeFile,
      CLOCK_OFFSET_MS: String(clockOffsetMs),
      ...(killSources === undefined ? {} : { KILL_SOURCES: killSources }),
      ...(killAt === undefined
        ? {}
        : {
            KILL_AT: killAt.point,
            KILL_WHEN: killAt.when,
            KILL_HIT: String(killAt.hit),
            KILL_SIGNAL: killAt.signal ?? 'SIGKILL',
          }),
      ...(record === undefined ? {} : { KILL_RECORD: record }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  all.add(child);
  const log: string[] = [];
  const runs = Promise.withResolvers<boolean>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      log.push(text.toString());
      if (log.join('').includes('the service is running')) runs.resolve(true);
    });
  const ended = once(child, 'exit').then(([code, signal]) => {
    all.delete(child);
    runs.resolve(false);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return {
    pid: child.pid ?? 0,
    port,
    address: `http://127.0.0.1:${port}`,
    log,
    get lives() {
      return child.exitCode === null && child.signalCode === null;
    },
    begun: runs.promise,
    ended,
    async stop() {
      child.kill('SIGTERM');
      return (await ended).code;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    get isFrozen() {
      return child.exitCode === null && child.signalCode === null && stateOf(child.pid ?? 0) === 'T';
    },
  };
}

/** One letter, as the kernel has it; '' where it says nothing. */
function stateOf(pid: number): string {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/** Ends what a test that failed has left behind. */
export function killAllReplicas(): void {
  for (const child of all) child.kill('SIGKILL');
}
