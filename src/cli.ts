#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addCopy } from './cli/copy.ts';
import { explain } from './cli/explain.ts';
import { addExport } from './cli/export.ts';
import { exitCodes, type Terminal } from './cli/terminal.ts';
import { addVerify } from './cli/verify.ts';

// The commands for whoever looks after the service. They end with 0 when all is well, with 1 when something was found,
// and with 2 when they could not do their work, with what to do about it. Each stands in a file of its own in src/cli.

async function main(): Promise<void> {
  const program = new Command('safeguarding')
    .description('Looks after the records of safeguarding-bot')
    .exitOverride()
    .showHelpAfterError();
  const terminal: Terminal = {
    say: (line) => console.log(line),
    end(code) {
      process.exitCode = code;
    },
  };
  addCopy(program, terminal);
  addExport(program, terminal);
  addVerify(program, terminal);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  // Help was asked for and given, or commander has said what it does not understand.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.notDone;
  else {
    console.error(explain(error));
    process.exitCode = exitCodes.notDone;
  }
});
