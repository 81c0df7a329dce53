import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigFault } from '../../src/config.ts';
import type { ConfigProblem } from '../../src/school-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The school file of the project: Oakfield School, in Teams alone. */
export const EXAMPLE = resolve('config/oakfield.yaml');
export const example = readFileSync(EXAMPLE, 'utf8');

/** A secret, which must be seen nowhere. */
export const SECRET = 'MARKER~secret';

/** What every service needs, whatever it speaks. */
export const general = {
  SCHOOL_FILE: EXAMPLE,
  STORE: 'sqlite:/var/lib/safeguarding/records.db',
  VAULT: 'file:/var/lib/safeguarding-keys/keys.json',
} as const;

const teamsVariables = {
  TEAMS_CLIENT_ID: '00000000-0000-4000-8000-00000000c0de',
  TEAMS_TENANT_ID: '00000000-0000-4000-8000-0000000000aa',
  TEAMS_CLIENT_SECRET: SECRET,
} as const;

export const slackVariables = {
  SLACK_BOT_TOKEN: 'xoxb-MARKER-bot',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
} as const;

/** What a service in Teams is given. */
export const good = { ...general, ...teamsVariables };

/** The lines that put Oakfield School into Slack. */
export const WORKSPACE = 'slack: { workspaceId: T0OAKFIELD }\n';
export const SLACK_CHANNEL = 'slack: { channelId: C0SAFEGUARD }\n';

/** The example school in both chats. */
export const inBoth = example
  .replace('# What your school calls a role,', `${WORKSPACE}\n$&`)
  .replace(/^( *)teams: \{ channelId: .*\n/m, `$&$1${SLACK_CHANNEL}`);

/** The example school in Slack alone. */
export const inSlack = inBoth.replace(/^teams:\n {2}tenantId: .*\n/m, '').replace(/^ *teams: \{ channelId: .*\n/m, '');

/** Writes school files into a folder of a test's own. */
export function schoolFiles() {
  const folder = temporaryFolder();
  let count = 0;
  return {
    folder,
    aFile(text: string): string {
      const path = folder.path(`school-${++count}.yaml`);
      writeFileSync(path, text);
      return path;
    },
    aFolder(files: Readonly<Record<string, string>>): string {
      const path = folder.path(`schools-${++count}`);
      mkdirSync(path);
      for (const [name, text] of Object.entries(files)) writeFileSync(`${path}/${name}`, text);
      return path;
    },
  };
}

/** What is thrown when the configuration is read. */
export function faultOf(read: () => unknown): ConfigFault {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigFault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

export function problemsWith(read: () => unknown): readonly ConfigProblem[] {
  return faultOf(read).problems;
}
