import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

describe('the Home tab', () => {
  it('offers the form and shows what somebody has reported, and nothing that anybody wrote', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.opensHome();
    expect(teacher.home?.words).toContain('You have reported nothing and asked for nothing.');
    const reference = await reportInSlack(bot);
    await teacher.opensHome();
    expect(teacher.home?.words).toContain(`My reports and requests\n${reference} · received`);
    expect(teacher.home?.buttons).toContain('Report a concern');
    // R165: how each person finds what they have to sign and have signed.
    expect(teacher.home?.words).toMatch(/Write "report a concern".* or "my policies" at any time/);
    expect(teacher.home?.buttons).toContain('My policies');
    expect(teacher.home?.words).not.toMatch(/marker/i);
  });

  it('is shown although Slack asked to wait with it', async () => {
    bot = await startSlackBot({ wait: () => Promise.resolve() });
    const teacher = bot.as(people.teacher);
    bot.slack.limits({ retryAfterSeconds: 40, method: 'views.publish', times: 2 });
    await teacher.opensHome();
    expect(teacher.home?.words).toContain('You have reported nothing and asked for nothing.');
  });

  it('opens the form from its button, to the receipt', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.opensHome();
    await teacher.pressesAtHome('Report a concern');
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    await teacher.presses('No');
    await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
    await teacher.submits();
    await teacher.fills({ 'Which pupils? One name on each line': 'Robin', 'What happened?': 'Something.' });
    await teacher.submits();
    expect(teacher.modal?.words).toContain('Received');
  });

  it('shows a report as it is when the tab is opened again', async () => {
    bot = await startSlackBot();
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    const reference = await reportInSlack(bot);
    await teacher.opensHome();
    await dsl.pressesOn(dsl.newestWith('Acknowledge', { channel: bot.channelId }), 'Acknowledge');
    await teacher.opensHome();
    expect(teacher.home?.words).toContain(`${reference} · seen`);
  });

  it('holds no case of others: those who handle them open the list from a button', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportInSlack(bot);
    await dsl.opensHome();
    expect(dsl.home?.words).not.toContain(reference);
    await dsl.pressesAtHome('Open concerns');
    expect(dsl.modal?.words).toContain(`Open concerns\n${reference} · new`);
    await dsl.presses('Open');
    expect(dsl.modal?.words).toContain('MARKER-NARRATIVE');
  });

  it('offers those who handle nothing no list of others', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.otherTeacher);
    await teacher.opensHome();
    expect(teacher.home?.buttons).not.toContain('Open concerns');
  });

  it('has pages where there is much, which open in a modal', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    for (let times = 0; times < 12; times++) await reportInSlack(bot);
    await teacher.opensHome();
    expect(teacher.home?.words.match(/· received/g)).toHaveLength(10);
    await teacher.pressesAtHome('2 more');
    expect(teacher.modal?.words.match(/· received/g)).toHaveLength(2);
  });

  it('is not drawn when somebody opens the messages of the bot', async () => {
    bot = await startSlackBot();
    await bot.as(people.teacher).opensMessages();
    expect(bot.as(people.teacher).home).toBeUndefined();
  });
});

describe('/safeguarding', () => {
  it('shows a teacher their own reports, and those who handle concerns the open ones too, to them alone', async () => {
    bot = await startSlackBot();
    bot.slack.addChannel({ id: 'C0STAFF', name: 'staffroom', isPrivate: false });
    const reference = await reportInSlack(bot);
    for (const email of [people.teacher, people.otherTeacher, people.dsl])
      await bot.as(email).types('/safeguarding', '', 'C0STAFF');
    expect(bot.as(people.teacher).modal?.words).toContain(`${reference} · received`);
    expect(bot.as(people.otherTeacher).modal?.words).not.toContain(reference);
    expect(bot.as(people.otherTeacher).modal?.words).not.toContain('Open concerns');
    expect(bot.as(people.dsl).modal?.words).toContain(`Open concerns\n${reference} · new`);
    expect(bot.slack.messagesIn('#staffroom')).toEqual([]);
    await bot.as(people.dsl).presses('Open');
    expect(bot.as(people.dsl).modal?.words).toContain('MARKER-NARRATIVE');
  });

  it('turns to further pages in the same modal', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    for (let times = 0; times < 11; times++) await reportInSlack(bot);
    await dsl.types('/safeguarding');
    expect(dsl.modal?.buttons.filter((label) => label === 'Open')).toHaveLength(10);
    await dsl.presses('1 more');
    expect(dsl.modal?.buttons.filter((label) => label === 'Open')).toHaveLength(1);
  });

  it('offers the form, which opens in the same modal', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.types('/safeguarding');
    await teacher.presses('Report a concern');
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
  });
});
