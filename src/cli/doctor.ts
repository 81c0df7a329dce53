import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `safeguarding doctor`: looks whether the service can do its work, and says what to do. */
export function addDoctor(program: Command, _terminal: Terminal): void {
  program.command('doctor').description('looks whether the service can do its work, and says what to do');
}
