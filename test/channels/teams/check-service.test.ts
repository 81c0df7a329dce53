import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import type { Where } from '../../support/teams-activities.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { buttonsOf, wordsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const admin = people.networkManager;

describe.each(['chat', 'chat-with-dialogs'] as const)('in Teams (%s), an administrator', (setting) => {
  beforeEach(async () => {
    bot = await startTeamsBot({ setting });
  });

  it.each(['check the service', 'Check service!', '/doctor'])(
    'who writes "%s" sees how the service stands',
    async (line) => {
      await bot.as(admin).say(line);
      const said = bot.as(admin).chat().at(-1) ?? '';
      expect(said).toMatch(/^The service · /);
      // Everybody of the school is in this channel.
      expect(said).toContain(
        'To put right\nIn the safeguarding channel in Teams are people who are neither DSL nor deputy',
      );
      expect(said).toMatch(/\d+ things are well\. Looked at today 14:05\.\n\[Check again\]/);
    },
  );

  it('who presses the button in the overview sees it, and again with what has changed', async () => {
    const person = bot.as(admin);
    await person.say('safeguarding');
    const opened = await person.press('Check the service');
    if (opened.kind !== 'card' && opened.kind !== 'dialog') throw new Error(JSON.stringify(opened));
    expect(wordsOf(opened.card)).toContain('people who are neither DSL nor deputy');
    const team = bot.fake.users.filter(({ email }) => email === people.dsl || email === people.deputy);
    bot.fake.setMembers(bot.channelId, team);
    const again = setting === 'chat' ? await person.press('Check again') : await person.pressInDialog('Check again');
    if (again.kind !== 'card' && again.kind !== 'dialog') throw new Error(JSON.stringify(again));
    expect(wordsOf(again.card)).toMatch(/^The service · /);
    expect(wordsOf(again.card)).not.toContain('people who are neither DSL nor deputy');
    expect(buttonsOf(again.card)).toContain('Check again');
  });

  it('who asks in a channel is answered alone, and the channel shows nothing of it', async () => {
    const where: Where = { kind: 'channel', channelId: bot.channelId, thread: '1' };
    await bot.as(admin).say('check the service', where);
    expect(bot.as(admin).chat().at(-1)).toMatch(/^The service · /);
    expect(bot.as(admin).channel()).toEqual([]);
  });
});

describe('in Teams, somebody who does not look after the service', () => {
  it.each([people.teacher, people.dsl, people.head])('gets what an unknown word gets: %s', async (email) => {
    bot = await startTeamsBot();
    const person = bot.as(email);
    await person.say('check the dog');
    await person.say('check the service');
    const [unknown, refused] = person.chat();
    expect(refused).toBe(unknown);
    expect(refused).not.toContain('The service');
    await person.say('safeguarding');
    expect(person.chat().at(-1)).not.toMatch(/check the service/i);
  });

  it('learns nothing by a button that was passed on to them', async () => {
    bot = await startTeamsBot();
    await bot.as(admin).say('safeguarding');
    const { activities, send, say, chat } = bot.as(people.teacher);
    await say('safeguarding');
    const action = { type: 'Action.Execute', verb: 'service/check', data: { do: 'service/check' } };
    const before = chat();
    const answer = await send(activities.cardAction(action, '1'));
    expect(JSON.stringify(answer)).toContain('could not be read, so nothing was changed');
    expect(JSON.stringify(answer)).not.toMatch(/The service|well|channel/);
    expect(chat()).toEqual(before);
  });
});

it('what Teams shows of the service holds nothing of any case', async () => {
  bot = await startTeamsBot();
  const reference = await reportConcern(bot);
  await bot.as(admin).say('check the service');
  const said = bot.as(admin).chat().at(-1) ?? '';
  expect(said).toMatch(/^The service/);
  expect(said).not.toContain(reference);
  expect(said).not.toMatch(/marker|bullying|\b[A-Z]-[0-9A-Z]{6}\b/i);
});

it('a Teams that says nothing is answered about within its patience', async () => {
  bot = await startTeamsBot();
  bot.fake.trouble('members', { slowMs: 20_000 });
  const began = performance.now();
  await bot.as(admin).say('check the service');
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(bot.as(admin).chat().at(-1)).toMatch(/Nobody could say\nTeams did not answer in 1\.5 s\./);
});
