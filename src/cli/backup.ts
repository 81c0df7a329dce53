import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `safeguarding backup`: copies the records of a small machine to a folder, and looks at the copy. */
export function addBackup(program: Command, _terminal: Terminal): void {
  program.command('backup').description('copies the records of a small machine to a folder, and looks at the copy');
}
