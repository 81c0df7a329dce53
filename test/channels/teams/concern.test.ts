import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import {
  buttonsOf,
  type Inputs,
  type Outcome,
  partsOf,
  type TeamsPerson,
  wordsOf,
} from '../../support/teams-person.ts';

const what: Inputs = { kind: 'bullying-pupil', about: 'pupil' };
const details: Inputs = {
  names: 'Jamie Marker-Name',
  narrative: 'MARKER-NARRATIVE: called names\non the bus, again.',
};
const marker = /marker/i;

let bot: TeamsBot;
afterEach(() => bot.stop());

describe('where the client has no dialogs', () => {
  it('[R006] any member of staff reports a concern from the line they write to the receipt they get', async () => {
    bot = await startTeamsBot();
    const assistant = bot.as(people.assistant);
    await assistant.say('/report-concern');
    expect(assistant.chat().at(-1)).toContain('Is a child in immediate danger?');
    await assistant.press('No');
    await assistant.press('Continue', what);
    const receipt = await assistant.press('Send', details);
    expect(wordsIn(receipt)).toMatch(/^Received\nC-[0-9A-Z]{6}\n/);
    expect(wordsIn(receipt)).toContain('01632 960101');
    expect(await bot.count('concern')).toBe(1);
  });

  it('a receipt takes the place of the form, and no word that was typed stands in the chat any more', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await report(teacher);
    const [message, ...others] = bot.fake.messagesIn(teacher.personalChat);
    expect(others).toEqual([]);
    // What Teams keeps, not only what this screen shows: the message itself was edited.
    expect(wordsOf(message?.activity)).toMatch(/^Received/);
    expect(teacher.chat()).toHaveLength(1);
    expect(bot.fake.everythingSaid()).not.toMatch(marker);
  });

  it('[R197] the card in the channel names nobody whom the report is about and quotes nothing of it', async () => {
    bot = await startTeamsBot();
    await report(bot.as(people.teacher));
    const channel = bot.fake.messagesIn(bot.channelId);
    expect(channel).toHaveLength(1);
    expect(JSON.stringify(channel)).not.toMatch(marker);
    expect(JSON.stringify(channel)).not.toContain('Osei');
    expect(bot.as(people.dsl).channel()[0]).toMatch(/^Concern C-\w{6} · new\nKind: Online bullying of a pupil/);
  });

  it('[R197] what a notification shows has no name and no narrative, at any step from reporting to closing', async () => {
    bot = await startTeamsBot();
    await everyStep(bot);
    const summaries = [bot.channelId, ...Object.values(people).map((email) => bot.as(email).personalChat)]
      .flatMap((chat) => bot.fake.messagesIn(chat))
      .flatMap(({ versions }) => versions)
      .map(({ summary }) => String(summary));
    expect(summaries.length).toBeGreaterThan(20);
    for (const summary of summaries) {
      expect(summary).not.toMatch(marker);
      expect(summary).not.toMatch(/Osei|Rahimi|Okonjo/);
      expect(summary).not.toBe('');
    }
  });

  it('[R204] after a case was handled and put away, the chat holds nothing of it', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await everyStep(bot);
    await dsl.press('Put away');
    const standing = [bot.channelId, dsl.personalChat, bot.as(people.teacher).personalChat]
      .flatMap((chat) => bot.fake.messagesIn(chat))
      .map(({ activity }) => activity);
    expect(JSON.stringify(standing)).not.toMatch(marker);
  });

  it('[R204] a case that was left open in the chat is put away after half an hour', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await report(bot.as(people.teacher));
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toMatch(marker);
    await bot.pass(31 * 60_000);
    expect(dsl.chat().at(-1)).toContain('has been put away');
    expect(JSON.stringify(bot.fake.messagesIn(dsl.personalChat).map(({ activity }) => activity))).not.toMatch(marker);
  });

  it('a form that somebody is filling in is not taken away when the case behind it would be put away', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await report(bot.as(people.teacher));
    await dsl.pressInChannel('Open');
    await bot.pass(29 * 60_000);
    await dsl.press('Note');
    await bot.pass(5 * 60_000);
    expect(dsl.chat().at(-1)).toContain('[Add the note]');
    const shown = await dsl.press('Add the note', { text: 'Spoke to the tutor.' });
    expect(wordsIn(shown)).toContain('Spoke to the tutor.');
  });

  it('a card that comes while somebody is filling in a form does not take the form away', async () => {
    bot = await startTeamsBot();
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    await report(teacher);
    await teacher.say('report a concern');
    await teacher.press('No');
    await teacher.press('Continue', { kind: 'other', about: 'pupil' });
    await dsl.pressInChannel('Acknowledge');
    await dsl.pressInChannel('Open');
    await dsl.press('Ask the reporter');
    await dsl.press('Ask', { text: 'When?' });
    expect(teacher.chat().join('\n')).toMatch(/question about your report/);
    await teacher.press('Send', { names: 'Robin Ash', narrative: 'Something else.' });
    expect(await bot.count('concern')).toBe(2);
  });

  it('a narrative of the greatest length can be read in full, page by page', async () => {
    bot = await startTeamsBot();
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    const narrative = Array.from({ length: 830 }, (_, line) => `Line ${line} 🙂.`)
      .join('\n')
      .slice(0, 9_990);
    await teacher.say('report a concern');
    await teacher.press('No');
    await teacher.press('Continue', { kind: 'other', about: 'pupil' });
    await teacher.press('Send', { names: 'Robin Ash', narrative });
    await dsl.pressInChannel('Open');
    const written = () =>
      partsOf(dsl.newestWith('Note', dsl.personalChat, '').card)
        .filter(({ type, text }) => type === 'TextRun' && String(text).includes('🙂'))
        .map(({ text }) => text);
    const read = written();
    while (buttonsOf(dsl.newestWith('Note', dsl.personalChat, '').card).includes('Later')) {
      await dsl.press('Later');
      read.push(...written());
    }
    expect(read.length).toBeGreaterThan(1);
    expect(read.join('')).toBe(narrative);
  });

  it('a case goes the whole way in the chat, and everybody sees what is theirs at each step', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const dsl = bot.as(people.dsl);
    await everyStep(bot);
    expect(dsl.channel()[0]).toContain('· closed');
    expect(dsl.channel().slice(1).join('\n')).not.toMatch(marker);
    expect(dsl.channel().slice(1).join('\n')).toMatch(/closed this/i);
    const told = teacher.chat().join('\n');
    expect(told).toContain('has been seen');
    expect(told).toContain('has been dealt with and closed');
    const file = dsl.chat().at(-1) ?? '';
    for (const said of [
      'MARKER-NARRATIVE',
      'MARKER-NOTE',
      'MARKER-QUESTION',
      'MARKER-ANSWER',
      'MARKER-REASON',
      'MARKER-REFERRAL',
    ])
      expect(file).toContain(said);
  });
});

