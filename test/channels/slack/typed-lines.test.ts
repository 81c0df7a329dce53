import { afterEach, describe, expect, it } from 'vitest';
import { noFiles } from '../../../src/application/words.ts';
import { people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { aSchoolWithBoth } from '../../support/slack-school.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const marker = 'xyzzy-MARKER-plugh';
const said = (email: string) =>
  bot
    .as(email)
    .directMessages.filter(({ author }) => author === bot.slack.botUserId)
    .map(({ words }) => words);

describe('a line that somebody writes to the bot', () => {
  it.each(['report a concern', '/report-concern', 'Report-Concern', ' REPORT A CONCERN! '])(
    'that says "%s" is answered with the button that opens the form',
    async (line) => {
      bot = await startSlackBot();
      const teacher = bot.as(people.teacher);
      await teacher.writes(line);
      expect(said(people.teacher)).toEqual([
        'The form opens in front of you; nobody else here sees it.\n[Report a concern]',
      ]);
      await teacher.pressesOn(teacher.newestWith('Report a concern'), 'Report a concern');
      expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    },
  );

  it('that names what is for others alone is answered with why, and no form opens', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.writes('publish a policy');
    await bot.as(people.head).writes('publish a policy');
    expect(said(people.teacher)).toEqual([expect.stringMatching(/^Policies and agreements are published by /)]);
    expect(said(people.head).at(-1)).toContain('[Publish a policy]');
  });

  it('that says "safeguarding" is answered with the overview, and all that is of others opens in front of that person', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportInSlack(bot);
    await dsl.writes('safeguarding');
    // The line stays in the chat, where a case would stay too after somebody has lost the right to it.
    expect(JSON.stringify(dsl.directMessages)).not.toContain(reference);
    await dsl.pressesOn(dsl.newestWith('Open concerns'), 'Open concerns');
    expect(dsl.modal?.words).toContain(`Open concerns\n${reference} · new`);
    await dsl.presses('Open');
    expect(dsl.modal?.words).toContain('MARKER-NARRATIVE');
    expect(JSON.stringify(dsl.directMessages)).not.toMatch(/MARKER-NARRATIVE/);
  });

  it('that says anything else gets short help with buttons, and nothing of it is kept anywhere', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    for (const line of [marker, `hello ${marker}`, `${marker} report a concern`, '   ', marker.repeat(400)])
      await teacher.writes(line);
    expect(new Set(said(people.teacher)).size).toBe(1);
    expect(said(people.teacher)).toHaveLength(5);
    expect(said(people.teacher)[0]).toMatch(
      /not kept.*Report a concern about a child here.*"my policies".*\[Report a concern\]\n\[Content on a pupil’s device\]\n\[Report a broken rule\]\n\[Ask for a blocked site\]\n\[Report an unsuitable site\]\n\[My reports and requests\]\n\[My policies\]$/s,
    );
    expectNothingKept();
    await teacher.pressesOn(teacher.newestWith('My reports and requests'), 'My reports and requests');
    expect(teacher.modal?.words).toContain('You have reported nothing and asked for nothing.');
  });

  it('that has words behind the command is told that nobody read them, and nothing of them is kept', async () => {
    bot = await startSlackBot();
    await bot.as(people.teacher).writes(`report a concern: ${marker}`);
    expect(said(people.teacher)).toEqual([
      expect.stringContaining('Nobody has read what you wrote'),
      expect.stringContaining('[Report a concern]'),
    ]);
    expectNothingKept();
  });

  it('that is changed afterwards is not answered again', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.writes('report a concern');
    await teacher.edits('report a concern', marker);
    expect(said(people.teacher)).toHaveLength(1);
    expectNothingKept();
  });

  it('is answered although Slack refused the answer twice', async () => {
    bot = await startSlackBot({ wait: () => Promise.resolve() });
    bot.slack.limits({ retryAfterSeconds: 1, method: 'chat.postMessage' });
    bot.slack.fails(502, { method: 'chat.postMessage' });
    await bot.as(people.teacher).writes('safeguarding');
    expect(said(people.teacher)).toEqual([expect.stringContaining('My reports and requests')]);
  });

  it('is not answered earlier than Slack asked for', async () => {
    const waits: number[] = [];
    bot = await startSlackBot({
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
    const posts = () => bot.slack.callsOf('chat.postMessage').length;
    bot.slack.limits({ retryAfterSeconds: 8, method: 'chat.postMessage' });
    await bot.as(people.teacher).writes('report a concern');
    expect([waits, posts(), said(people.teacher).length]).toEqual([[8_000], 2, 1]);
    bot.slack.limits({ retryAfterSeconds: 60, method: 'chat.postMessage' });
    await bot.as(people.teacher).writes('report a concern');
    expect([waits, posts(), said(people.teacher).length]).toEqual([[8_000, 60_000], 4, 2]);
    bot.slack.limits({ retryAfterSeconds: 3_600, method: 'chat.postMessage' });
    await bot.as(people.teacher).writes('report a concern');
    expect([waits, posts()]).toEqual([[8_000, 60_000], 5]);
  });

  it('is answered late rather than not at all, but not again and again where Slack may have shown the answer', async () => {
    bot = await startSlackBot({ wait: () => Promise.resolve() });
    const posts = () => bot.slack.callsOf('chat.postMessage').length;
    bot.slack.limits({ retryAfterSeconds: 5, method: 'chat.postMessage', times: 6 });
    await bot.as(people.teacher).writes('report a concern');
    expect([posts(), said(people.teacher).length]).toEqual([7, 1]);
    bot.slack.fails(502, { method: 'chat.postMessage', times: 6 });
    await bot.as(people.teacher).writes('report a concern');
    expect([posts(), said(people.teacher).length]).toEqual([11, 1]);
  });

  it('of the bot itself is never answered, so that it does not talk for ever', async () => {
    bot = await startSlackBot();
    await bot.as(people.teacher).writes('hello');
    expect(bot.slack.sent.filter(({ kind }) => kind === 'event').length).toBeGreaterThan(1);
    expect(said(people.teacher)).toHaveLength(1);
  });
});

