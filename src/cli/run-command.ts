import { Command, CommanderError } from 'commander';
import { loadEnvironment } from '../config.ts';
import { addBackup } from './backup.ts';
import { addCopy } from './copy.ts';
import { addDoctor } from './doctor.ts';
import { explain } from './explain.ts';
import { addExport } from './export.ts';
import { addInit } from './init.ts';
import { addManifest } from './manifest.ts';
import { addRestore } from './restore.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { addVerify } from './verify.ts';

// The commands for whoever looks after the service. They end with 0 when all is well, with 1 when something was found,
// and with 2 when they could not do their work, with what to do about it. Each stands in a file of its own.

/** What src/launch.mjs starts instead of a command. */
const NOT_LISTED = `
The service itself:
  serve [--env <file>]      runs it until it is stopped
  try-out                   runs it on this machine with an invented school`;

/** Where a command speaks, besides what it says of its work. */
export interface CommandOutput extends Terminal {
  /** Says a line on standard error. */
  readonly complain: (line: string) => void;
}

/** Runs the command that these words name, such as `['doctor', '--json']`. Never rejects: it says how it ended. */
export async function runCommand(words: readonly string[], output: CommandOutput): Promise<void> {
  try {
    await parse(words, output);
  } catch (error) {
    // Help was asked for and given, or commander has said what it does not understand.
    if (error instanceof CommanderError) output.end(error.exitCode === 0 ? exitCodes.well : exitCodes.notDone);
    else {
      output.complain(explain(error));
      output.end(exitCodes.notDone);
    }
  }
}

async function parse(words: readonly string[], terminal: CommandOutput): Promise<void> {
  const program = new Command('safeguarding')
    .description('Looks after the records of safeguarding-bot')
    .option('--env <file>', 'a file with the variables of the service, such as safeguarding.env')
    .addHelpText('after', NOT_LISTED)
    .hook('preAction', (_, command) => takeEnvironment(command))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.say(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .showHelpAfterError();
  addInit(program, terminal);
  addDoctor(program, terminal);
  addManifest(program, terminal);
  addBackup(program, terminal);
  addRestore(program, terminal);
  addVerify(program, terminal);
  addExport(program, terminal);
  addCopy(program, terminal);
  await program.parseAsync(words, { from: 'user' });
}

/** Before a command, so that it finds the variables where the service has them. */
function takeEnvironment(command: Command): void {
  const { env } = command.optsWithGlobals<{ readonly env?: string }>();
  if (env !== undefined) loadEnvironment(env);
}
