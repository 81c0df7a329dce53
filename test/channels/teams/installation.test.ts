import { afterEach, describe, expect, it } from 'vitest';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';

const BOT = '28:11111111-1111-4111-8111-111111111111';
let bot: TeamsBot;
afterEach(() => bot.stop());

/** The school, where nobody but those named has an object id in the file: they are reached once they were heard from. */
function schoolWithoutIds(...except: readonly string[]) {
  const { people: all } = aSchoolFile();
  return aSchool({
    people: all.map(({ teams, ...person }) => (except.includes(person.email) ? { ...person, teams } : person)),
  });
}

const addressBook = (email: string) => bot.application.addresses.find(bot.school, 'teams', `person:${email}`);

describe('the bot is installed', () => {
  it('by a person: they are told what it can do, and are reached there from then on', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await teacher.send(teacher.activities.installation('add'));
    expect(teacher.chat()).toEqual([expect.stringMatching(/^Safeguarding\nReport a concern.*\n\[Report a concern\]/)]);
    expect(await addressBook(people.teacher)).toMatchObject({
      serviceUrl: bot.fake.serviceUrl,
      conversation: teacher.personalChat,
    });
  });

  it('once, although Teams says so twice', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const installed = teacher.activities.installation('add');
    await teacher.send(installed);
    await teacher.send(installed);
    await teacher.send(teacher.activities.membersAdded([teacher.user.id, '28:11111111-1111-4111-8111-111111111111']));
    expect(teacher.chat()).toHaveLength(1);
  });

  it('by an administrator for everybody: being added to the chat is enough to be reached there', async () => {
    bot = await startTeamsBot({ school: schoolWithoutIds(people.teacher) });
    const dsl = bot.as(people.dsl);
    await dsl.send(dsl.activities.membersAdded(['28:11111111-1111-4111-8111-111111111111']));
    expect(await addressBook(people.dsl)).toMatchObject({
      serviceUrl: bot.fake.serviceUrl,
      conversation: dsl.personalChat,
    });
    expect(dsl.chat()).toEqual([]);
  });

  it('somebody else joins a channel: nobody is told and nothing is learnt', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const where = { kind: 'channel', channelId: bot.channelId, thread: '1' } as const;
    await teacher.send(teacher.activities.membersAdded([teacher.user.id], where));
    await teacher.send(teacher.activities.membersAdded([teacher.user.id]));
    expect(await addressBook(people.teacher)).toBeUndefined();
    expect(bot.fake.requests).toEqual([]);
  });

  it('by a stranger: they learn nothing, and nothing is learnt of them', async () => {
    bot = await startTeamsBot();
    const stranger = bot.asSomebodyElse();
    await stranger.send(stranger.activities.installation('add'));
    await stranger.send(stranger.activities.membersAdded(['28:11111111-1111-4111-8111-111111111111']));
    expect(stranger.chat()).toEqual([]);
    expect(await bot.count('address')).toBe(0);
  });

  it('in the safeguarding channel: the open cases stand there at once, and those alone', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const [first, second] = [await reportConcern(bot), await reportConcern(bot, people.assistant)];
    await dsl.pressInChannel('Open', first);
    await dsl.press('Acknowledge');
    await dsl.press('More');
    await dsl.press('Close');
    await dsl.press('Close', { outcome: 'no-further-action', reason: 'Nothing in it.' });
    const where = { kind: 'channel', channelId: bot.channelId, thread: '1' } as const;
    await dsl.send(dsl.activities.installation('add', where));
    expect(dsl.channel().filter((words) => words.startsWith(`Concern ${second}`))).toHaveLength(1);
    expect(dsl.channel().at(-1)).toMatch(new RegExp(`^Concern ${second} · new`));
  });

  it('in a channel for staff: it is known how to write there, and no case is shown', async () => {
    const channelId = '19:staff@thread.tacv2';
    bot = await startTeamsBot({
      school: aSchool({ staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId } }] }),
    });
    const teacher = bot.as(people.teacher);
    await reportConcern(bot);
    bot.fake.setMembers(channelId, bot.fake.users);
    const before = teacher.channel();
    await teacher.send(teacher.activities.installation('add', { kind: 'channel', channelId, thread: '1' }));
    expect(bot.fake.messagesIn(channelId)).toEqual([]);
    expect(teacher.channel()).toEqual(before);
    const reach = await bot.application.addresses.find(bot.school, 'teams', 'channel:staff:staff-room');
    const team = '19:team@thread.tacv2';
    expect(reach).toEqual({ serviceUrl: bot.fake.serviceUrl, conversation: channelId, team });
  });

  it('what Teams says of the channel is known from then on, also where only the bot was added or a new version came', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const { channelId } = bot;
    const known = () => bot.application.addresses.find(bot.school, 'teams', 'channel:safeguarding');
    const whole = { serviceUrl: bot.fake.serviceUrl, conversation: channelId, team: '19:team@thread.tacv2' };
    const where = { kind: 'channel', channelId, thread: '1' } as const;
    await dsl.send(dsl.activities.installation('add-upgrade', where));
    expect(await known()).toEqual(whole);
    await dsl.send(dsl.activities.membersAdded([BOT], { ...where, type: 'private' }));
    expect(await known()).toEqual({ ...whole, sort: 'private' });
    // What Teams does not say again stays known; somebody who joins says nothing of the channel.
    await dsl.send(dsl.activities.installation('add', where));
    await dsl.send(dsl.activities.membersAdded([dsl.user.id], { ...where, type: 'shared' }));
    expect(await known()).toEqual({ ...whole, sort: 'private' });
    expect(dsl.channel()).toEqual([]);
  });

  it('in another channel: no case is shown there', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await reportConcern(bot);
    bot.fake.setMembers('19:general@thread.tacv2', bot.fake.users);
    const where = { kind: 'channel', channelId: '19:general@thread.tacv2', thread: '1' } as const;
    await teacher.send(teacher.activities.installation('add', where));
    expect(bot.fake.messagesIn('19:general@thread.tacv2')).toEqual([]);
  });
});

