import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { type Lines, runInit, Stopped } from './init/run-init.ts';
import { exitCodes, type Terminal } from './terminal.ts';

interface InitOptions {
  readonly to: string;
  readonly answers?: string;
  readonly people?: string;
}

/** `safeguarding init`: asks about the school and writes its school file, and the file with the variables. */
export function addInit(program: Command, { say, end }: Terminal, openLines: () => Lines = standardInput): void {
  program
    .command('init')
    .description('asks about the school, and writes its school file and the file with the variables of the service')
    .option('--to <folder>', 'where both are written', '.')
    .option('--answers <file>', 'a file with all answers (docs/school-file.md); nothing is asked then')
    .option('--people <file>', 'a table (CSV) of people: name,email,jobTitle, and if wanted kind and manager')
    .action(async ({ to, answers, people }: InitOptions) => {
      const today = DateTime.now().toISODate();
      try {
        await runInit({ folder: to, answersFile: answers, peopleFile: people, today, say, openLines });
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        // On a line of its own, below what stands there to be answered.
        say(`\n${error.message} ${error.whatToDo}`);
        end(exitCodes.notDone);
      }
    });
}

/** What is typed, or what another program writes to us. With Ctrl+C it ends like a text that is over. */
function standardInput(): Lines {
  const isTerminal = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, ...(isTerminal ? { output: process.stdout } : {}) });
  reader.on('SIGINT', () => reader.close());
  const lines = reader[Symbol.asyncIterator]();
  return {
    isTerminal,
    async next() {
      if (isTerminal) reader.prompt();
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    close: () => reader.close(),
  };
}
