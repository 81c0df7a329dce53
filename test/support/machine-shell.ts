import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { compiledCode } from './compiled-code.ts';

/** How commands ended, and all that they said. */
export interface ShellEnded {
  readonly code: number | null;
  readonly out: string;
}

/** Something that runs until it is stopped. */
export interface ShellRunning {
  readonly said: () => string;
  /** Ends it as Ctrl+C does. */
  stop(): Promise<ShellEnded>;
}

interface MachineShellOptions {
  /** What is given at the beginning of each shell. */
  readonly first?: string;
  readonly record?: string[];
}

/**
 * A terminal on a machine of its own: an empty home, and of this one only the programs and what npm has fetched before.
 * Keeps a record of what was run in it.
 */
export function aMachineShell(
  home: string,
  places: Readonly<Record<string, string>>,
  { first = '', record = [] }: MachineShellOptions = {},
) {
  const running = new Set<ChildProcess>();
  const env = {
    ...compiledCode,
    ...npmSettings(),
    // The Node.js that runs the tests is the one that the page asks for.
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: home,
    ...places,
  };

  function begin(commands: string, cwd: string) {
    const child = spawn('/bin/sh', ['-eu', '-c', `${first}${commands}`], { cwd, env, detached: true });
    const said: string[] = [];
    const heard = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        said.push(text);
        if (said.join('').includes('the service is running')) heard.resolve();
      });
    }
    running.add(child);
    const ended = once(child, 'close').then(() => running.delete(child));
    return { child, said: () => said.join(''), heard: heard.promise, ended };
  }

  function note(commands: string, { code, out }: ShellEnded, started: number): void {
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    record.push(
      `${commands.trim().replaceAll(/^/gm, '$ ')}\n${out.trim()}\n(ended with ${code} after ${seconds} seconds)`,
    );
  }

  return {
    /** Runs commands to their end. */
    async run(
      commands: string,
      { cwd, typed = '' }: { readonly cwd: string; readonly typed?: string },
    ): Promise<ShellEnded> {
      const started = performance.now();
      const { child, said, ended } = begin(commands, cwd);
      child.stdin.end(typed);
      await ended;
      const all = { code: child.exitCode, out: said() };
      note(commands, all, started);
      return all;
    },
    /** Begins what runs on, and returns when the service says that it runs. */
    async serve(commands: string, { cwd }: { readonly cwd: string }): Promise<ShellRunning> {
      const started = performance.now();
      const { child, said, heard, ended } = begin(commands, cwd);
      await Promise.race([heard, ended]);
      if (!running.has(child)) throw new Error(`the service ended:\n${said()}`);
      return {
        said,
        async stop() {
          // To all of them, as a terminal does.
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
          await ended;
          const all = { code: child.exitCode, out: said() };
          note(commands, all, started);
          return all;
        },
      };
    },
    /** A terminal on another machine, with the same record. */
    on: (otherHome: string, otherPlaces: Readonly<Record<string, string>>) =>
      aMachineShell(otherHome, otherPlaces, { first, record }),
    /** Ends what still runs. */
    kill(): void {
      for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    },
    /** Writes down what was run, what it said and how long it took. */
    keepRecord(file: string): void {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${record.join('\n\n')}\n`);
    },
  };
}

/** Where npm looks for packages on this machine, and what it has of them already. */
function npmSettings(): Readonly<Record<string, string>> {
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return {
    npm_config_userconfig: process.env['npm_config_userconfig'] ?? join(homedir(), '.npmrc'),
    npm_config_cache: cache.toString().trim(),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}