describe('where the client has dialogs', () => {
  it('a concern is reported in a dialog, and nothing that was typed ever stands in a chat', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    const teacher = bot.as(people.teacher);
    await teacher.say('Report a concern');
    expect(teacher.chat()).toEqual(['The form opens in front of you; nobody else here sees it.\n[Report a concern]']);
    const opened = await teacher.press('Report a concern');
    expect(opened.kind).toBe('dialog');
    await teacher.pressInDialog('No');
    await teacher.pressInDialog('Continue', what);
    const receipt = await teacher.pressInDialog('Send', details);
    expect(wordsIn(receipt)).toMatch(/^Received\nC-/);
    expect(teacher.chat().at(-1)).toMatch(/^Received\nC-/);
    expect(bot.fake.everythingSaid()).not.toMatch(marker);
    expect(await bot.count('concern')).toBe(1);
  });

  it('the compose box of any chat opens the same form', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    const teacher = bot.as(people.teacher);
    const where = { kind: 'group', chatId: '19:staffroom@thread.v2' } as const;
    const opened = await teacher.useExtension('concern/report', where);
    expect(wordsIn(opened)).toContain('Is a child in immediate danger?');
    await teacher.pressInDialog('Yes');
    await teacher.pressInDialog('Continue', what);
    const receipt = await teacher.pressInDialog('Send', details);
    expect(wordsIn(receipt)).toContain('Received');
    expect(bot.fake.messagesIn(where.chatId)).toEqual([]);
  });

  it('[R197] a case is opened, handled and closed in a dialog, without a word of it in the channel or the chat', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    const teacher = bot.as(people.teacher);
    const dsl = bot.as(people.dsl);
    await teacher.useExtension('concern/report');
    await teacher.pressInDialog('No');
    await teacher.pressInDialog('Continue', what);
    await teacher.pressInDialog('Send', details);
    const opened = await dsl.pressInChannel('Open');
    expect(opened.kind).toBe('dialog');
    expect(wordsIn(opened)).toContain('MARKER-NARRATIVE');
    expect(buttonsOf(dsl.dialog)).not.toContain('Put away');
    await dsl.pressInDialog('Acknowledge');
    await dsl.pressInDialog('Note');
    await dsl.pressInDialog('Add the note', { text: 'MARKER-NOTE' });
    await dsl.pressInDialog('More');
    await dsl.pressInDialog('Close');
    const closed = await dsl.pressInDialog('Close', { outcome: 'supported', reason: 'MARKER-REASON' });
    expect(wordsIn(closed)).toContain('MARKER-REASON');
    expect(dsl.channel()[0]).toContain('· closed');
    expect(bot.fake.everythingSaid()).not.toMatch(marker);
  });

  it('a question to the reporter is answered in a dialog', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    const teacher = bot.as(people.teacher);
    const dsl = bot.as(people.dsl);
    await teacher.useExtension('concern/report');
    await teacher.pressInDialog('No');
    await teacher.pressInDialog('Continue', what);
    await teacher.pressInDialog('Send', details);
    await dsl.pressInChannel('Open');
    await dsl.pressInDialog('Ask the reporter');
    await dsl.pressInDialog('Ask', { text: 'When did it begin?' });
    const form = await teacher.press('Answer');
    expect(wordsIn(form)).toContain('When did it begin?');
    await teacher.pressInDialog('Send the answer', { text: 'MARKER-ANSWER' });
    expect(teacher.chat().at(-1)).not.toMatch(marker);
    expect(wordsIn(await dsl.pressInChannel('Open'))).toContain('MARKER-ANSWER');
  });
});

