import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { anAgreement, drafts, fillsInPolicy, publishes } from '../../support/slack-policies.ts';
import { aSlackSchool, slackChannelId } from '../../support/slack-school.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YES = 'I have read and understood this';
const STAFF = 'C0STAFF';
const names = /Osei|Rahimi|Okonjo|Tanaka|Brandt|Farrow|Elstow|Donnellan|Tallis|Kestrel/;
const staffRoom = { id: 'staff-room', name: 'Staff room', slack: { channelId: STAFF } };

/** The bot in a school with a channel for staff, in which these are. */
async function start(members: readonly string[] = []): Promise<void> {
  bot = await startSlackBot({ school: aSlackSchool({ staffChannels: [staffRoom] }) });
  const inChannel = members.map((email) => bot.userIdOf(email));
  bot.slack.addChannel({ id: STAFF, name: 'staff-room', isPrivate: false, members: inChannel });
}

/** Time enough for everybody to be asked and for the figures to follow. */
async function goesOut(): Promise<void> {
  for (let times = 0; times < 4; times++) await bot.pass(MINUTE);
}

const saidTo = (email: string) => bot.as(email).directMessages.map(({ words }) => words);
const everyVersion = () => bot.slack.workspace.messages.flatMap(({ versions }) => versions);
const acknowledgements = async () => (await bot.everyRecord()).filter(({ kind }) => kind === 'acknowledgement');
/** How often somebody was noted to have said yes, in all records. */
const yeses = async () =>
  (await acknowledgements()).flatMap(({ happened }) => happened).filter(({ type }) => type === 'WordingAcknowledged');

