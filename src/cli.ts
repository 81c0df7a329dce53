#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addBackup } from './cli/backup.ts';
import { addCopy } from './cli/copy.ts';
import { addDoctor } from './cli/doctor.ts';
import { explain } from './cli/explain.ts';
import { addExport } from './cli/export.ts';
import { addInit } from './cli/init.ts';
import { addManifest } from './cli/manifest.ts';
import { addRestore } from './cli/restore.ts';
import { exitCodes, type Terminal } from './cli/terminal.ts';
import { addVerify } from './cli/verify.ts';
import { loadEnvironment } from './config.ts';

// The commands for whoever looks after the service. They end with 0 when all is well, with 1 when something was found,
// and with 2 when they could not do their work, with what to do about it. Each stands in a file of its own in src/cli.

/** What src/launch.mjs starts instead of a command. */
const NOT_LISTED = `
The service itself:
  serve [--env <file>]      runs it until it is stopped
  try-out                   runs it on this machine with an invented school`;

async function main(): Promise<void> {
  const program = new Command('safeguarding')
    .description('Looks after the records of safeguarding-bot')
    .option('--env <file>', 'a file with the variables of the service, such as safeguarding.env')
    .addHelpText('after', NOT_LISTED)
    .hook('preAction', (_, command) => takeEnvironment(command))
    .exitOverride()
    .showHelpAfterError();
  const terminal: Terminal = {
    say: (line) => console.log(line),
    end(code) {
      process.exitCode = code;
    },
  };
  addInit(program, terminal);
  addDoctor(program, terminal);
  addManifest(program, terminal);
  addBackup(program, terminal);
  addRestore(program, terminal);
  addVerify(program, terminal);
  addExport(program, terminal);
  addCopy(program, terminal);
  await program.parseAsync();
}

/** Before a command, so that it finds the variables where the service has them. */
function takeEnvironment(command: Command): void {
  const { env } = command.optsWithGlobals<{ readonly env?: string }>();
  if (env !== undefined) loadEnvironment(env);
}

main().catch((error: unknown) => {
  // Help was asked for and given, or commander has said what it does not understand.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.notDone;
  else {
    console.error(explain(error));
    process.exitCode = exitCodes.notDone;
  }
});