describe('pictures and files', () => {
  it('[R050] [R051] [R052] [R053] a file is refused in the words of Teams, is never fetched and not kept', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth() });
    for (const email of [people.teacher, people.dsl]) {
      const person = bot.as(email);
      await person.sharesFile(`${marker}.png`, `report a concern ${marker}`);
      await person.sharesFile(`${marker}.docx`);
      const { title, lines } = noFiles(bot.school).data as { readonly title: string; readonly lines: string[] };
      expect(said(email)).toEqual([[title, ...lines].join('\n'), [title, ...lines].join('\n')]);
      expect(person.modal).toBeUndefined();
      const inTeams = bot.teams.as(email);
      const picture = [{ contentType: 'image/png', contentUrl: bot.teams.fake.elsewhere }];
      await inTeams.send(inTeams.activities.messageWith(picture, 'look'));
      expect(inTeams.chat().at(-1)).toBe(said(email)[0]);
    }
    const methods = new Set(bot.slack.calls.map(({ method }) => method));
    expect([...methods]).toEqual(['chat.postMessage']);
    expect(bot.teams.fake.requests.filter(({ call }) => call === 'other')).toEqual([]);
    expectNothingKept();
  });

  it('[R050] the app asks Slack for no right to a file', async () => {
    bot = await startSlackBot();
    expect(JSON.stringify(bot.slack.manifest)).not.toMatch(/files:/);
  });
});

function expectNothingKept(): void {
  const kept = bot.everythingKept();
  expect(kept.length).toBeGreaterThan(4_000);
  expect(kept.includes('xyzzy')).toBe(false);
  expect(kept.includes(Buffer.from('xyzzy', 'utf16le'))).toBe(false);
  expect(JSON.stringify(bot.slack.calls)).not.toContain('xyzzy');
}