describe('a policy in Slack', () => {
  it('[R167] goes from the slash command through a preview to the chat of everybody who must read it', async () => {
    await start();
    const head = bot.as(people.head);
    await drafts(head);
    expect(head.modal?.words).toMatch(/P-\w{6}, version 1 · preview/);
    expect(head.modal?.words).toContain('MARKER-TEXT: phones stay in bags.\nAlso at break.');
    expect(head.modal?.words).toContain('9 people by the school file: all staff.');
    await goesOut();
    expect(saidTo(people.teacher)).toEqual([]);
    await head.presses('Publish');
    await goesOut();
    const [card, ...more] = saidTo(people.teacher);
    expect(more).toEqual([]);
    expect(card).toContain('Phones in school\nPolicy, version 1\nPlease read and acknowledge by');
    expect(card).toContain('Phones stay in bags');
    expect(card).toContain('MARKER-TEXT: phones stay in bags.\nAlso at break.');
    expect(card).toContain(`[${YES}]\n[I have a question]`);
    for (const governor of [people.chair, people.governor]) expect(saidTo(governor)).toEqual([]);
    await bot.pass(5 * MINUTE);
    expect(saidTo(people.head).join('\n')).toContain('0 of 9 acknowledged · 0 cannot be reached · 9 outstanding');
  });

  it('[R167] published in the evening it waits for the school to open, or goes at once where its publisher says so', async () => {
    await start();
    const opens = 'Tue 24 Nov, 08:30, when the school opens';
    const head = bot.as(people.head);
    await bot.pass(6 * HOUR);
    await drafts(head);
    expect(head.modal?.words).toContain(`Once published, it goes out ${opens}.`);
    await head.presses('Publish');
    expect(head.modal?.words).toContain(`It goes out ${opens}.`);
    await head.closes();
    await goesOut();
    expect(saidTo(people.teacher)).toEqual([]);
    expect(saidTo(people.head).join('\n')).toContain(`Goes out ${opens}`);
    await drafts(head);
    await head.presses('Publish and send now');
    await head.closes();
    await goesOut();
    expect(saidTo(people.teacher)).toHaveLength(1);
    await bot.pass(13 * HOUR);
    await goesOut();
    expect(saidTo(people.teacher)).toHaveLength(2);
    expect(saidTo(people.head).join('\n')).not.toContain('Goes out');
  });

  it('[R173] a question at night reaches its owner when the school opens, and whoever asks is told so', async () => {
    await start();
    const [teacher, head] = [bot.as(people.teacher), bot.as(people.head)];
    await publishes(head);
    await goesOut();
    await bot.pass(6 * HOUR);
    await teacher.pressesOn(teacher.newestWith(YES), 'I have a question');
    await teacher.fills({ 'What would you like to know?': 'MARKER-QUESTION' });
    await teacher.submits();
    const answered = `${teacher.modal?.words ?? ''}${saidTo(people.teacher).join()}`;
    expect(answered).toContain('The owner gets it when the school opens, Tue 24 Nov, 08:30.');
    await goesOut();
    expect(saidTo(people.head).join('\n')).not.toContain('A question about');
    await bot.pass(13 * HOUR);
    expect(saidTo(people.head).join('\n')).toContain('A question about Phones in school, version 1');
  });

  it('is the same card for everybody, to the letter', async () => {
    await start();
    await publishes(bot.as(people.head));
    await goesOut();
    const cards = new Set(
      everyVersion()
        .filter(({ blocks }) => JSON.stringify(blocks).includes(YES))
        .map(({ blocks, text }) => JSON.stringify([blocks, text]).replaceAll(/"block_id":"b\d+"/g, '')),
    );
    expect(cards.size).toBe(1);
    expect([...cards].join()).not.toMatch(names);
  });

  it('[R167] is acknowledged once, on however many presses, and the card becomes the receipt', async () => {
    await start();
    const teacher = bot.as(people.teacher);
    await publishes(bot.as(people.head));
    await goesOut();
    const card = teacher.newestWith(YES);
    const stored = bot.slack.workspace.messageAt(card.channel, card.ts);
    const asItWas = structuredClone(stored?.versions.at(-1));
    await teacher.pressesOn(card, YES);
    expect(saidTo(people.teacher)).toEqual([
      expect.stringMatching(
        /^Phones in school, version 1\nAcknowledged Mon 23 Nov, 14:09\.\n\[Show what I acknowledged\]/,
      ),
    ]);
    expect(teacher.modal).toBeUndefined();
    // A client that still shows the old card, again and again.
    for (let times = 0; times < 5; times++) {
      if (asItWas !== undefined) stored?.versions.push(asItWas);
      await teacher.pressesOn(card, YES);
    }
    expect(teacher.modal?.words ?? '').not.toMatch(/wrong|error/i);
    expect(await yeses()).toHaveLength(1);
    await goesOut();
    await bot.pass(5 * MINUTE);
    expect(saidTo(people.head).join('\n')).toContain('1 of 9 acknowledged · 0 cannot be reached · 8 outstanding');
    expect(teacher.troubles).toEqual([]);
  });

  it('[R165] an agreement is signed with full name and job title, and /my-policies shows it as it was signed', async () => {
    await start();
    const teacher = bot.as(people.teacher);
    await publishes(bot.as(people.head), anAgreement);
    await goesOut();
    await teacher.pressesOn(teacher.newestWith('Sign'), 'Sign');
    const [name, jobTitle] = teacher.modal?.inputs ?? [];
    expect([name?.value, jobTitle?.value]).toEqual(['Amara Osei', 'Teacher of History']);
    await teacher.fills({ 'Your full name': '' });
    await teacher.submits();
    expect(await yeses()).toHaveLength(0);
    await teacher.fills({ 'Your full name': 'Amara Ama Osei' });
    await teacher.submits();
    expect(saidTo(people.teacher).join('\n')).toContain('Signed Mon 23 Nov, 14:09');
    await teacher.closes({ all: true });
    await teacher.types('/my-policies');
    expect(teacher.modal?.words).toMatch(/My policies\nAcceptable use, version 1\nSigned/);
    await teacher.presses('Open');
    for (const words of ['Amara Ama Osei', 'Teacher of History', 'MARKER-TEXT: phones stay in bags.\nAlso at break.'])
      expect(teacher.modal?.words).toContain(words);
    expect(teacher.modal?.words).toMatch(/\n[0-9a-f]{64}\b/);
  });

  it('[R173] a question goes to the owner alone, and its answer to whoever asked', async () => {
    await start();
    const [teacher, head] = [bot.as(people.teacher), bot.as(people.head)];
    await publishes(head);
    await goesOut();
    await teacher.pressesOn(teacher.newestWith(YES), 'I have a question');
    await teacher.fills({ 'What would you like to know?': 'MARKER-QUESTION' });
    await teacher.submits();
    await teacher.closes({ all: true });
    expect(saidTo(people.head).join('\n')).toContain('A question about Phones in school, version 1');
    expect(saidTo(people.head).join('\n')).not.toMatch(/MARKER-QUESTION|Osei/);
    await head.pressesOn(head.newestWith('Answer'), 'Open');
    expect(head.modal?.words).toMatch(/Amara Osei.*MARKER-QUESTION/s);
    await head.presses('Answer');
    await head.fills({ 'Your answer': 'MARKER-ANSWER' });
    await head.submits();
    expect(saidTo(people.teacher).join('\n')).toContain('MARKER-ANSWER');
    const others = Object.values(people).filter((email) => email !== people.teacher && email !== people.head);
    for (const email of others) expect(saidTo(email).join('\n')).not.toMatch(/MARKER-(QUESTION|ANSWER)/);
    for (const { text } of everyVersion()) expect(text).not.toMatch(/MARKER/);
  });

  it('[R167] the card of an old version shows the new one instead, and nothing is signed unread', async () => {
    await start();
    const [teacher, head] = [bot.as(people.teacher), bot.as(people.head)];
    await publishes(head);
    await goesOut();
    const card = teacher.newestWith(YES);
    const stored = bot.slack.workspace.messageAt(card.channel, card.ts);
    const asItWas = structuredClone(stored?.versions.at(-1));
    await revises(head);
    await goesOut();
    if (asItWas !== undefined) stored?.versions.push(asItWas);
    await teacher.pressesOn(card, YES);
    expect(await yeses()).toHaveLength(0);
    const seen = `${teacher.modal?.words}\n${saidTo(people.teacher).join('\n')}`;
    expect(seen).toContain('replaced by a newer version');
    await teacher.pressesOn(teacher.newestWith(YES, { saying: 'version 2' }), YES);
    expect(await yeses()).toHaveLength(1);
    expect(saidTo(people.teacher).join('\n')).toContain('Phones in school, version 2\nAcknowledged');
  });

  it('somebody who is not asked, and presses a card that was shown to them, begins nothing', async () => {
    await start();
    const [teacher, chair] = [bot.as(people.teacher), bot.as(people.chair)];
    await publishes(bot.as(people.head));
    await goesOut();
    const before = await acknowledgements();
    await chair.pressesOn(teacher.newestWith(YES), YES);
    expect(chair.modal?.words).toContain('Nobody has asked you to read or sign this one');
    expect(await acknowledgements()).toHaveLength(before.length);
    expect(await yeses()).toHaveLength(0);
  });

  it('is not published by somebody who may not, to whom it is not offered either', async () => {
    await start();
    const teacher = bot.as(people.teacher);
    await teacher.types('/publish-policy');
    expect(teacher.modal?.words).toMatch(/published by|Only/);
    expect(await bot.count('policy')).toBe(0);
    await teacher.closes();
    await teacher.types('/safeguarding');
    expect(teacher.modal?.buttons).not.toContain('Publish a policy');
    await bot.as(people.head).types('/safeguarding');
    expect(bot.as(people.head).modal?.buttons).toContain('Publish a policy');
  });
});

