import { afterEach, describe, expect, it } from 'vitest';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';
import type { Activity } from '../../support/teams-activities.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const addressOf = (place: string) => bot.application.addresses.find(bot.school, 'teams', place);

/** Everything that stands in any conversation, in all its forms. */
function standing() {
  const chats = [bot.channelId, ...bot.fake.users.map((user) => bot.fake.personalChatOf(user))];
  return chats.map((chat) => bot.fake.messagesIn(chat).map(({ id, versions }) => [id, versions.length]));
}

describe('what Teams says again after a restart has no second effect', () => {
  const said: Readonly<Record<string, () => Activity>> = {
    'a line': () => bot.as(people.teacher).activities.message('help'),
    'a line with a file': () => bot.as(people.teacher).activities.messageWith([{ contentType: 'image/png' }], 'look'),
    'a line of a stranger': () => bot.asSomebodyElse().activities.message('help'),
    'an installation': () => bot.as(people.teacher).activities.installation('add'),
    'an installation in the channel': () =>
      bot.as(people.dsl).activities.installation('add', { kind: 'channel', channelId: bot.channelId, thread: '1' }),
  };

  it.each(Object.entries(said))('%s', async (_what, say) => {
    bot = await startTeamsBot();
    await reportConcern(bot);
    const activity = say();
    await bot.send(activity);
    const before = standing();
    await bot.restart();
    expect((await bot.send(activity)).status).toBe(200);
    await Promise.all(Array.from({ length: 10 }, () => bot.send(activity)));
    expect(standing()).toEqual(before);
  });
});

it.each([0, 11, 65])(
  'an old removal of the bot that comes again takes nothing away that was put there since, %d minutes on',
  async (minutes) => {
    const { people: all } = aSchoolFile();
    bot = await startTeamsBot({ school: aSchool({ people: all.map(({ teams: _, ...person }) => person) }) });
    const teacher = bot.as(people.teacher);
    const channel = { kind: 'channel', channelId: bot.channelId, thread: '1' } as const;
    const places = [
      [`person:${people.teacher}`, { kind: 'personal' } as const],
      ['channel:safeguarding', channel],
    ] as const;
    for (const [place, where] of places) {
      await bot.send(teacher.activities.installation('add', where));
      const removal = teacher.activities.installation('remove', where);
      await bot.send(removal);
      expect(await addressOf(place), place).toBeUndefined();
      await bot.send(teacher.activities.installation('add', where));
      await bot.pass(minutes * 60_000);
      await bot.restart();
      await bot.send(removal);
      expect(await addressOf(place), place).toMatchObject({ serviceUrl: bot.fake.serviceUrl });
    }
  },
);

it('what could not be answered before is answered when it comes again, and then no more', async () => {
  bot = await startTeamsBot();
  const teacher = bot.as(people.teacher);
  const line = teacher.activities.message('help');
  bot.fake.trouble('post', { status: 503 }, 4);
  expect((await bot.send(line)).status).toBe(500);
  for (let times = 0; times < 3; times++) expect((await bot.send(line)).status).toBe(200);
  await bot.restart();
  expect((await bot.send(line)).status).toBe(200);
  expect(teacher.chat()).toHaveLength(1);
});
