import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from './application/faults.ts';
import { loadEnvironment, readServiceConfig, readTryOutConfig } from './config.ts';
import { teamsSetup } from './join-chats.ts';
import { startService } from './service.ts';
import { runTryOut } from './try-out/try-out.ts';
import { registry } from './workflows/index.ts';

// The program: the service as it is served, or tried out on this machine.

async function serve(): Promise<void> {
  const config = readServiceConfig(undefined, registry);
  const starting = startService(config, { teams: config.teams && teamsSetup(config.teams), slack: config.slack });
  // From the beginning: what was taken before the start was over is finished too.
  stopOnSignal(async () => await (await starting).stop());
  await starting;
}

interface TryOutArguments {
  readonly also: readonly string[];
  readonly firstWindowPort: number;
  readonly botOnly: boolean;
}

async function tryOut(wanted: TryOutArguments): Promise<void> {
  const config = readTryOutConfig({ registry });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (config.notUsed.length > 0) say(`Set, but without effect in the try-out: ${config.notUsed.join(', ')}.`);
  await runTryOut({
    ...wanted,
    config,
    startService: (serviceUrl) =>
      startService(config, {
        teams: { serviceUrl, hasDialogs: false, credentials: { kind: 'none-local' } },
        // The terminal is for the addresses.
        logFile: join(dirname(config.store.path), 'service.log'),
      }),
    onSignal: stopOnSignal,
    say,
  });
}

/**
 * Stops in order at Ctrl+C or when the machine asks, with 0 when everything was finished and with 1 when something had
 * to be left; a second time stops at once.
 */
function stopOnSignal(stop: () => Promise<boolean>): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      void stop().then(
        (isFinished) => process.exit(isFinished ? 0 : 1),
        () => process.exit(1),
      );
    });
  }
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: 'string', default: '' },
      'windows-from': { type: 'string', default: '56150' },
      'bot-only': { type: 'boolean', default: false },
      env: { type: 'string' },
    },
  });
  if (positionals[0] === 'serve') {
    if (values.env !== undefined) loadEnvironment(values.env);
    return await serve();
  }
  const also = values.as.split(',').map((name) => name.trim());
  return await tryOut({
    also: also.filter((name) => name !== ''),
    firstWindowPort: Number(values['windows-from']),
    botOnly: values['bot-only'],
  });
}

function isUnknownOption(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

main().catch((error: unknown) => {
  const said =
    error instanceof Fault
      ? `${error.message}\n\n${error.whatToDo}`
      : isUnknownOption(error)
        ? `${error.message.split('. ')[0]}.\n\nCorrect it, or leave it out: "serve" takes --env FILE. Nothing was started.`
        : `Could not start: ${String(error)}`;
  process.stderr.write(`\n${said}\n`);
  process.exit(1);
});
