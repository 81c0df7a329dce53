import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '../application/faults.ts';
import { readManifestConfig } from '../config.ts';
import { problemOfSlackAddress, type SlackReach, slackManifest } from '../manifests/slack-manifest.ts';
import {
  DEVELOPER_NAME,
  developerName,
  packageForTeams,
  type TeamsPackaging,
  teamsPackagingSchema,
} from '../manifests/teams-package.ts';
import type { Terminal } from './terminal.ts';

interface TeamsOptions {
  readonly clientId?: string;
  readonly developer?: string;
  readonly website?: string;
  readonly privacy?: string;
  readonly terms?: string;
  readonly out: string;
}

interface SlackOptions {
  readonly address?: string;
  readonly socketMode?: true;
  readonly out: string;
}

/** `safeguarding manifest`: writes what is uploaded to Teams or Slack. */
export function addManifest(program: Command, terminal: Terminal): void {
  const manifest = program.command('manifest').description('writes what is uploaded to Teams or Slack');
  manifest
    .command('teams')
    .description('writes the app package for the Teams admin centre, with the school’s name and the id of its bot')
    .option('--website <url>', 'the school’s website, which Teams shows beside the app')
    .option('--privacy <url>', 'the privacy notice; without it, the website')
    .option('--terms <url>', 'the terms of use; without them, the website')
    .option('--client-id <id>', 'the application (client) id of the bot, in place of TEAMS_CLIENT_ID')
    .option('--developer <name>', `who offers the app, at most ${DEVELOPER_NAME} characters; without it, the school`)
    .option('--out <file>', 'where the package is written', 'safeguarding-teams.zip')
    .action((options: TeamsOptions) => writeForTeams(options, terminal));
  manifest
    .command('slack')
    .description('writes the manifest from which the app is made at api.slack.com/apps')
    .option('--address <url>', 'where Slack reaches the service, such as https://bot.school.example')
    .option('--socket-mode', 'for a service that nothing can reach from outside: it calls Slack')
    .option('--out <file>', 'where the manifest is written', 'slack-manifest.json')
    .action((options: SlackOptions) => writeForSlack(options, terminal));
}

function writeForTeams({ out, ...options }: TeamsOptions, { say }: Terminal): void {
  const { clientId, schools } = readManifestConfig();
  const [only, ...others] = schools;
  const name = only === undefined || others.length > 0 ? undefined : developerName(only.name);
  const packaging = packagingOf({ clientId, developer: name, ...options });
  const file = written(out, packageForTeams(packaging));
  say(`${file} is ready, for the bot ${packaging.clientId.toLowerCase()}, offered by "${packaging.developer}".`);
  if (options.developer === undefined && only !== undefined && name !== only.name)
    say(`Teams takes names of at most ${DEVELOPER_NAME} characters. For another one, write it behind --developer.`);
  say('Next: Teams admin centre, https://admin.teams.microsoft.com, Teams apps, Manage apps, Actions, Upload new app.');
  say(
    'Then have it installed for everybody: Teams apps, Setup policies. Add it to the team of the safeguarding channel.',
  );
}

function writeForSlack({ address, socketMode, out }: SlackOptions, { say }: Terminal): void {
  const reach = reachOf(address, socketMode === true);
  const file = written(out, slackManifest(reach));
  const where = reach.kind === 'http' ? `Slack calls ${new URL(reach.address).origin}/slack/events` : 'Socket Mode';
  say(`${file} is ready: ${where}.`);
  say('Next: https://api.slack.com/apps, Create New App, From a manifest, the school’s workspace, JSON, paste it.');
  say(
    reach.kind === 'http'
      ? 'Then Install App, and put SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET into the file with the variables.'
      : 'Then Install App, and put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into the file with the variables.',
  );
}

/** What is known of the school's package, if it is enough. Throws a `Fault` that names all that is missing or wrong. */
function packagingOf(given: Partial<Record<keyof TeamsPackaging, string | undefined>>): TeamsPackaging {
  const parsed = teamsPackagingSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const name = path[0] as keyof TeamsPackaging;
    const { option, missing } = asked[name];
    return `\n  ${option}: ${given[name] === undefined ? missing : `must be ${message}`}.`;
  });
  throw new Fault(`The package for Teams needs more than it was given:${wrong.join('')}`, {
    code: 'manifest-teams',
    whatToDo: 'Put each of them right. Nothing was written.',
  });
}

const asked: Record<keyof TeamsPackaging, { readonly option: string; readonly missing: string }> = {
  clientId: {
    option: 'TEAMS_CLIENT_ID or --client-id',
    missing: 'is not set. Put the application (client) id of the bot, from Microsoft Entra',
  },
  developer: {
    option: '--developer',
    missing: 'is needed where SCHOOL_FILE names no school, or several. Put the name of the school or trust',
  },
  website: { option: '--website', missing: 'is needed. Put the https address of the school’s website' },
  privacy: { option: '--privacy', missing: 'may be left out' },
  terms: { option: '--terms', missing: 'may be left out' },
};

function reachOf(address: string | undefined, isSocketMode: boolean): SlackReach {
  if (isSocketMode && address === undefined) return { kind: 'socket' };
  if (address !== undefined && !isSocketMode) {
    const problem = problemOfSlackAddress(address);
    if (problem === undefined) return { kind: 'http', address };
    throw new Fault(`The address behind --address ${problem}.`, {
      code: 'manifest-slack-address',
      whatToDo: 'Correct it, such as --address https://bot.school.example. Nothing was written.',
    });
  }
  throw new Fault(isSocketMode ? 'Only one of --address and --socket-mode can hold.' : 'How is Slack to be reached?', {
    code: 'manifest-slack-reach',
    whatToDo:
      'Put --address and the https address of the service; or --socket-mode where nothing can reach it from outside. ' +
      'Nothing was written.',
  });
}

function written(out: string, content: string | Uint8Array): string {
  const file = resolve(out);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  } catch (error) {
    throw new Fault(`${file} cannot be written.`, {
      code: 'manifest-unwritable',
      whatToDo: 'Name another file behind --out, in a folder that this account may write to.',
      cause: error,
    });
  }
}
