import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { referenceIn, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { answersIn, beginsToTell, opens } from '../../support/slack-case.ts';

let bot: SlackBot;
afterEach(() => bot.stop());

const MINUTE = 60_000;
const typed = { 'Which pupils? One name on each line': 'Robin Ash', 'What happened?': 'WHAT-WAS-TYPED' };

describe('while Slack does not work', () => {
  it('nothing of a report is lost: the card, the receipt and the lines come later, each once', async () => {
    bot = await startSlackBot();
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    bot.slack.goesDown({ method: 'chat.postMessage' });
    bot.slack.goesDown({ method: 'chat.update' });
    const reference = await reportInSlack(bot);
    expect(bot.cards()).toEqual([]);
    await dsl.types('/safeguarding');
    await dsl.presses('Open');
    await dsl.presses('Take');
    bot.slack.comesBack();
    for (let minutes = 0; minutes < 30; minutes++) await bot.pass(MINUTE);
    expect(bot.cards()).toEqual([expect.stringMatching(`^Concern ${reference} · being handled`)]);
    expect(bot.thread().join('\n')).toMatch(/Seen by.*has taken this/s);
    expect(teacher.directMessages.map(({ words }) => words)).toEqual([
      expect.stringContaining('Your report is being handled'),
      expect.stringContaining('has been seen'),
    ]);
  });

  it('and stops to answer, nobody waits for it: the receipt stands in the modal', async () => {
    bot = await startSlackBot({ callWithinMs: 300 });
    const teacher = bot.as(people.teacher);
    bot.slack.hangs({ method: 'chat.postMessage' });
    const took = await measured(() => reportInSlack(bot));
    expect(took).toBeLessThan(4_000);
    referenceIn(teacher);
    bot.slack.comesBack();
    for (let minutes = 0; minutes < 10; minutes++) await bot.pass(MINUTE);
    expect(bot.cards()).toHaveLength(1);
    expect(teacher.directMessages).toHaveLength(1);
  });

  it.each([500, 502, 503])('and answers %i, a message arrives in the end, and once', async (status) => {
    bot = await startSlackBot();
    bot.slack.fails(status, { method: 'chat.postMessage', channel: bot.channelId, times: 2 });
    await reportInSlack(bot);
    for (let minutes = 0; minutes < 5; minutes++) await bot.pass(MINUTE);
    expect(bot.cards()).toHaveLength(1);
  });

  it('a message that Slack asked to wait with is not tried earlier', async () => {
    bot = await startSlackBot();
    bot.slack.limits({ retryAfterSeconds: 120, method: 'chat.postMessage', channel: bot.channelId });
    await reportInSlack(bot);
    const posts = () => bot.slack.callsOf('chat.postMessage').filter(({ args }) => args['channel'] === bot.channelId);
    expect(posts()).toHaveLength(1);
    await bot.pass(119_000);
    expect(posts()).toHaveLength(1);
    await bot.pass(30_000);
    expect(posts()).toHaveLength(2);
    expect(bot.cards()).toHaveLength(1);
    expect(bot.slack.refusals()).toEqual([]);
  });

  it('a message whose answer never came is sent again, and the case says that it may stand there twice', async () => {
    bot = await startSlackBot();
    bot.slack.losesAnswers({ method: 'chat.postMessage', channel: bot.channelId });
    await reportInSlack(bot);
    await bot.pass(MINUTE);
    expect(bot.cards()).toHaveLength(2);
    await opens(bot);
    expect(bot.as(people.dsl).modal?.words).toMatch(/may have (been )?sent (a message )?twice/);
  });

  it('a card that somebody took away stands there again at the next change', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportInSlack(bot);
    bot.slack.removeMessage(bot.channelId, bot.slack.messagesIn(bot.channelId)[0]?.ts ?? '');
    await dsl.types('/safeguarding');
    await dsl.presses('Open');
    await dsl.presses('Acknowledge');
    await bot.pass(MINUTE);
    expect(bot.cards()).toEqual([expect.stringMatching(`^Concern ${reference} · acknowledged`)]);
  });

  it.each([
    ['was archived', () => bot.slack.changeChannel(bot.channelId, { isArchived: true })],
    ['was deleted', () => void bot.slack.removeChannel(bot.channelId)],
    ['does not have the bot in it', () => bot.slack.changeChannel(bot.channelId, { hasBot: false })],
  ])(
    'where the channel %s, the report is kept, the handlers are told another way, and the case can be opened',
    async (_what, happens) => {
      bot = await startSlackBot();
      const dsl = bot.as(people.dsl);
      happens();
      const reference = await reportInSlack(bot);
      for (let minutes = 0; minutes < 30; minutes++) await bot.pass(MINUTE);
      expect(dsl.directMessages.map(({ words }) => words).join('\n')).toContain(reference);
      await dsl.types('/safeguarding');
      expect(dsl.modal?.words).toContain(reference);
      await dsl.presses('Open');
      expect(dsl.modal?.words).toContain('MARKER-NARRATIVE');
    },
  );

  it('a bot that is asked into the channel later shows there what is open', async () => {
    bot = await startSlackBot();
    bot.slack.changeChannel(bot.channelId, { hasBot: false });
    const reference = await reportInSlack(bot);
    await bot.slack.invitesBot(bot.channelId, bot.userIdOf(people.dsl));
    expect(bot.cards()).toEqual([expect.stringContaining(reference)]);
  });

  it.each([
    ['takes no calls', () => bot.slack.goesDown()],
    ['answers no calls', () => bot.slack.hangs()],
    ['breaks down', () => bot.slack.fails(500, { times: 100 })],
  ])('and %s, a command is answered in time where it was typed, with the telephone', async (_what, happens) => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    happens();
    for (const command of ['/report-concern', '/safeguarding']) {
      expect(await measured(() => teacher.types(command))).toBeLessThan(2_900);
      expect(teacher.ephemerals.at(-1), command).toMatch(/^Slack took too long.*01632 960101/);
    }
    expect(teacher.troubles).toEqual([]);
    bot.slack.comesBack();
    await bot.slack.settled();
    expect(teacher.directMessages).toEqual([]);
    expect(await bot.count('concern')).toBe(0);
  });

  it('and does not say who somebody is, a form is answered in time with all that was typed', async () => {
    bot = await startSlackBot();
    const assistant = bot.as(people.assistant);
    await beginsToTell(assistant);
    await assistant.fills(typed);
    await bot.restart();
    bot.slack.hangs({ method: 'users.info' });
    expect(await measured(() => assistant.submits())).toBeLessThan(2_900);
    expect(assistant.modal?.texts[1]).toMatch(/Slack did not say who you are.*01632 960101/);
    expect(answersIn(assistant)).toMatchObject(typed);
    await assistant.types('/report-concern');
    expect(assistant.ephemerals.at(-1)).toMatch(/Slack did not say who you are.*01632 960101/);
  });

  it('where Slack does not say who somebody is, they are told that nothing was done, and their text stays', async () => {
    bot = await startSlackBot();
    const assistant = bot.as(people.assistant);
    await beginsToTell(assistant);
    await assistant.fills(typed);
    await bot.restart();
    bot.slack.goesDown({ method: 'users.info' });
    await assistant.submits();
    expect(assistant.modal?.texts[1]).toMatch(/Slack did not say who you are.*01632 960101/);
    expect(answersIn(assistant)).toMatchObject(typed);
    for (const label of ['Back', 'Add more details (optional)']) {
      await assistant.presses(label);
      expect(assistant.modal?.texts[1], label).toMatch(/Slack did not say who you are.*Your text is still below/);
      expect(answersIn(assistant), label).toMatchObject(typed);
    }
    bot.slack.comesBack();
    await assistant.submits();
    referenceIn(assistant);
  });
});

