import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { theClock } from '../../src/domain/people.ts';
import { statement } from '../../src/domain/wording.ts';
import { applications, type TestApplication } from '../support/application.ts';
import type { FakeChat } from '../support/fake-chat.ts';
import { aSchool, people } from '../support/school.ts';

const { open } = applications();

const staffChannels = ['art', 'science'].map((id) => ({ id, name: id, teams: { channelId: `19:${id}@thread.tacv2` } }));
const wording = {
  policy: 'P-7K3Q9F',
  version: 1,
  kind: 'policy',
  title: 'Phones in school',
  changes: ['Bags.'],
  text: 'Phones stay in bags.',
  statement,
  isSigned: false,
};

/** A round for somebody of the school file and for two channels. */
async function aRound(
  told: (chat: FakeChat) => void,
): Promise<{ readonly t: TestApplication; readonly round: string }> {
  const t = await open({ schools: [aSchool({ staffChannels } as never)] });
  told(t.chat);
  const audience = { kinds: [], roles: [], groups: [], channels: ['art', 'science'], people: [people.senco] };
  const begun = await t.app.commands.handle({
    id: 'begin',
    school: t.school,
    key: 'campaign P-7K3Q9F 1',
    type: 'campaign/begin',
    by: theClock,
    data: {
      wording,
      audience,
      owner: people.coordinator,
      publisher: people.head,
      round: 1,
      dueBy: '2026-12-17',
      isYearly: false,
    },
  });
  if (begun.kind !== 'done') throw new Error(begun.sentence);
  await t.settle();
  return { t, round: begun.reference };
}

async function goesOn(t: TestApplication, forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 5 * MINUTE) {
    t.clock.move(5 * MINUTE);
    await t.runDue();
    await t.settle();
  }
}

async function asked(t: TestApplication): Promise<readonly string[]> {
  return t.chat
    .all()
    .filter(({ slot }) => slot === 'ask')
    .map(({ place }) => place)
    .toSorted();
}

describe('a round for a channel that its chat does not speak of', () => {
  test('goes on with all others at once where the bot was never there, and names the channel', async () => {
    const { t, round } = await aRound((chat) =>
      chat.peopled('staff:science', [[{ name: 'A', person: people.teacher }]]),
    );
    await goesOn(t, 15 * MINUTE);
    expect(await asked(t)).toEqual([`person:${people.senco}`, `person:${people.teacher}`].toSorted());
    expect(await t.events(round)).toContain('ChannelUnread');
    expect(await t.events(round)).toContain('PassEnded');
  });

  test('waits an hour for a chat that is away, and then goes on without it', async () => {
    const { t, round } = await aRound((chat) => {
      chat.peopled('staff:art', [{ kind: 'down' }]);
      chat.peopled('staff:science', [[{ name: 'A', person: people.teacher }]]);
    });
    await goesOn(t, 30 * MINUTE);
    expect(await t.events(round)).not.toContain('ChannelUnread');
    expect(await asked(t)).toEqual([`person:${people.senco}`]);
    await goesOn(t, HOUR);
    expect(await t.events(round)).toContain('ChannelUnread');
    expect(await t.events(round)).toContain('PassEnded');
    expect(await asked(t)).toEqual([`person:${people.senco}`, `person:${people.teacher}`].toSorted());
  });
});
