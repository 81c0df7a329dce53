import { describe, expect, it } from 'vitest';
import { checkChat } from '../../../src/application/doctor/chats.ts';
import type { InspectedChannel } from '../../../src/application/ports.ts';
import { aFakeChat } from '../../support/fake-chat.ts';
import { aSchool, people, stranger } from '../../support/school.ts';

const school = aSchool({
  staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId: '19:staff@thread.tacv2' } }],
});
const dsl = { person: people.dsl, name: 'Naila Rahimi' };
const deputy = { person: people.deputy, name: 'Daniel Okonjo' };
const asItShouldBe: InspectedChannel = {
  channel: 'safeguarding',
  isThere: 'yes',
  openTo: 'invited',
  members: [dsl, deputy],
};
const staffRoom: InspectedChannel = {
  channel: 'staff:staff-room',
  isThere: 'yes',
  openTo: 'everybody',
  members: undefined,
};

describe('a chat', () => {
  it('is well with every right, and the channels as they should be', async () => {
    expect(await checked()).toEqual([
      'chats well: Teams lets the bot in, with every right that it needs.',
      'private-channel well: In the safeguarding channel in Teams are the DSL and the deputies, and nobody else.',
      'staff-channels well: The bot is in "Staff room" in Teams.',
    ]);
  });

  it('has not given a right that the bot needs', async () => {
    const [first] = await checked({}, ['groups:read', 'chat:write']);
    expect(first).toBe('chats wrong: Teams has not given the bot these rights: groups:read and chat:write.');
  });

  it.each([
    ['hopeless', 'wrong'],
    ['refuse', 'wrong'],
    ['busy', 'unknown'],
    ['fall-over', 'unknown'],
  ] as const)('that answers with "%s" is %s', async (kind, level) => {
    const chat = aFakeChat();
    chat.inspects(kind === 'busy' ? { kind, retryAfterMs: 1_000 } : { kind });
    const found = await checkChat(school, 'teams', chat);
    expect(found.map((one) => [one.check, one.level])).toEqual([['chats', level]]);
  });

  it('is wrong where the school has it and the service does not speak to it', async () => {
    const found = await checkChat(school, 'teams', undefined);
    expect(found).toMatchObject([{ check: 'chats', level: 'wrong' }]);
  });
});

describe('the private channel', () => {
  it.each<[string, Partial<InspectedChannel>, string]>([
    [
      'is not there',
      { isThere: 'no' },
      'wrong: The safeguarding channel in Teams is not there, or the bot is not in it.',
    ],
    [
      'cannot be seen',
      { isThere: 'unknown' },
      'unknown: Teams does not say whether the safeguarding channel in Teams is there.',
    ],
    [
      'can be read by everybody of its team',
      { openTo: 'everybody' },
      'look: Everybody of its team can read the safeguarding channel in Teams.',
    ],
    [
      'can be read by another organisation',
      { openTo: 'other-organisations' },
      'wrong: People of another organisation can read the safeguarding channel in Teams.',
    ],
    [
      'is private or not, and the chat does not say',
      { openTo: 'unknown' },
      'look: Teams does not say whether the safeguarding channel in Teams is private.',
    ],
    [
      'has somebody in it who is neither DSL nor deputy',
      { members: [dsl, deputy, { person: people.teacher, name: 'Amara Osei' }] },
      'wrong: In the safeguarding channel in Teams are people who are neither DSL nor deputy: Amara Osei.',
    ],
    [
      'has somebody in it whom nobody knows: counted, and not named',
      { members: [dsl, deputy, { name: `MARKER ${stranger}` }] },
      'wrong: In the safeguarding channel in Teams is somebody whom the school file does not name.',
    ],
    [
      'lacks a deputy',
      { members: [dsl] },
      'wrong: Not in the safeguarding channel in Teams: Daniel Okonjo (deputy DSL).',
    ],
    [
      'may have anybody in it',
      { members: undefined },
      'unknown: Nobody could say who is in the safeguarding channel in Teams.',
    ],
  ])('%s', async (_, changed, said) => {
    const found = (await checked(changed)).filter((one) => one.startsWith('private-channel'));
    expect(found).toEqual([`private-channel ${said}`]);
  });

  it('is wrong in Slack where everybody of the workspace can open it', async () => {
    const inSlack = aSchool({
      teams: undefined,
      slack: { workspaceId: 'T0OAKFIELD' },
      channels: { safeguarding: { slack: { channelId: 'C0SAFEGUARD' } } },
    });
    const chat = aFakeChat('slack');
    chat.inspects({ missingRights: [], channels: [{ ...asItShouldBe, openTo: 'everybody' }] });
    const found = await checkChat(inSlack, 'slack', chat);
    expect(found.map(({ check, level }) => [check, level])).toContainEqual(['private-channel', 'wrong']);
  });

  it('of which the chat says nothing is not taken to be well', async () => {
    const chat = aFakeChat();
    const found = await checkChat(school, 'teams', chat);
    expect(found.map(({ level }) => level)).toEqual(['well', 'unknown', 'unknown']);
  });
});

describe('a channel for staff', () => {
  it.each<[string, Partial<InspectedChannel>, string]>([
    ['is not there', { isThere: 'no' }, 'wrong: "Staff room" in Teams is not there, or the bot is not in it.'],
    ['cannot be seen', { isThere: 'unknown' }, 'unknown: Teams does not say whether "Staff room" in Teams is there.'],
    [
      'is shared',
      { openTo: 'other-organisations' },
      'look: People of another organisation can read "Staff room" in Teams.',
    ],
  ])('%s', async (_, changed, said) => {
    const chat = aFakeChat();
    chat.inspects({ missingRights: [], channels: [asItShouldBe, { ...staffRoom, ...changed }] });
    const found = await checkChat(school, 'teams', chat);
    expect(found.map(({ check, level, what }) => `${check} ${level}: ${what}`)).toContain(`staff-channels ${said}`);
  });
});

async function checked(changed: Partial<InspectedChannel> = {}, missingRights: readonly string[] = []) {
  const chat = aFakeChat();
  chat.inspects({ missingRights, channels: [{ ...asItShouldBe, ...changed }, staffRoom] });
  const found = await checkChat(school, 'teams', chat);
  return found.map(({ check, level, what }) => `${check} ${level}: ${what}`);
}
