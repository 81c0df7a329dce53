import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { partsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const MINUTE = 60_000;
const posts = () => bot.fake.requests.filter(({ call }) => call === 'post');

describe('a message to a channel', () => {
  it('that Teams will take later arrives in the end, and once', async () => {
    bot = await startTeamsBot();
    for (const [index, status] of [429, 412, 500, 502, 503, 504, 408].entries()) {
      bot.fake.trouble('post', { status }, 2);
      await reportConcern(bot);
      for (let minutes = 0; minutes < 3; minutes++) await bot.pass(MINUTE);
      expect(bot.as(people.dsl).channel(), `${status}`).toHaveLength(index + 1);
      expect(bot.as(people.teacher).chat(), `${status}`).toHaveLength(index + 1);
    }
  });

  it.each([
    ['in seconds', '120'],
    ['as a date', 'Mon, 23 Nov 2026 14:07:00 GMT'],
  ])('is not tried again earlier than Teams asked for, %s', async (_how, retryAfter) => {
    bot = await startTeamsBot();
    bot.fake.trouble('post', {
      status: 429,
      headers: { 'retry-after': retryAfter, date: 'Mon, 23 Nov 2026 14:05:00 GMT' },
    });
    await reportConcern(bot);
    const before = posts().length;
    await bot.pass(119_000);
    expect(posts()).toHaveLength(before);
    await bot.pass(30_000);
    expect(posts()).toHaveLength(before + 1);
    expect(bot.as(people.dsl).channel()).toHaveLength(1);
  });

  it('is tried again although nobody understands for how long Teams asked to wait', async () => {
    bot = await startTeamsBot();
    for (const [index, retryAfter] of ['', 'soon', '-5', '0', '1e9x', 'NaN'].entries()) {
      bot.fake.trouble('post', { status: 429, headers: { 'retry-after': retryAfter } });
      await reportConcern(bot);
      await bot.pass(MINUTE);
      expect(bot.as(people.dsl).channel(), retryAfter).toHaveLength(index + 1);
    }
  });

  it('whose answer never came is sent again, and the case says that it may stand there twice', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    bot.fake.trouble('post', 'takes and breaks');
    await reportConcern(bot);
    await bot.pass(MINUTE);
    expect(dsl.channel()).toHaveLength(2);
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toMatch(/may have (been )?sent (a message )?twice/);
  });

  it('that mentions somebody whom Teams does not know goes without the mention', async () => {
    bot = await startTeamsBot();
    bot.fake.changeUser(bot.as(people.deputy).user.id, {
      aadObjectId: 'gone',
      userPrincipalName: 'gone',
      id: '29:gone',
    });
    const teacher = bot.as(people.teacher);
    await teacher.useExtension('concern/report');
    await teacher.pressInDialog('Yes');
    await teacher.pressInDialog('Continue', {
      kind: 'other',
      about: 'pupil',
    });
    await teacher.pressInDialog('Send', { names: 'Robin', narrative: 'Something.' });
    const [card] = bot.as(people.dsl).channel();
    expect(card).toMatch(/immediate danger/i);
    expect(card).not.toContain('<at>');
  });

  it('that mentions people of whom Teams knows all notifies them', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await teacher.useExtension('concern/report');
    await teacher.pressInDialog('Yes');
    await teacher.pressInDialog('Continue', {
      kind: 'other',
      about: 'pupil',
    });
    await teacher.pressInDialog('Send', { names: 'Robin', narrative: 'Something.' });
    const [card] = bot.fake.messagesIn(bot.channelId);
    const mentioned = partsOf(card?.activity).flatMap((part) => (part.mentioned === undefined ? [] : [part.mentioned]));
    const [dsl, deputy] = [bot.as(people.dsl).user, bot.as(people.deputy).user];
    expect(mentioned).toEqual([
      { id: dsl.aadObjectId, name: dsl.name },
      { id: deputy.aadObjectId, name: deputy.name },
    ]);
  });

  it('that somebody took away stands there again at the next change', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportConcern(bot);
    const [card] = bot.fake.messagesIn(bot.channelId);
    bot.fake.removeMessage(bot.channelId, card?.id ?? '');
    await dsl.say('safeguarding');
    await dsl.press('Open', {}, reference);
    await dsl.press('Acknowledge');
    await bot.pass(MINUTE);
    expect(dsl.channel().filter((words) => words.startsWith(`Concern ${reference} · acknowledged`))).toHaveLength(1);
  });

  it('hangs below its case, as plain text', async () => {
    bot = await startTeamsBot();
    await reportConcern(bot);
    await bot.as(people.dsl).pressInChannel('Take');
    const [card, ...lines] = bot.fake.messagesIn(bot.channelId);
    expect(lines.length).toBeGreaterThan(0);
    for (const { thread, activity } of lines) {
      expect(thread).toBe(card?.id);
      expect(activity.textFormat).toBe('plain');
      expect(activity.attachments).toBeUndefined();
    }
  });
});