it('a new version of the app is no new installation: nothing is said and nothing is shown again', async () => {
  bot = await startTeamsBot();
  const teacher = bot.as(people.teacher);
  await teacher.send(teacher.activities.installation('add-upgrade'));
  expect(teacher.chat()).toEqual([]);
});

it('an address that was given to somebody new does not lead to whoever had it before', async () => {
  bot = await startTeamsBot();
  const former = bot.asSomebodyElse({ id: '29:former', aadObjectId: 'object-id-of-the-former' });
  const reach = {
    serviceUrl: bot.fake.serviceUrl,
    conversation: former.personalChat,
    userId: 'object-id-of-the-former',
  };
  await bot.application.addresses.remember(bot.school, 'teams', `person:${people.dsl}`, reach);
  await reportConcern(bot);
  await bot.as(people.dsl).pressInChannel('Open');
  await bot.as(people.dsl).say('safeguarding', { kind: 'channel', channelId: bot.channelId, thread: '1' });
  expect(former.chat()).toEqual([]);
  expect(bot.as(people.dsl).chat()).toHaveLength(2);
});

describe('the bot is removed', () => {
  it('by a person: they are not written to any more at the old place', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await teacher.send(teacher.activities.installation('add'));
    await teacher.send(teacher.activities.installation('remove'));
    expect(await addressBook(people.teacher)).toBeUndefined();
  });

  it('and installed again: what concerns the person stands there again', async () => {
    bot = await startTeamsBot();
    const head = bot.as(people.head);
    const reporter = bot.as(people.teacher);
    await reporter.useExtension('concern/report');
    await reporter.pressInDialog('No');
    await reporter.pressInDialog('Continue', {
      kind: 'staff-misuse',
      about: 'staff',
    });
    await reporter.pressInDialog('Send', {
      adultNames: 'Callum Farrow',
      narrative: 'Something.',
    });
    await head.send(head.activities.installation('remove'));
    await head.send(head.activities.installation('add'));
    expect(head.chat().at(-1)).toMatch(/^Concern C-\w{6} · new/);
    expect(head.chat().filter((words) => words.startsWith('Concern C-'))).toHaveLength(1);
  });
});

it('somebody whom the school file gives no object id is reached after they have written once', async () => {
  bot = await startTeamsBot({ school: schoolWithoutIds(people.dsl) });
  const teacher = bot.as(people.teacher);
  await teacher.say('report a concern');
  await teacher.press('No');
  await teacher.press('Continue', { kind: 'other', about: 'pupil' });
  await teacher.press('Send', { names: 'Robin', narrative: 'Something.' });
  await bot.as(people.dsl).pressInChannel('Acknowledge');
  expect(teacher.chat().join()).toContain('has been seen');
});
