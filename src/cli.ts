#!/usr/bin/env node
import { runCommand } from './cli/run-command.ts';

// The program of the commands for whoever looks after the service.

await runCommand(process.argv.slice(2), {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  end(code) {
    process.exitCode = code;
  },
});
