import type { School } from '../../src/domain/school.ts';
import { schoolSchema } from '../../src/domain/school.ts';
import { aSchoolFile, people, type SchoolFile } from './school.ts';

/** The workspace of Oakfield School, and its safeguarding channel there. */
export const workspaceId = 'T0OAKFIELD';
export const slackChannelId = 'C0SAFEGUARD';

/** The id in Slack of the person who stands at this place in the school file. */
export function slackUserId(index: number): string {
  return `U0PERSON${String(index + 1).padStart(3, '0')}`;
}

/** Whom the school file gives no id in Slack: known by the address of their account. */
export const knownByAddress: string = people.assistant;

/** Oakfield School where it uses Slack and no Teams, with what a test changes in its file. */
export function aSlackSchool(overrides: Partial<SchoolFile> = {}): School {
  const { teams: _, ...file } = aSchoolFile();
  return schoolSchema.parse({
    ...file,
    slack: { workspaceId },
    people: inSlack(file.people).map(({ teams: _teams, ...person }) => person),
    channels: { safeguarding: { slack: { channelId: slackChannelId } } },
    ...overrides,
  });
}

/** Oakfield School where it uses both chats. `prefers` says who gets theirs in Slack; all others get it in Teams. */
export function aSchoolWithBoth(
  overrides: Partial<SchoolFile> = {},
  { prefers = [] }: { readonly prefers?: readonly string[] } = {},
): School {
  const file = aSchoolFile();
  const { teams } = file.channels.safeguarding;
  return schoolSchema.parse({
    ...file,
    slack: { workspaceId },
    chat: 'teams',
    people: inSlack(file.people).map((person) =>
      prefers.includes(person.email) ? { ...person, chat: 'slack' } : person,
    ),
    channels: { safeguarding: { teams, slack: { channelId: slackChannelId } } },
    ...overrides,
  });
}

function inSlack(people: SchoolFile['people']): SchoolFile['people'] {
  return people.map((person, index) =>
    person.email === knownByAddress ? person : { ...person, slack: { userId: slackUserId(index) } },
  );
}