describe('the policies of somebody in Slack', () => {
  it('are asked for by a slash command, a shortcut, a line in the chat and the overview, and show what they owe first', async () => {
    await start();
    const teacher = bot.as(people.teacher);
    await teacher.types('/my-policies');
    expect(teacher.modal?.words).toContain('You have not been asked to read or sign anything yet.');
    await teacher.closes();
    await publishes(bot.as(people.head));
    await goesOut();
    await teacher.types('/my-policies', 'and more');
    expect(teacher.modal?.words).toContain(
      'My policies\nPhones in school · please read by Mon 7 Dec\nVersion 1\n[Open]',
    );
    expect(teacher.ephemerals).toEqual([]);
    await teacher.closes();
    await teacher.usesShortcut('My policies');
    expect(teacher.modal?.words).toContain('Phones in school · please read by');
    await teacher.closes();
    await teacher.writes('My policies');
    expect(saidTo(people.teacher).at(-1)).toMatch(/^My policies\nPhones in school · please read by/);
    await teacher.pressesOn(teacher.newestWith('Open', { saying: 'My policies' }), 'Open');
    expect(teacher.modal?.words).toContain('MARKER-TEXT');
    await teacher.presses(YES);
    expect(await yeses()).toHaveLength(1);
  });
});

describe('a channel for staff in Slack', () => {
  it('[R160] [R166] who joins it is asked, who leaves it drops out, and who is not in the school file is listed by name', async () => {
    await start([people.teacher]);
    const head = bot.as(people.head);
    await publishes(head, { who: { 'Members of channels': ['Staff room'] } });
    await goesOut();
    expect(saidTo(people.teacher)).toHaveLength(1);
    expect(saidTo(people.otherTeacher)).toEqual([]);
    bot.slack.addUser({ id: 'U0NEW', name: 'Robin Starter', email: 'r.starter@oakfield.example' });
    await bot.slack.joins('U0NEW', STAFF);
    await bot.slack.joins(bot.userIdOf(people.otherTeacher), STAFF);
    await halfAnHour();
    expect(saidTo(people.otherTeacher)).toEqual([expect.stringContaining('Phones in school')]);
    expect(saidTo(people.head).join('\n')).toContain('0 of 2 acknowledged · 0 cannot be reached · 2 outstanding');
    await head.pressesOn(head.newestWith('Who has not'), 'Who has not');
    for (const name of ['Amara Osei', 'Callum Farrow', 'Robin Starter']) expect(head.modal?.words).toContain(name);
    await bot.slack.leaves(bot.userIdOf(people.otherTeacher), STAFF);
    await halfAnHour();
    await bot.pass(20 * 60 * MINUTE);
    await goesOut();
    expect(saidTo(people.head).join('\n')).toContain('0 of 1 acknowledged · 0 cannot be reached · 1 outstanding');
  });

  it('has nothing of a case, of who has not read a policy or of what anybody asked in it, whoever comes or goes', async () => {
    await start([people.teacher, people.dsl]);
    await publishes(bot.as(people.head), { who: { 'Members of channels': ['Staff room'] } });
    await reportInSlack(bot);
    await bot.slack.invitesBot(STAFF, bot.userIdOf(people.dsl));
    await bot.slack.joins(bot.userIdOf(people.assistant), STAFF);
    await halfAnHour();
    expect(bot.cards()).toHaveLength(1);
    expect(bot.slack.messagesIn(STAFF)).toEqual([]);
  });
});

