import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { linesOf } from '../../support/slack/words.ts';
import { referenceIn, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { beginsAndCloses, opens, wholeCase } from '../../support/slack-case.ts';

let bot: SlackBot;
afterEach(() => bot.stop());

/** A day on which everything happens that can: a whole case, typed words, a file, the Home tab, an invitation. */
async function aWholeDay(): Promise<void> {
  for (const { take } of wholeCase) await take(bot);
  const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
  await teacher.usesShortcut('Report a concern');
  await teacher.usesMessageShortcut('Report a concern', 'look at this');
  await teacher.types('/report-concern', 'and more');
  await dsl.types('/safeguarding');
  await teacher.writes('report a concern');
  await teacher.writes('safeguarding');
  await teacher.writes('hello?');
  await teacher.sharesFile('photo.png', 'look');
  await dsl.opensHome();
  await dsl.pressesAtHome('Report a concern');
  await dsl.closes();
  await bot.slack.invitesBot(bot.channelId, bot.userIdOf(people.dsl));
}

/**
 * Everything that stands anywhere, and everything that is kept. Who sends a form again because the answer was lost sees
 * the case again, which is one more reading of it on the record.
 */
async function everything(): Promise<unknown> {
  const { messages, stacks } = bot.slack.workspace;
  const standing = messages.map(({ channel, ts, thread, versions, isDeleted }) => ({
    place: [channel, ts, thread, isDeleted],
    text: versions.at(-1)?.text,
    words: linesOf(versions.at(-1)?.blocks),
  }));
  const modals = [...stacks].map(([user, views]) => [user, views.map(({ id, hash }) => [id, hash])]);
  const records = await bot.everyRecord();
  const kept = records.map((record) => ({
    ...record,
    happened: record.happened.filter(({ type }) => type !== 'ConcernOpened'),
  }));
  return { standing, modals, kept, alone: bot.slack.ephemerals };
}

describe('every request of a whole day that comes again', () => {
  it('at once has no second effect', async () => {
    bot = await startSlackBot();
    await aWholeDay();
    await expectNothingNewFrom(undefined);
  });

  it('after a restart has no second effect', async () => {
    bot = await startSlackBot();
    await aWholeDay();
    await bot.restart();
    await expectNothingNewFrom(undefined);
  });

  it('at another replica has no second effect', async () => {
    bot = await startSlackBot();
    await aWholeDay();
    await expectNothingNewFrom(await bot.another());
  });

  it('each right behind the first has no second effect', async () => {
    bot = await startSlackBot();
    const again = await bot.another();
    const counts = async () => [await bot.count('concern'), bot.cards().length, bot.thread().length];
    for (const { command, take } of wholeCase) {
      const from = bot.slack.sent.length;
      await take(bot);
      const before = await counts();
      const shown = bot.slack.workspace.messages.length;
      for (const index of indexes(from)) {
        await Promise.all([bot.slack.replay(index), bot.slack.replay(index, again)]);
        await bot.slack.settled();
      }
      expect(await counts(), command).toEqual(before);
      expect(bot.slack.workspace.messages.length, command).toBe(shown);
    }
  });
});

/** Sends everything again, one after the other, and all at once. */
async function expectNothingNewFrom(url: string | undefined): Promise<void> {
  const before = await everything();
  const all = indexes(0);
  for (const index of all) {
    await bot.slack.replay(index, url);
    await bot.slack.settled();
  }
  expect(await everything()).toEqual(before);
  await Promise.all(all.map((index) => bot.slack.replay(index, url)));
  await bot.slack.settled();
  expect(await everything()).toEqual(before);
  expect(await bot.damage()).toEqual([]);
}

function indexes(from: number): readonly number[] {
  return Array.from({ length: bot.slack.sent.length - from }, (_, index) => from + index);
}

describe('what Slack says twice', () => {
  it('an event that was taken and comes again is answered once, also at another replica', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.writes('report a concern');
    const answered = teacher.directMessages.length;
    const line = bot.slack.sent.findIndex(({ kind }) => kind === 'event');
    await bot.slack.deliversAgain(line);
    await bot.restart();
    await bot.slack.deliversAgain(line);
    bot.slack.sendsTo(await bot.another(), () => bot.settle());
    await bot.slack.deliversAgain(line);
    expect(teacher.directMessages).toHaveLength(answered);
  });

  it('an event that came while the service was down is answered when it comes again', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    bot.slack.sendsTo(undefined);
    await teacher.writes('report a concern');
    expect(teacher.directMessages).toHaveLength(1);
    bot.slack.sendsTo(`${bot.address}/slack/events`, () => bot.settle());
    await bot.slack.redelivers();
    expect(teacher.directMessages.at(-1)?.words).toContain('[Report a concern]');
    await bot.slack.redelivers();
    expect(teacher.directMessages).toHaveLength(2);
  });

  it('a report that comes at two replicas at the same time is one report', async () => {
    bot = await startSlackBot();
    const other = await bot.another();
    const teacher = bot.as(people.teacher);
    for (let times = 1; times <= 3; times++) {
      await teacher.types('/report-concern');
      await teacher.presses('No');
      await teacher.fills({
        'What kind of concern is it?': 'Something else',
        'Who is it about?': 'One or more pupils',
      });
      await teacher.submits();
      await teacher.fills({ 'Which pupils? One name on each line': 'Robin', 'What happened?': 'Something.' });
      const index = bot.slack.sent.length;
      const sending = teacher.submits();
      await bot.slack.until(() => bot.slack.sent.length > index, 'it is sent');
      const again = await bot.slack.replay(index, other);
      await sending;
      await bot.slack.settled();
      expect(again.body).toContain(referenceIn(teacher));
      expect(await bot.count('concern')).toBe(times);
      expect(bot.cards()).toHaveLength(times);
      expect(teacher.directMessages).toHaveLength(times);
    }
  });

  it('two people who take the same step at the same time at two replicas: one does, and the other learns it', async () => {
    bot = await startSlackBot();
    await reportInSlack(bot);
    const [dsl, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    const card = dsl.newestWith('Acknowledge', { channel: bot.channelId });
    await Promise.all([dsl.pressesOn(card, 'Acknowledge'), deputy.pressesOn(card, 'Acknowledge')]);
    expect(bot.thread()).toHaveLength(1);
    const told = [dsl, deputy].map(({ modal }) => modal?.words ?? '');
    expect(told.toSorted()).toEqual(['', expect.stringMatching(/acknowledged this at 14:05/)]);
  });

  it('a modal that was closed and is told of twice offers one form', async () => {
    bot = await startSlackBot();
    await beginsAndCloses(bot);
    const closing = bot.slack.sent.length - 1;
    await bot.restart();
    await bot.slack.replay(closing);
    await bot.slack.settled();
    expect(bot.as(people.otherTeacher).directMessages).toHaveLength(1);
    expect(await bot.count('draft')).toBe(1);
  });

  it('a press that comes again long after opens nothing and tells nobody anything', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportInSlack(bot);
    await opens(bot);
    const press = bot.slack.sent.length - 1;
    await dsl.closes();
    await bot.pass(4 * 60_000);
    const history = await bot.historyOf(reference);
    await bot.slack.replay(press);
    await bot.slack.settled();
    expect(dsl.modal).toBeUndefined();
    expect(dsl.directMessages).toEqual([]);
    expect(await bot.historyOf(reference)).toEqual(history);
  });
});
