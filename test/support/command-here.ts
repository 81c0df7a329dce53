import { runCommand } from '../../src/cli/run-command.ts';
import type { Ended } from './small-machine.ts';

/**
 * Runs a command to its end in this process, as if it had been started in this folder with these variables and no
 * others: a process of its own takes a second, and does nothing else.
 */
export async function runHere(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ended> {
  const before = { env: { ...process.env }, cwd: process.cwd() };
  const said: { out: string; err: string; code: number } = { out: '', err: '', code: 0 };
  const set = (env: Readonly<Record<string, string | undefined>>) => {
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
  };
  try {
    set({ ...(before.env['PATH'] === undefined ? {} : { PATH: before.env['PATH'] }), ...variables });
    process.chdir(cwd);
    await runCommand(words, {
      say: (line) => {
        said.out += `${line}\n`;
      },
      complain: (line) => {
        said.err += `${line}\n`;
      },
      end: (code) => {
        said.code = code;
      },
    });
    return said;
  } finally {
    process.chdir(before.cwd);
    set(before.env);
  }
}