describe('a trigger that has run out', () => {
  it('tells whoever typed the command to type it again, once, in their own chat', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    bot.slack.refuses('expired_trigger_id', { method: 'views.open' });
    await teacher.types('/report-concern');
    expect(teacher.modal).toBeUndefined();
    const told = () => teacher.directMessages.map(({ words }) => words);
    expect(told()).toEqual([expect.stringMatching(/^Slack took too long.*type the command again\..*01632 960101/s)]);
    bot.slack.refuses('expired_trigger_id', { method: 'views.open' });
    const command = bot.slack.sent.findIndex(({ kind }) => kind === 'command');
    await bot.slack.replay(command);
    await bot.slack.settled();
    expect(bot.slack.callsOf('views.open')).toHaveLength(2);
    expect(told()).toHaveLength(1);
    await teacher.pressesOn(teacher.newestWith('Report a concern'), 'Report a concern');
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
  });

  it('tells whoever pressed a button to press it again', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    bot.slack.refuses('expired_trigger_id', { method: 'views.open' });
    await opens(bot);
    expect(dsl.modal).toBeUndefined();
    expect(dsl.directMessages.at(-1)?.words).toMatch(/press the button again.*01632 960101/s);
    expect(JSON.stringify(dsl.directMessages)).not.toMatch(/marker/i);
  });

  it('is not used when Slack delivers a command too late', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    bot.slack.sendsTo(undefined);
    await teacher.types('/report-concern');
    bot.slack.sendsTo(`${bot.address}/slack/events`, () => bot.settle());
    bot.goOn(4_000);
    await bot.slack.replay(-1);
    await bot.slack.settled();
    expect(teacher.modal).toBeUndefined();
    expect(teacher.directMessages.map(({ words }) => words)).toEqual([expect.stringMatching(/type the command again/)]);
  });
});

/** How many milliseconds something takes. */
async function measured(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
