import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

// What a process asked of the operating system, in order, as strace writes it down.

/** One call. `begins` and `ends` count the lines of the trace: another thread's calls may stand between them. */
export interface SystemCall {
  readonly name: string;
  /** The file or connection, as strace names it, such as `/tmp/records.db-wal` or `TCP:[127.0.0.1:80->127.0.0.1:9]`. */
  readonly on: string;
  /** Everything that was given to it, with the bytes as strace escapes them. */
  readonly given: string;
  readonly begins: number;
  /** Infinite for one that never ended. */
  readonly ends: number;
  readonly succeeded: boolean;
}

/** What puts bytes on the disk or on a connection, and what waits for the disk. */
const TRACED =
  'write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,sendfile,fsync,fdatasync,sync_file_range';

/** The command line that runs a program and writes its calls to `path`. Throws where this machine cannot do it. */
export function traced(path: string): readonly string[] {
  const words = ['-D', '-f', '--seccomp-bpf', '-yy', '-s', '1000000', '-e', `trace=${TRACED}`];
  const tried = spawnSync('strace', [...words, '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined || tried.status !== 0)
    throw new Error(
      [
        'The order of system calls cannot be seen here, so it is not shown that a report is on the disk before it is',
        'acknowledged. Install strace (apt-get install strace), and run where tracing is allowed (of a container:',
        `--cap-add=SYS_PTRACE). What strace said: ${tried.error?.message ?? tried.stderr}`,
      ].join(' '),
    );
  return ['strace', ...words, '-o', path];
}

/** What was written to `path`, when the process has ended and all of it is there. */
export async function readTrace(path: string): Promise<readonly SystemCall[]> {
  for (let tries = 0; tries < 500; tries++) {
    const text = readFileSync(path, 'utf8');
    const [first = ''] = /^\d+/.exec(text) ?? [];
    // The first to be traced is the process itself, and its end is the last line.
    if (text.endsWith('\n') && new RegExp(`^${first} +\\+\\+\\+ .*\\n$`, 'm').test(text.slice(-200)))
      return parseTrace(text);
    await pause(20);
  }
  throw new Error('strace never said that the process has ended');
}

/** The calls of a trace, in the order in which they began. */
export function parseTrace(text: string): readonly SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, { readonly at: number; readonly words: string }>();
  for (const [line, words] of text.split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/s.exec(words) ?? [];
    const [, begun] = /^(.*) <unfinished \.\.\.>$/s.exec(rest) ?? [];
    const [, resumed] = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest) ?? [];
    if (begun !== undefined) unfinished.set(thread, { at: line, words: begun });
    else if (resumed !== undefined) {
      const { at = line, words: start = '' } = unfinished.get(thread) ?? {};
      unfinished.delete(thread);
      calls.push(...callIn(start + resumed, at, line));
    } else calls.push(...callIn(rest, line, line));
  }
  for (const { at, words } of unfinished.values()) calls.push(...callIn(words, at, Number.POSITIVE_INFINITY));
  return calls.toSorted((one, other) => one.begins - other.begins);
}

/** Nothing for a line that is no call on an open file, such as one about a signal. */
function callIn(words: string, begins: number, ends: number): readonly SystemCall[] {
  // The name of a connection holds an arrow.
  const [, name, on, given = ''] = /^(\w+)\(\d+<((?:->|[^>])*)>(.*)$/s.exec(words) ?? [];
  if (name === undefined || on === undefined) return [];
  const [, result] = /\) += +(-?\d+)[^)]*$/s.exec(given) ?? [];
  return [{ name, on, given, begins, ends, succeeded: result !== undefined && Number(result) >= 0 }];
}
