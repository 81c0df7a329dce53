import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { referenceIn, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { answersIn, beginsToTell, kindAndWhom, opens } from '../../support/slack-case.ts';
import type { SlackPerson } from '../../support/slack-person.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const [MINUTE, HOUR] = [60_000, 3_600_000];
const details = { 'Which pupils? One name on each line': 'Robin Xyzzy', 'What happened?': 'XYZZY-TYPED' };
const marker = /xyzzy/i;

describe('a form that is closed half-way', () => {
  it('is offered to whoever typed it alone, without a word of it', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await closesHalfWay(teacher);
    const [offer, ...others] = teacher.directMessages;
    expect(others).toEqual([]);
    expect(offer?.words).toMatch(
      /^A form that you began may not have been sent\nWhat you typed in "Report a concern" is kept until Tue 24 Nov.*, for you alone, and then deleted\.\nUnless you find it under "My reports and requests", nobody has been told of it\..*01632 960101\.\n\[Go on with it\]\n\[Throw it away\]$/,
    );
    expect(offer?.notification).toBe('A form that you began may not have been sent.');
    for (const email of Object.values(people).filter((one) => one !== people.teacher))
      expect(bot.as(email).directMessages).toEqual([]);
    expect(bot.cards()).toEqual([]);
    expectNoWord();
  });

  it('opens again where it was left, with all that was typed, and is sent once', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await closesHalfWay(teacher);
    await bot.restart();
    await bot.pass(2 * HOUR);
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
    expect(teacher.modal?.submit).toBe('Send');
    await teacher.presses('Back');
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.submits();
    expect(answersIn(teacher)).toMatchObject(details);
    await teacher.submits();
    const reference = referenceIn(teacher);
    expect(await bot.count('concern')).toBe(1);
    expect(teacher.directMessages[0]?.words).toBe('The form that you had begun has been sent.');
    await bot.pass(11 * MINUTE);
    expect(await bot.count('draft')).toBe(0);
    await opens(bot);
    expect(bot.as(people.dsl).modal?.words).toContain('XYZZY-TYPED');
    expect(bot.as(people.dsl).modal?.words).toContain(reference);
  });

  it('is offered with all of it, although Slack says nothing of what stood in it', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills(details);
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
    await teacher.presses('Back');
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
  });

  it('is offered with what was typed a moment before, although another replica hears that it was closed', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    const typed = { ...details, 'Day it happened': '2026-11-20' };
    await teacher.fills(typed);
    await bot.pass(3_000);
    bot.slack.sendsTo(await bot.another(), () => bot.settle());
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(typed);
    await teacher.submits();
    referenceIn(teacher);
  });

  it('that Slack never told the end of is offered half an hour later, once, and is gone within a day', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills(details);
    await bot.pass(3_000);
    bot.slack.workspace.stacks.set(teacher.user.id, []);
    expect(await bot.count('draft')).toBe(1);
    await bot.pass(29 * MINUTE);
    expect(teacher.directMessages).toEqual([]);
    await bot.pass(MINUTE);
    for (let hours = 1; hours < 24; hours++) {
      expect(offers(teacher)).toHaveLength(1);
      await bot.pass(HOUR);
    }
    await bot.pass(HOUR);
    await bot.pass(11 * MINUTE);
    expect(await bot.count('draft')).toBe(0);
    expect(offers(teacher)).toEqual([]);
    expectNoWord();
  });

  it('that is gone on with and closed again loses nothing, although Slack says nothing of what stood in it', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await closesHalfWay(teacher);
    await goesOn(teacher);
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
    await teacher.presses('Back');
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.submits();
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
  });

  it('that was typed slowly, for an hour and to the greatest length, is kept whole to the last word', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ 'Which pupils? One name on each line': 'Robin Xyzzy' });
    await teacher.presses('Add more details (optional)');
    const pieces = ['', '', ''];
    for (let times = 0; times < 180; times++) {
      const place = Math.floor(times / 60);
      pieces[place] += `${times} xyzzy ${'words '.repeat(6)}`;
      if (place === 0) await teacher.fills({ 'What happened?': pieces[place] ?? '' });
      else await teacher.fillsNext('What happened? (continued)', place - 1, pieces[place] ?? '');
      await bot.pass(20_000);
    }
    await teacher.presses('Back');
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.submits();
    expect(account(teacher)).toBe(pieces.join('\n').replaceAll(' \n', ' '));
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(account(teacher)).toBe(pieces.join('\n').replaceAll(' \n', ' '));
    await teacher.submits();
    referenceIn(teacher);
  });

  it('can be closed and gone on with again and again, and is offered once', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await closesHalfWay(teacher);
    for (let times = 1; times <= 3; times++) {
      await goesOn(teacher);
      expect(answersIn(teacher)).toMatchObject({ ...details, 'What happened?': 'XYZZY-TYPED'.repeat(times) });
      await teacher.fills({ 'What happened?': 'XYZZY-TYPED'.repeat(times + 1) });
      await teacher.closes();
    }
    expect(await bot.count('draft')).toBe(1);
    expect(offers(teacher)).toHaveLength(1);
  });

  it('is not offered where nothing was typed', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.types('/report-concern');
    await teacher.closes();
    await teacher.types('/report-concern');
    await teacher.presses('No');
    await teacher.closes();
    expect(teacher.directMessages).toEqual([]);
    expect(await bot.count('draft')).toBe(0);
  });

  it('with a long account opens again with all of it', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.presses('Add more details (optional)');
    await teacher.fills({ ...details, 'What happened?': 'x'.repeat(3_000) });
    await teacher.fillsNext('What happened? (continued)', 0, 'y'.repeat(3_000));
    await teacher.fillsNext('What happened? (continued)', 1, 'z'.repeat(10));
    await teacher.closes();
    await goesOn(teacher);
    const long = teacher.modal?.inputs.filter(({ label }) => label.startsWith('What happened?'));
    expect(long?.map(({ value }) => value).join('')).toBe('x'.repeat(3_000) + 'y'.repeat(3_000) + 'z'.repeat(10));
    await teacher.submits();
    referenceIn(teacher);
  });

  it('about a case is offered too, and opens only for who may still open the case', async () => {
    bot = await startSlackBot();
    const [dsl, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    const reference = await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'XYZZY-TYPED' });
    await dsl.closes();
    expect(dsl.newestWith('Go on with it').words).toContain(`a form about ${reference}`);
    await goesOn(dsl);
    expect(answersIn(dsl)).toEqual({ Note: 'XYZZY-TYPED' });
    await dsl.closes();
    // The case turns out to be about the DSL: the deputy names them.
    await opens(bot, people.deputy);
    await deputy.presses('More');
    await deputy.presses('Add a person');
    await deputy.fills({
      Name: 'Naila Rahimi',
      'Who is it?': 'Member of staff',
      'What part did they have?': 'Instigator: they did it',
    });
    await deputy.submits();
    await goesOn(dsl);
    expect(dsl.modal?.words).toMatch(/There is nothing with the reference|cannot go on/);
    expect(dsl.modal?.words).not.toContain('Jamie');
  });
});