it('[R197] no notification and no line of the log names anybody, and no channel says who has read what', async () => {
  await start([people.teacher]);
  const [teacher, head] = [bot.as(people.teacher), bot.as(people.head)];
  await publishes(head, anAgreement);
  await goesOut();
  await teacher.pressesOn(teacher.newestWith('Sign'), 'Sign');
  await teacher.submits();
  for (let days = 0; days < 16; days++) await bot.pass(24 * 60 * MINUTE);
  expect(everyVersion().length).toBeGreaterThan(20);
  for (const { text } of everyVersion()) {
    expect(text).not.toMatch(names);
    expect(text).not.toMatch(/MARKER/);
    expect(text).not.toBe('');
  }
  expect(bot.slack.messagesIn(STAFF)).toEqual([]);
  expect(bot.slack.messagesIn(slackChannelId)).toEqual([]);
  for (const line of bot.log) expect(line).not.toMatch(/marker|Osei|Acceptable use/i);
  const kept = bot.everythingKept();
  for (const word of ['MARKER-TEXT', ' Osei', 'Acceptable use'])
    for (const encoding of ['utf8', 'utf16le'] as const)
      expect(kept.includes(Buffer.from(word, encoding)), word).toBe(false);
});

async function halfAnHour(): Promise<void> {
  for (let times = 0; times < 7; times++) await bot.pass(6 * MINUTE);
}

/** The publisher brings out another version, which everybody is asked to read again. */
async function revises(head: ReturnType<SlackBot['as']>): Promise<void> {
  await head.pressesOn(head.newestWith('Open', { saying: 'to be made known' }), 'Open');
  await head.presses('New version');
  const [choice] = (head.modal?.inputs ?? []).filter(({ label }) => label.startsWith('Is the change material'));
  if (choice === undefined) throw new Error(`no question whether it is material: ${head.modal?.words}`);
  await fillsInPolicy(head, {
    what: {
      [choice.label]: 'Yes: everybody reads or signs it again',
      'What changed': 'And lunch',
    },
    text: { 'The text, as people read it': 'MARKER-TEXT-TWO' },
  });
  await head.presses('Publish');
  await head.closes({ all: true });
}
