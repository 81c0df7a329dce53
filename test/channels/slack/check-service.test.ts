import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { slackChannelId } from '../../support/slack-school.ts';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
  bot.slack.changeChannel(slackChannelId, {
    members: [people.dsl, people.deputy, people.teacher].map((email) => bot.userIdOf(email)),
  });
});
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const admin = people.networkManager;
const said = (email: string) =>
  bot
    .as(email)
    .directMessages.filter(({ author }) => author === bot.slack.botUserId)
    .map(({ words }) => words);

describe('in Slack, an administrator', () => {
  it.each(['check the service', 'Check service!', 'doctor'])(
    'who writes "%s" sees how the service stands',
    async (line) => {
      await bot.as(admin).writes(line);
      expect(said(admin)).toHaveLength(1);
      expect(said(admin)[0]).toMatch(/^The service · /m);
      expect(said(admin)[0]).toContain('neither DSL nor deputy: Amara Osei');
      expect(said(admin)[0]).toMatch(/\d+ things are well\. Looked at today 14:05\.$/);
    },
  );

  it('who presses the button in /safeguarding sees it, and again with what has changed', async () => {
    const person = bot.as(admin);
    await person.types('/safeguarding');
    await person.presses('Check the service');
    expect(person.modal?.words).toContain('neither DSL nor deputy: Amara Osei');
    bot.slack.changeChannel(slackChannelId, {
      members: [people.dsl, people.deputy].map((email) => bot.userIdOf(email)),
    });
    await person.presses('Check again');
    expect(person.modal?.words).toMatch(/^The service · /m);
    expect(person.modal?.words).not.toContain('neither DSL nor deputy');
  });

  it('who presses the button on a message or on the Home tab has it in front of them', async () => {
    const person = bot.as(admin);
    await person.writes('safeguarding');
    await person.pressesOn(person.newestWith('Check the service'), 'Check the service');
    expect(person.modal?.words).toMatch(/^The service · /m);
    await person.closes();
    await person.opensHome();
    await person.pressesAtHome('Check the service');
    expect(person.modal?.words).toMatch(/^The service · /m);
  });
});

describe('in Slack, somebody who does not look after the service', () => {
  it.each([people.teacher, people.dsl, people.head])('gets what an unknown word gets: %s', async (email) => {
    await bot.as(email).writes('check the dog');
    await bot.as(email).writes('check the service');
    const [unknown, refused] = said(email);
    expect(refused).toBe(unknown);
    await bot.as(email).types('/safeguarding');
    expect(bot.as(email).modal?.words).not.toMatch(/check the service/i);
  });
});

it('what Slack shows of the service holds nothing of any case', async () => {
  const reference = await reportInSlack(bot);
  await bot.as(admin).writes('check the service');
  const [words = ''] = said(admin);
  expect(words).toMatch(/^The service/);
  expect(words).not.toContain(reference);
  expect(words).not.toMatch(/marker|bullying|\b[A-Z]-[0-9A-Z]{6}\b/i);
});

it('a modal opens in time though Slack does not say how the channel stands, and is filled in then', async () => {
  bot.slack.hangs({ method: 'conversations.info' });
  const person = bot.as(admin);
  await person.opensHome();
  await person.pressesAtHome('Check the service');
  const filled = await bot.slack.until(
    () => /Slack did not answer in 1\.5 s/.test(person.modal?.words ?? '') && person.modal?.words,
    'what nobody could say',
  );
  expect(filled).toMatch(/^The service · /m);
  expect(person.troubles).toEqual([]);
  bot.slack.comesBack();
});