describe('a form that is thrown away, sent or forgotten', () => {
  it('that is thrown away is offered no more, and nothing of it is left minutes later', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await closesHalfWay(teacher);
    const offer = teacher.newestWith('Go on with it');
    await teacher.pressesOn(teacher.newestWith('Throw it away'), 'Throw it away');
    expect(teacher.directMessages.map(({ words }) => words)).toEqual([
      'The form that you had begun was thrown away. What you typed is deleted within minutes.',
    ]);
    await pressesOldButton(teacher, offer.ts, offer.versions[0]?.blocks ?? []);
    expect(teacher.modal?.words).not.toMatch(marker);
    expect(teacher.modal?.words).toMatch(/thrown away/);
    await bot.pass(11 * MINUTE);
    expect(await bot.count('draft')).toBe(0);
    expectNoWord();
  });

  it('is kept for less than a day, and then there is nothing left of it anywhere', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await closesHalfWay(teacher);
    const offer = teacher.newestWith('Go on with it');
    await bot.pass(23 * HOUR);
    expect(offers(teacher)).toHaveLength(1);
    await bot.pass(51 * MINUTE);
    expect(offers(teacher)).toEqual([]);
    expect(teacher.directMessages.map(({ words }) => words)).toEqual([
      'A form that you had begun was kept for a day. What you typed is deleted.',
    ]);
    await bot.pass(9 * MINUTE);
    await bot.pass(2 * MINUTE);
    expect(await bot.count('draft')).toBe(0);
    await pressesOldButton(teacher, offer.ts, offer.versions[0]?.blocks ?? []);
    expect(teacher.modal?.words).toMatch(/There is no form|not kept any more/);
    expectNoWord();
  });

  it('cannot be gone on with, thrown away or seen by anybody else', async () => {
    bot = await startSlackBot();
    const [teacher, other, dsl] = [bot.as(people.teacher), bot.as(people.otherTeacher), bot.as(people.dsl)];
    await closesHalfWay(teacher);
    const { blocks } = teacher.newestWith('Go on with it');
    for (const person of [other, dsl])
      for (const label of ['Go on with it', 'Throw it away']) {
        const theirs = bot.slack.workspace.keep(
          { channel: person.chat, thread: undefined, author: bot.slack.botUserId },
          { text: '', blocks },
        );
        await person.pressesOn(theirs, label);
        expect(person.modal?.words, label).toMatch(/There is no form/);
        expect(person.modal?.words).not.toMatch(marker);
        await person.closes();
      }
    expect(offers(teacher)).toHaveLength(1);
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
  });

  it('a form that was sent after a way back and forth leaves nothing of what was kept on the way', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ ...details, 'What happened?': 'XYZZY-TYPED '.repeat(240) });
    await teacher.presses('Back');
    expect(await bot.count('draft')).toBe(1);
    expect(teacher.directMessages).toEqual([]);
    await teacher.submits();
    await teacher.submits();
    referenceIn(teacher);
    await bot.pass(11 * MINUTE);
    expect(await bot.count('draft')).toBe(0);
    expect(teacher.directMessages).toHaveLength(1);
  });

  it('a form whose text grew too long for Slack and was then left open is gone within a day', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ ...details, 'What happened?': 'XYZZY-TYPED '.repeat(240) });
    await teacher.presses('Back');
    await bot.pass(5_000);
    await bot.pass(24 * HOUR);
    await bot.pass(11 * MINUTE);
    expect(await bot.count('draft')).toBe(0);
    // What was on the other screens is gone: said so, and asked for again.
    await teacher.submits();
    expect(teacher.modal?.words).toContain('is not kept any more');
    expectNoWord();
  });
});

