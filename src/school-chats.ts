import { type Chat, chats } from './domain/chats.ts';

type Path = readonly string[];

interface ChatLine {
  readonly path: Path;
  readonly remedy: string;
}

/** What a served school says of each chat that it uses, all of it. */
const lines: Readonly<Record<Chat, readonly ChatLine[]>> = {
  teams: [
    { path: ['teams', 'tenantId'], remedy: 'Put the directory (tenant) id of Microsoft 365 at this school.' },
    {
      path: ['channels', 'safeguarding', 'teams', 'channelId'],
      remedy: 'Put the id of the private channel of the safeguarding team, such as "19:…@thread.tacv2".',
    },
  ],
  slack: [
    { path: ['slack', 'workspaceId'], remedy: 'Put the id of the school\'s Slack workspace, such as "T0123ABCD".' },
    {
      path: ['channels', 'safeguarding', 'slack', 'channelId'],
      remedy: 'Put the id of the private channel of the safeguarding team in Slack, such as "C0123ABCD".',
    },
  ],
};

const notRunning: Readonly<Record<Chat, string>> = {
  teams:
    'names Teams, but TEAMS_CLIENT_ID is not set. Set the variables of Teams, or take the lines of Teams out of this file.',
  slack:
    'names Slack, but SLACK_BOT_TOKEN is not set, or this is the try-out, which has no Slack. Set the variables of Slack, or take the lines of Slack out of this file.',
};

/** Where each chat's tenant or workspace stands, and what is said when two schools have the same. */
export const tenants: Readonly<Record<Chat, { readonly path: Path; readonly isShared: string }>> = {
  teams: {
    path: ['teams', 'tenantId'],
    isShared: 'is the tenant of another school file too. One tenant is one school',
  },
  slack: {
    path: ['slack', 'workspaceId'],
    isShared: 'is the workspace of another school file too. One workspace is one school',
  },
};

/**
 * What is wrong with the chats of a school file where `served` run: it names none of them, only half of one, or one
 * that does not run. `at` gives what stands at a place of the file.
 */
export function chatProblems(
  at: (path: Path) => unknown,
  served: readonly Chat[],
): readonly { readonly path: Path; readonly words: string }[] {
  const groups = (chat: Chat) =>
    lines[chat].map(({ path }) => path.slice(0, -1)).filter((group) => at(group) !== undefined);
  const named = chats.filter((chat) => groups(chat).length > 0);
  // Where only one runs, that is the one which the file forgot.
  const wanted = named.length === 0 && served.length === 1 ? served : named;
  if (wanted.length === 0) return [{ path: [], words: namesNone }];
  return wanted.flatMap((chat) => {
    if (!served.includes(chat)) return [{ path: groups(chat)[0] ?? [], words: notRunning[chat] }];
    const missing = lines[chat].filter(({ path }) => at(path) === undefined);
    return missing.map(({ path, remedy }) => ({ path, words: `is missing. ${remedy}` }));
  });
}

const namesNone =
  'names neither Teams nor Slack. Put in "teams.tenantId" or "slack.workspaceId", and the private channel of the same chat; config/oakfield.yaml shows where.';
