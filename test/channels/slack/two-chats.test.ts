import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { opens, pressInChannel, wholeCase } from '../../support/slack-case.ts';
import { aSchoolWithBoth } from '../../support/slack-school.ts';
import { reportConcern } from '../../support/teams-bot.ts';
import { wordsOf } from '../../support/teams-person.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const MINUTE = 60_000;
const marker = /marker/i;
/** The cards that begin a thread in the channel of Teams, in words, and the lines below them. */
const inTeams = () => {
  const all = bot.teams.fake.messagesIn(bot.teams.channelId);
  const words = (one: (typeof all)[number]) =>
    one.activity['attachments'] === undefined ? String(one.activity['text'] ?? '') : wordsOf(one.activity);
  return {
    cards: all.filter(({ thread }) => thread === undefined).map(words),
    lines: all.filter(({ thread }) => thread !== undefined).map(words),
  };
};

describe('a school that uses both chats', () => {
  it('a concern that is reported in Slack is handled in Teams, and both cards say the same at each step', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: [people.teacher] }) });
    const [teacher, dsl] = [bot.as(people.teacher), bot.teams.as(people.dsl)];
    const reference = await reportInSlack(bot);
    expectSameInBoth(`Concern ${reference} · new`);
    await dsl.pressInChannel('Acknowledge');
    expectSameInBoth(`Concern ${reference} · acknowledged`);
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toContain('MARKER-NARRATIVE');
    await dsl.press('Take');
    await dsl.press('Ask the reporter');
    await dsl.press('Ask', { text: 'When did it begin?' });
    await teacher.pressesOn(teacher.newestWith('Answer'), 'Answer');
    expect(teacher.modal?.words).toContain('When did it begin?');
    await teacher.fills({ 'Your answer': 'MARKER-ANSWER' });
    await teacher.submits();
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toContain('MARKER-ANSWER');
    await dsl.press('More');
    await dsl.press('Close');
    await dsl.press('Close', { outcome: 'supported', reason: 'It is well.' });
    expectSameInBoth(`Concern ${reference} · closed`);
    expect(bot.thread()).toEqual([
      expect.stringMatching(/^Seen by/),
      expect.stringMatching(/has taken this/),
      expect.stringMatching(/asked the reporter/),
      expect.stringMatching(/^The reporter answered/),
      expect.stringMatching(/closed this/),
    ]);
    expect(teacher.directMessages.at(-1)?.words).toContain('has been dealt with and closed');
    expect(bot.teams.as(people.teacher).chat()).toEqual([]);
    expect(await bot.count('concern')).toBe(1);
  });

  it('a concern that is reported in Teams is handled in Slack, and both cards say the same at each step', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: [people.dsl, people.deputy] }) });
    const [teacher, dsl] = [bot.teams.as(people.teacher), bot.as(people.dsl)];
    const reference = await reportConcern(bot.teams);
    expectSameInBoth(`Concern ${reference} · new`);
    await pressInChannel(bot, dsl, 'Take');
    expectSameInBoth(`Concern ${reference} · being handled`);
    await opens(bot);
    expect(dsl.modal?.words).toContain('MARKER-NARRATIVE');
    await dsl.presses('Ask the reporter');
    await dsl.fills({ 'Your question': 'When did it begin?' });
    await dsl.submits();
    await teacher.press('Answer');
    await teacher.press('Send the answer', { text: 'MARKER-ANSWER' });
    await opens(bot);
    expect(dsl.modal?.words).toContain('MARKER-ANSWER');
    await dsl.presses('More');
    await dsl.presses('Close');
    await dsl.fills({ Outcome: 'Supported in school', 'Why is it closed?': 'It is well.' });
    await dsl.submits();
    expectSameInBoth(`Concern ${reference} · closed`);
    expect(teacher.chat().join('\n')).toContain('has been dealt with and closed');
    expect(bot.as(people.teacher).directMessages).toEqual([]);
  });

  it('every step in Slack shows in Teams in the same words, and the case reads the same in both', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: Object.values(people) }) });
    for (const { take } of wholeCase) {
      await take(bot);
      if (bot.cards().length > 0) expectSameInBoth('Concern ');
    }
    expect(JSON.stringify([bot.slack.messagesIn(bot.channelId), inTeams()])).not.toMatch(marker);
    await opens(bot);
    const slackFile = await inSlackModal();
    const dsl = bot.teams.as(people.dsl);
    await dsl.pressInChannel('Open');
    const pages = [dsl.chat().at(-1) ?? ''];
    while (pages[0]?.includes('[Earlier]')) {
      await dsl.press('Earlier');
      pages.unshift(dsl.chat().at(-1) ?? '');
    }
    const lines = pages.join('\n').split('\n');
    const only = (line: string) => !/^(\[|Page |More$|Safeguarding$)/.test(line);
    expect(slackFile.split('\n').filter(only)).toEqual(lines.filter(only));
    // All that can be done is offered in both, under the same words.
    const buttons = (text: readonly string[]) => [...new Set(text.filter((line) => line.startsWith('[')))].toSorted();
    const here = lines.filter((line) => line !== '[Put away]');
    expect(buttons(slackFile.split('\n'))).toEqual(buttons(here));
  });

  it('each form asks the same in both chats', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth() });
    await reportInSlack(bot);
    const [inSlack, dsl] = [bot.as(people.dsl), bot.teams.as(people.dsl)];
    await pressInChannel(bot, inSlack, 'Take');
    for (const label of [
      'Note',
      'Ask the reporter',
      'Refer',
      'Record an action',
      'Parents informed',
      'Withhold from parents',
      'Add a person',
      'Hand over',
      'Close',
    ]) {
      await opens(bot);
      await inSlack.presses('More');
      await inSlack.presses(label);
      const asked = inSlack.modal?.inputs.map((input) => input.label);
      const sent = inSlack.modal?.submit;
      await dsl.pressInChannel('Open');
      await dsl.press('More');
      await dsl.press(label);
      const shown = dsl.chat().at(-1)?.split('\n') ?? [];
      for (const question of asked ?? [])
        expect(
          shown.map((line) => line.replace(' (optional)', '')),
          label,
        ).toContain(question);
      expect(shown, label).toContain(`[${sent}]`);
      await dsl.press('Back to the case');
    }
  });

  it('messages go to the chat that each person prefers, and to no other', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: [people.teacher] }) });
    const reference = await reportConcern(bot.teams);
    await bot.teams.as(people.dsl).pressInChannel('Acknowledge');
    // The receipt stands where it was reported; what comes by itself goes where they want it.
    expect(bot.as(people.teacher).directMessages.at(-1)?.words).toBe(`Your report ${reference} has been seen.`);
    expect(bot.teams.as(people.teacher).chat().join()).not.toContain('has been seen');
    await reportConcern(bot.teams, people.otherTeacher);
    await pressInChannel(bot, bot.as(people.dsl), 'Take');
    expect(bot.teams.as(people.otherTeacher).chat().join()).toContain('has been seen');
    expect(bot.as(people.otherTeacher).directMessages).toEqual([]);
  });

  it('those who handle an urgent case are called in the chat they prefer, each once', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: [people.dsl] }) });
    await reportInSlack(bot, people.teacher, { danger: 'Yes' });
    const [slackCard] = bot.cards();
    expect(slackCard).toContain(`<@${bot.userIdOf(people.dsl)}>`);
    expect(slackCard).not.toContain(`<@${bot.userIdOf(people.deputy)}>`);
    const teamsCard = JSON.stringify(bot.teams.fake.messagesIn(bot.teams.channelId)[0]?.activity);
    expect(teamsCard).toContain('<at>Daniel Okonjo</at>');
    expect(teamsCard).not.toContain('<at>Naila Rahimi</at>');
  });

  it('[R197] somebody whom the case is about sees nothing of it in either chat', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth() });
    const head = people.head;
    const reference = await reportInSlack(bot, people.teacher, { kind: 'Something else', about: 'The head teacher' });
    expect(bot.cards()).toEqual([]);
    expect(inTeams().cards).toEqual([]);
    for (const email of [head, people.dsl]) {
      expect(bot.as(email).directMessages).toEqual([]);
      expect(bot.teams.as(email).chat()).toEqual([]);
      await bot.as(email).types('/safeguarding');
      expect(bot.as(email).modal?.words).not.toContain(reference);
      await bot.as(email).opensHome();
      expect(bot.as(email).home?.words).not.toContain(reference);
    }
    const chair = bot.teams.as(people.chair);
    await chair.press('Open', {}, reference);
    expect(chair.chat().join()).toContain('MARKER-NARRATIVE');
  });

  it('a case that turns out to be about the DSL leaves both channels', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: [people.deputy] }) });
    const reference = await reportInSlack(bot);
    const deputy = bot.as(people.deputy);
    await opens(bot, people.deputy);
    await deputy.presses('More');
    await deputy.presses('Add a person');
    await deputy.fills({
      Name: 'Naila Rahimi',
      'Who is it?': 'Member of staff',
      'What part did they have?': 'Instigator: they did it',
    });
    await deputy.submits();
    // As if it had been closed: anything else would tell whoever is there whom it is about.
    const ended = expect.stringContaining(`Concern ${reference} · closed`);
    expect(bot.cards()).toEqual([ended]);
    expect(inTeams().cards).toEqual([ended]);
  });

  it('one chat that is down holds up nothing in the other', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth() });
    bot.slack.goesDown({ method: 'chat.postMessage' });
    const reference = await reportConcern(bot.teams);
    await bot.teams.as(people.dsl).pressInChannel('Take');
    expect(inTeams().cards).toEqual([expect.stringContaining(`${reference} · being handled`)]);
    expect(inTeams().lines).toHaveLength(2);
    expect(bot.cards()).toEqual([]);
    bot.slack.comesBack();
    for (let minutes = 0; minutes < 30; minutes++) await bot.pass(MINUTE);
    expectSameInBoth(`Concern ${reference} · being handled`);
  });

  it('a Teams that is down holds up nothing in Slack', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth({}, { prefers: [people.teacher, people.dsl] }) });
    bot.teams.fake.trouble('post', { status: 503 }, 3);
    const reference = await reportInSlack(bot);
    await pressInChannel(bot, bot.as(people.dsl), 'Acknowledge');
    expect(bot.cards()).toEqual([expect.stringContaining(`${reference} · acknowledged`)]);
    for (let minutes = 0; minutes < 30; minutes++) await bot.pass(MINUTE);
    expectSameInBoth(`Concern ${reference} · acknowledged`);
  });

  it('the same step taken in both chats at the same time is taken once, and the other is told', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth() });
    await reportInSlack(bot);
    const [dsl, deputy] = [bot.as(people.dsl), bot.teams.as(people.deputy)];
    const [, outcome] = await Promise.all([
      pressInChannel(bot, dsl, 'Acknowledge'),
      deputy.pressInChannel('Acknowledge'),
    ]);
    const told = [dsl.modal?.words ?? '', JSON.stringify(outcome)].filter((words) =>
      words.includes('acknowledged this at 14:05'),
    );
    expect(told).toHaveLength(1);
    expect(bot.thread()).toHaveLength(1);
    expectSameInBoth('· acknowledged');
  });

  it('what somebody reported in either chat is in "my reports" of both', async () => {
    bot = await startSlackBot({ school: aSchoolWithBoth() });
    const references = [await reportInSlack(bot), await reportConcern(bot.teams)];
    const teacher = bot.as(people.teacher);
    await teacher.types('/safeguarding');
    await bot.teams.as(people.teacher).say('safeguarding');
    for (const reference of references) {
      expect(teacher.modal?.words).toContain(reference);
      expect(bot.teams.as(people.teacher).chat().at(-1)).toContain(reference);
    }
  });
});

/** One card in each chat, in the same words, with the same lines below it. */
function expectSameInBoth(saying: string): void {
  const { cards, lines } = inTeams();
  expect(cards).toHaveLength(1);
  expect(cards[0]).toContain(saying);
  const unmentioned = (text: string) => text.replace(/<@\w+>|<at>[^<]*<\/at>/g, '').trim();
  expect(bot.cards().map(unmentioned)).toEqual(cards.map(unmentioned));
  expect(bot.thread().map(unmentioned)).toEqual(lines.map(unmentioned));
}

/** The case that stands in front of the DSL in Slack, all its pages. */
async function inSlackModal(): Promise<string> {
  const dsl = bot.as(people.dsl);
  const pages = [dsl.modal?.words ?? ''];
  while (dsl.modal?.buttons.includes('Earlier')) {
    await dsl.presses('Earlier');
    pages.unshift(dsl.modal?.words ?? '');
  }
  return pages.join('\n');
}