async function report(person: TeamsPerson): Promise<void> {
  await person.say('report a concern');
  await person.press('No');
  await person.press('Continue', what);
  await person.press('Send', details);
}

/** A report, and everything that can be done about it until it is closed, each with a marker in its words. */
async function everyStep({ as }: Pick<TeamsBot, 'as'>): Promise<void> {
  const teacher = as(people.teacher);
  const dsl = as(people.dsl);
  await report(teacher);
  await dsl.pressInChannel('Acknowledge');
  await dsl.pressInChannel('Open');
  await dsl.press('Take');
  await dsl.press('Note');
  await dsl.press('Add the note', { text: 'MARKER-NOTE' });
  await dsl.press('Ask the reporter');
  await dsl.press('Ask', { text: 'MARKER-QUESTION' });
  await teacher.press('Answer');
  await teacher.press('Send the answer', { text: 'MARKER-ANSWER' });
  await dsl.press('More');
  await dsl.press('Refer');
  await dsl.press('Record the referral', {
    agency: 'police',
    outcome: 'MARKER-REFERRAL',
  });
  await dsl.press('More');
  await dsl.press('Close');
  await dsl.press('Close', { outcome: 'supported', reason: 'MARKER-REASON' });
}

function wordsIn(outcome: Outcome): string {
  return 'card' in outcome ? wordsOf(outcome.card) : JSON.stringify(outcome);
}
