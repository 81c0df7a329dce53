import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `safeguarding manifest`: writes what is uploaded to Teams or Slack. */
export function addManifest(program: Command, _terminal: Terminal): void {
  program.command('manifest').description('writes what is uploaded to Teams or Slack');
}
