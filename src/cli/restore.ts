import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `safeguarding restore`: puts a backup back where nothing stands. */
export function addRestore(program: Command, _terminal: Terminal): void {
  program.command('restore').description('puts a backup back where nothing stands');
}
