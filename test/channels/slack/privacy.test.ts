import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { beginsAndCloses, opens, wholeCase } from '../../support/slack-case.ts';
import { strangeWords } from '../../support/strange-words.ts';

let bot: SlackBot;
afterEach(() => bot.stop());

const marker = /marker/i;
const names = /Osei|Rahimi|Okonjo|Farrow|Elstow/;

/** Every message that ever stood anywhere, in all its versions. */
const everyVersion = () =>
  bot.slack.workspace.messages.flatMap(({ channel, versions }) => versions.map((version) => ({ channel, ...version })));

describe('at any step from reporting to closing', () => {
  it('[R197] no notification has a name or a word that anybody wrote', async () => {
    bot = await startSlackBot();
    for (const { take } of wholeCase) await take(bot);
    await bot.pass(26 * 60 * 60_000);
    const notifications = everyVersion().map(({ text }) => text);
    expect(notifications.length).toBeGreaterThan(25);
    for (const text of notifications) {
      expect(text).not.toMatch(marker);
      expect(text).not.toMatch(names);
      expect(text).not.toBe('');
    }
  });

  it('[R197] no message in the channel has a name or a word that anybody wrote', async () => {
    bot = await startSlackBot();
    for (const { take } of wholeCase) await take(bot);
    const inChannel = everyVersion().filter(({ channel }) => channel === bot.channelId);
    expect(inChannel.length).toBeGreaterThan(15);
    expect(JSON.stringify(inChannel)).not.toMatch(marker);
    expect(JSON.stringify(inChannel)).not.toMatch(names);
  });

  it('[R204] no chat ever holds a word of the case, but a question to the reporter until they answer it', async () => {
    bot = await startSlackBot();
    for (const { take } of wholeCase) await take(bot);
    const written = everyVersion().filter(({ blocks }) => marker.test(JSON.stringify(blocks)));
    const inQuestion = JSON.stringify(written.map(({ blocks }) => blocks));
    expect(written.map(({ channel }) => channel)).toEqual([bot.as(people.teacher).chat]);
    expect(inQuestion.match(/MARKER-\w+/g)).toEqual(['MARKER-QUESTION']);
    const standing = bot.slack.workspace.messages.map(({ versions }) => versions.at(-1));
    expect(JSON.stringify(standing)).not.toMatch(marker);
  });

  it('no line of the log and no byte of what is kept has a word that anybody wrote, whatever goes wrong', async () => {
    bot = await startSlackBot();
    bot.slack.fails(503, { method: 'chat.postMessage', times: 3 });
    bot.slack.limits({ retryAfterSeconds: 30, method: 'chat.update', times: 2 });
    for (const { take } of wholeCase) {
      await take(bot).catch(() => undefined);
      await bot.pass(60_000);
    }
    const dsl = bot.as(people.dsl);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'MARKER-OUTAGE' });
    for (const outage of ['fails', 'hangs'] as const) {
      bot.setOutage(outage);
      await dsl.submits();
      await bot.as(people.teacher).writes('MARKER-LINE');
      await bot.as(people.teacher).sharesFile('MARKER-FILE.png', 'MARKER-LINE');
    }
    bot.setOutage('none');
    bot.slack.goesDown();
    await dsl.submits();
    await beginsAndCloses(bot).catch(() => undefined);
    bot.slack.comesBack();
    await bot.restart();
    expect(bot.log.length).toBeGreaterThan(5);
    for (const line of bot.log) {
      expect(line).not.toMatch(marker);
      expect(line).not.toMatch(names);
    }
    const kept = bot.everythingKept();
    expect(kept.length).toBeGreaterThan(50_000);
    for (const word of ['MARKER', 'Marker', 'Jamie', 'Robin'])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(kept.includes(Buffer.from(word, encoding)), word).toBe(false);
    expect(kept.includes(Buffer.from('MARKER-NARRATIVE').toString('base64').slice(2, 18))).toBe(false);
  });

  it('an error that Slack is told holds no word that anybody wrote', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.types('/report-concern', 'MARKER-TEXT');
    for (const answer of [await bot.slack.sends('MARKER', bot.slack.signs('MARKER')), await bot.slack.sends('MARKER')])
      expect(answer.body).not.toMatch(marker);
    expect(JSON.stringify(bot.slack.calls)).not.toContain('MARKER-TEXT');
  });
});

describe('whatever somebody writes', () => {
  it.each(Object.entries(strangeWords))(
    '"%s" stays words: reported, read whole, and nothing in it calls, links or formats',
    async (_what, words) => {
      bot = await startSlackBot();
      const dsl = bot.as(people.dsl);
      const teacher = bot.as(people.teacher);
      await teacher.types('/report-concern');
      await teacher.presses('No');
      await teacher.fills({
        'What kind of concern is it?': 'Something else',
        'Who is it about?': 'One or more pupils',
      });
      await teacher.submits();
      await teacher.presses('Add more details (optional)');
      await teacher.fills({ 'Which pupils? One name on each line': words.slice(0, 500) });
      await teacher.fills({ 'What happened?': words.slice(0, 3_000) });
      for (let place = 0; (place + 1) * 3_000 < words.length; place++)
        await teacher.fillsNext(
          'What happened? (continued)',
          place,
          words.slice((place + 1) * 3_000, (place + 2) * 3_000),
        );
      await teacher.submits();
      expect(teacher.modal?.words).toContain('Received');
      await opens(bot);
      const drawn: unknown[] = [];
      for (;;) {
        drawn.push(dsl.modal?.view['blocks']);
        if (dsl.modal?.buttons.includes('Later') !== true) break;
        await dsl.presses('Later');
      }
      // Nothing of what was written stands where Slack would read it for more than words.
      expect(JSON.stringify(drawn)).not.toMatch(/"mrkdwn"/);
      expect(JSON.stringify(bot.slack.workspace.messages)).not.toContain('WORDS');
      expect(JSON.stringify(drawn)).toContain('WORDS');
      expect(bot.slack.refusals()).toEqual([]);
      expect(bot.slack.badAnswers).toEqual([]);
    },
  );
});
