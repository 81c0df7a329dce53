import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { opens, wholeCase } from '../../support/slack-case.ts';

let bot: SlackBot;
afterEach(() => bot.stop());

const MINUTE = 60_000;

describe('what Slack allows', () => {
  it('no channel is posted to more than once a second, in real time, and nothing is lost by that', async () => {
    bot = await startSlackBot({ inRealTime: true });
    const times: { readonly channel: unknown; readonly at: number }[] = [];
    const seen = new Set<unknown>();
    const watch = setInterval(() => {
      for (const call of bot.slack.callsOf('chat.postMessage'))
        if (!seen.has(call)) {
          seen.add(call);
          times.push({ channel: call.args['channel'], at: performance.now() });
        }
    }, 5);
    const reports = await Promise.all(
      [people.teacher, people.otherTeacher, people.senco].map((email) => reportInSlack(bot, email)),
    );
    for (let minutes = 0; minutes < 5; minutes++) await bot.pass(MINUTE);
    clearInterval(watch);
    expect(bot.cards()).toHaveLength(reports.length);
    const inChannel = times.filter(({ channel }) => channel === bot.channelId).map(({ at }) => at);
    expect(inChannel).toHaveLength(reports.length);
    for (const [index, at] of inChannel.slice(1).entries()) expect(at - (inChannel[index] ?? 0)).toBeGreaterThan(950);
    expect(bot.slack.refusals()).toEqual([]);
  });

  it('a morning with forty reports comes through in the end, each card once', async () => {
    bot = await startSlackBot();
    const references: string[] = [];
    for (let times = 0; times < 40; times++) references.push(await reportInSlack(bot));
    for (let minutes = 0; minutes < 10; minutes++) await bot.pass(MINUTE);
    expect(
      bot
        .cards()
        .map((words) => /C-\w{6}/.exec(words)?.[0])
        .toSorted(),
    ).toEqual(references.toSorted());
    expect(bot.as(people.teacher).directMessages).toHaveLength(40);
  });

  it('a case with the longest texts that are allowed is drawn, page by page, within all limits', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot, people.teacher, { names: 'N'.repeat(490), narrative: 'x'.repeat(3_000) });
    for (let times = 0; times < 12; times++) {
      await opens(bot);
      await dsl.presses('Note');
      await dsl.fills({ Note: `${times} ${'"<&>'.repeat(700)}` });
      await dsl.submits();
    }
    await opens(bot);
    let pages = 1;
    while (dsl.modal?.buttons.includes('Later')) {
      await dsl.presses('Later');
      pages++;
    }
    expect(pages).toBeGreaterThan(2);
    expect(bot.slack.refusals()).toEqual([]);
    expect(bot.slack.badAnswers).toEqual([]);
  });

  it('every call of a whole case is one that the scopes of the manifest allow', async () => {
    bot = await startSlackBot();
    for (const { take } of wholeCase) await take(bot);
    expect(bot.slack.refusals()).toEqual([]);
    expect([...new Set(bot.slack.calls.map(({ method }) => method))].toSorted()).toEqual([
      'chat.postMessage',
      'chat.update',
      'views.open',
      'views.update',
    ]);
  });
});