async function closesHalfWay(person: SlackPerson): Promise<void> {
  await beginsToTell(person);
  await person.fills(details);
  await person.closes();
  expect(person.modal).toBeUndefined();
}

/** What stands in the places for what happened, as one text. */
function account({ modal }: SlackPerson): string {
  const all = modal?.inputs.filter(({ label }) => label.startsWith('What happened?')) ?? [];
  return all.map(({ value }) => value).join('');
}

async function goesOn(person: SlackPerson): Promise<void> {
  await person.pressesOn(person.newestWith('Go on with it'), 'Go on with it');
}

/** Presses on a message as it stood before, as on a screen that has not been brought up to date. */
async function pressesOldButton(person: SlackPerson, ts: string, blocks: readonly object[]): Promise<void> {
  const stored = bot.slack.workspace.messageAt(person.chat, ts);
  stored?.versions.push({ text: '', blocks: blocks as never });
  await person.pressesOn({ channel: person.chat, ts }, 'Go on with it');
  stored?.versions.pop();
}

function offers(person: SlackPerson): readonly string[] {
  return person.directMessages.map(({ words }) => words).filter((words) => words.includes('[Go on with it]'));
}

/** Not a word of it stands in a message, in the log, or in the database. */
function expectNoWord(): void {
  expect(JSON.stringify([bot.slack.workspace.messages, bot.slack.ephemerals])).not.toMatch(marker);
  const kept = bot.everythingKept();
  expect(kept.length).toBeGreaterThan(4_000);
  for (const encoding of ['utf8', 'utf16le'] as const)
    for (const word of ['XYZZY', 'Xyzzy']) expect(kept.includes(Buffer.from(word, encoding))).toBe(false);
}