describe('a message to a person', () => {
  it('who has removed the bot does not hold up the others, and those who handle the case are told', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportConcern(bot);
    bot.fake.changeUser(bot.as(people.teacher).user.id, { hasBot: false });
    await dsl.pressInChannel('Acknowledge');
    await bot.pass(MINUTE);
    expect(dsl.channel()[0]).toContain('· acknowledged');
    expect(dsl.chat().join('\n')).toContain(`A message about ${reference} to the reporter could not be delivered.`);
  });

  it('who has never written to the bot is sent to a chat that is made once', async () => {
    bot = await startTeamsBot();
    await reportConcern(bot);
    await bot.as(people.dsl).pressInChannel('Open');
    await bot.as(people.dsl).pressInChannel('Take');
    await bot.restart();
    await bot.as(people.dsl).pressInChannel('Open');
    const created = bot.fake.requests.filter(
      ({ call, body }) => call === 'create' && body.includes(bot.as(people.dsl).user.aadObjectId),
    );
    expect(created).toHaveLength(1);
  });
});

describe('a press whose answer cannot be shown', () => {
  it('in a channel says so when the own chat cannot be reached, and that nothing was changed', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportConcern(bot);
    bot.fake.changeUser(dsl.user.id, { hasBot: false });
    const card = dsl.newestWith('Open', bot.channelId, '');
    const where = { kind: 'channel', channelId: bot.channelId, thread: card.id } as const;
    const data = { do: 'concern/note', ref: reference };
    const { body } = await dsl.send(dsl.activities.cardAction({ verb: 'concern/note', data }, card.id, where));
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.error',
      value: {
        message: expect.stringMatching(
          /^Not done: your own chat with this bot could not be reached\. Nothing was changed\./,
        ),
      },
    });
  });

  it('is answered at once although Teams is slow to take what follows from it', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportConcern(bot);
    const card = dsl.newestWith('Acknowledge', bot.channelId, '');
    const where = { kind: 'channel', channelId: bot.channelId, thread: card.id } as const;
    const data = { do: 'concern/acknowledge', ref: reference, slot: 'case' };
    const press = dsl.activities.cardAction({ verb: 'concern/acknowledge', data }, card.id, where);
    for (const call of ['post', 'edit', 'create'] as const) bot.fake.trouble(call, { slowMs: 400 }, 9);
    const before = bot.fake.requests.length;
    await bot.post(JSON.stringify(press));
    const answered = bot.fake.requests.length;
    await bot.settle();
    expect(answered - before).toBeLessThan(2);
    expect(bot.fake.requests.length - answered).toBeGreaterThan(1);
    expect(dsl.channel()[0]).toContain('· acknowledged');
  });

  it('never leaves a spinner: whatever fails, the press is answered', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await reportConcern(bot);
    await dsl.pressInChannel('Open');
    for (const outage of ['fails', 'hangs'] as const) {
      bot.setOutage(outage);
      const outcome = await dsl.press('Acknowledge');
      expect(outcome).toMatchObject({
        kind: 'error',
        text: expect.stringMatching(/^Not done: the record store did not answer/),
      });
    }
  });
});

it('nothing but codes and references stands in the log, whatever happens', async () => {
  bot = await startTeamsBot();
  for (const call of ['post', 'edit', 'create'] as const)
    bot.fake.trouble(call, { status: 502, code: 'MARKER-IN-AN-ANSWER' });
  bot.fake.trouble('post', 'breaks', 3);
  await reportConcern(bot);
  for (let minutes = 0; minutes < 5; minutes++) await bot.pass(MINUTE);
  await bot.as(people.dsl).pressInChannel('Acknowledge');
  await bot.post('{"type":"message","text":"MARKER');
  await bot.post(JSON.stringify({ type: 'message', text: 'MARKER', serviceUrl: bot.fake.serviceUrl }));
  bot.setOutage('fails');
  await bot.as(people.teacher).say('safeguarding MARKER');
  bot.setOutage('none');
  const log = bot.log.join('\n');
  expect(bot.log.length).toBeGreaterThan(2);
  expect(log).not.toMatch(/marker|osei|oakfield\.example|(?<![:T\d])29:|a:/i);
  for (const line of bot.log) expect(Object.keys(JSON.parse(line) as object).join()).toMatch(/^level,time(,\w+)*,msg$/);
});
