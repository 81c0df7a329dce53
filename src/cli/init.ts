import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `safeguarding init`: asks about the school and writes its school file. */
export function addInit(program: Command, _terminal: Terminal): void {
  program.command('init').description('asks about the school and writes its school file');
}
