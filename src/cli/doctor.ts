import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Finding } from '../application/doctor/finding.ts';
import { seeServiceConfig } from '../config.ts';
import { registry } from '../workflows/index.ts';
import { lookAtEverything } from './doctor/look.ts';
import { documentOf, linesOf } from './doctor/report.ts';
import { exitCodes, type Terminal } from './terminal.ts';

interface DoctorOptions {
  readonly env?: string;
  readonly json?: true;
  readonly strict?: true;
  readonly backups?: string;
}

/** `safeguarding doctor`: looks whether the service can do its work, and says what to do. */
export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('looks whether the service can do its work, and says what to do; changes nothing')
    .option('--json', 'says it as a JSON document, for scripts')
    .option('--strict', 'ends with 1 also where something is only to be looked at')
    .option('--backups <folder>', 'the folder of the backups, to look at the age of the newest')
    .action(async (_: unknown, command: Command) => {
      await doctor(command.optsWithGlobals<DoctorOptions>(), terminal);
    });
}

async function doctor({ env, json, strict, backups }: DoctorOptions, { say, end }: Terminal): Promise<void> {
  const checkedAt = new Date().toISOString();
  const findings = await lookAtEverything({
    seen: seeServiceConfig(registry),
    environment: env && resolve(env),
    backups: backups && resolve(backups),
    nodeVersion: process.versions.node,
  });
  if (json === true) say(documentOf(findings, checkedAt));
  else for (const line of linesOf(findings)) say(line);
  if (findings.some((one) => isFound(one, strict === true))) end(exitCodes.found);
}

/** What keeps the service from its work, or might: something to look at does not, unless it is asked for. */
function isFound({ level }: Finding, isStrict: boolean): boolean {
  return level === 'wrong' || level === 'unknown' || (isStrict && level === 'look');
}
