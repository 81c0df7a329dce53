import type { PersonId } from '../../src/domain/people.ts';
import { type School, schoolSchema } from '../../src/domain/school.ts';
import { aPerson, aSchoolFile } from './school.ts';
import { slackUserId, workspaceId } from './slack-school.ts';

/** Volunteers, who are asked to read what is published; some are in Teams, some in Slack. All of them invented. */
export const volunteers: readonly PersonId[] = ['ash', 'birch', 'cedar', 'elder', 'hazel', 'rowan'].map(
  (name) => `${name}@oakfield.example`,
);

/** Oakfield School with both chats, and with these of the volunteers. */
export function aSchoolWith(present: readonly PersonId[]): School {
  const file = aSchoolFile();
  return schoolSchema.parse({
    ...file,
    slack: { workspaceId },
    chat: 'teams',
    people: [
      ...file.people.map((person) => ({ ...person, kind: person.kind ?? ('staff' as const) })),
      ...volunteers.flatMap((email, index) =>
        present.includes(email)
          ? [
              {
                ...aPerson(email, `Volunteer ${index}`, 'Volunteer', 100 + index),
                kind: 'volunteer' as const,
                slack: { userId: slackUserId(100 + index) },
                chat: index % 2 === 0 ? ('teams' as const) : ('slack' as const),
              },
            ]
          : [],
      ),
    ],
    channels: {
      safeguarding: { teams: { channelId: '19:safeguarding@thread.tacv2' }, slack: { channelId: 'C0SAFEGUARD' } },
    },
  });
}
