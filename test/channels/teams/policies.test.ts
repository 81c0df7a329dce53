import { afterEach, describe, expect, it } from 'vitest';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { actionNamed, buttonsOf, type Inputs, type TeamsPerson, wordsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YES = 'I have read and understood this';
const STAFF = '19:staff@thread.tacv2';
const BOT = '28:11111111-1111-4111-8111-111111111111';
const names = /Osei|Rahimi|Okonjo|Tanaka|Brandt|Farrow|Elstow|Donnellan|Tallis|Kestrel/;
const staffChannels = [{ id: 'staff-room', name: 'Staff room', teams: { channelId: STAFF } }];
const text = 'MARKER-TEXT: phones stay in bags.\nAlso at break.';

/** The bot in a school with a channel for staff, in which these are. */
async function start(options: Parameters<typeof startTeamsBot>[0] = {}, members: readonly string[] = []) {
  bot = await startTeamsBot({ school: aSchool({ staffChannels }), ...options });
  inChannel(members);
}

function inChannel(members: readonly string[]): void {
  bot.fake.setMembers(
    STAFF,
    members.map((email) => bot.as(email).user),
  );
}

/** Time enough for everybody to be asked and for the figures to follow. */
async function goesOut(): Promise<void> {
  for (let times = 0; times < 9; times++) await bot.pass(MINUTE);
}

/** Publishes a policy for all staff, in the chat; a test changes what it gives. */
async function publishes(
  head: TeamsPerson,
  given: { readonly what?: Inputs; readonly who?: Inputs } = {},
  how = 'Publish',
) {
  await head.say('publish policy');
  await head.press('Continue', { kind: 'policy', title: 'Phones in school', change1: 'In bags', ...given.what });
  await head.press('Continue', { text });
  await head.press('Continue', given.who ?? { kinds: 'staff' });
  await head.press('Preview');
  const preview = head.chat().at(-1);
  await head.press(how);
  return preview;
}

const said = (email: string) => bot.as(email).chat().join('\n---\n');
const acknowledgements = () => bot.count('acknowledgement');

describe('a policy in Teams', () => {
  it('[R167] goes through a preview to the chat of everybody who must read it, and is acknowledged once', async () => {
    await start();
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    const preview = await publishes(head);
    expect(preview).toMatch(/P-\w{6}, version 1 · preview/);
    expect(preview).toContain('9 people by the school file: all staff.');
    await goesOut();
    expect(teacher.chat()).toEqual([
      expect.stringMatching(/^Phones in school\nPolicy, version 1\nPlease read and acknowledge by .*MARKER-TEXT/s),
    ]);
    for (const governor of [people.chair, people.governor]) expect(bot.as(governor).chat()).toEqual([]);
    expect(said(people.head)).toContain('0 of 9 acknowledged · 0 cannot be reached · 9 outstanding');
    const card = teacher.newestWith(YES, teacher.personalChat, '');
    for (let times = 0; times < 6; times++) {
      const outcome = await teacher.pressOn(card, YES, {});
      expect(outcome.kind).toBe('card');
    }
    expect(teacher.chat()).toEqual([expect.stringMatching(/^Phones in school, version 1\nAcknowledged /)]);
    await goesOut();
    expect(said(people.head)).toContain('1 of 9 acknowledged · 0 cannot be reached · 8 outstanding');
  });

  it('is the same card for everybody, to the letter, within 24 KB with the longest text', async () => {
    await start();
    const head = bot.as(people.head);
    await head.say('publish policy');
    await head.press('Continue', { kind: 'policy', title: 'T'.repeat(100), change1: 'C'.repeat(140) });
    await head.press('Continue', { text: 'é'.repeat(8_000) });
    await head.press('Continue', { kinds: 'staff' });
    await head.press('Preview');
    await head.press('Publish');
    await goesOut();
    const cards = bot.fake.users
      .flatMap((user) => bot.fake.messagesIn(bot.fake.personalChatOf(user)))
      .filter(({ activity }) => JSON.stringify(activity).includes('Please read and acknowledge'))
      .map(({ activity: { attachments, text: preview } }) => JSON.stringify([attachments, preview]));
    expect(cards).toHaveLength(9);
    expect(new Set(cards).size).toBe(1);
    expect(Buffer.byteLength(cards[0] ?? '', 'utf16le')).toBeLessThan(24 * 1_024);
    expect(cards[0]).not.toMatch(names);
    expect(cards[0]).toContain('é'.repeat(8_000));
  });

  it('[R165] an agreement is signed in a dialog, and my policies shows it as it was signed', async () => {
    await start({ setting: 'chat-with-dialogs' });
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    await head.useExtension('policy/publish');
    await head.pressInDialog('Continue', { kind: 'agreement', title: 'Acceptable use' });
    await head.pressInDialog('Continue', { text });
    await head.pressInDialog('Continue', { kinds: 'staff' });
    await head.pressInDialog('Preview');
    await head.pressInDialog('Publish');
    await goesOut();
    await teacher.press('Sign');
    expect(wordsOf(teacher.dialog)).toContain('Your full name\nAmara Osei\nYour job title or role\nTeacher of History');
    await teacher.pressInDialog('Sign', { name: 'Amara Ama Osei' });
    expect(said(people.teacher)).toMatch(/Acceptable use, version 1\nSigned /);
    await teacher.useExtension('list/my-policies');
    expect(wordsOf(teacher.dialog)).toMatch(/My policies.*Acceptable use, version 1.*Signed/s);
    await teacher.pressInDialog('Open');
    for (const words of ['Amara Ama Osei', 'Teacher of History', text])
      expect(wordsOf(teacher.dialog)).toContain(words);
    expect(wordsOf(teacher.dialog)).toMatch(/\n[0-9a-f]{64}\b/);
  });

  it('[R167] published in the evening it waits for the school to open, or goes at once where its publisher says so', async () => {
    await start();
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    await bot.pass(6 * HOUR);
    const preview = await publishes(head);
    expect(preview).toContain('Once published, it goes out Tue 24 Nov, 08:30, when the school opens.');
    await goesOut();
    expect(teacher.chat()).toEqual([]);
    expect(said(people.head)).toContain('Goes out Tue 24 Nov, 08:30, when the school opens');
    await publishes(head, { what: { title: 'Trips' } }, 'Publish and send now');
    await goesOut();
    expect(teacher.chat()).toEqual([expect.stringContaining('Trips')]);
    await bot.pass(13 * HOUR);
    await goesOut();
    expect(teacher.chat()).toHaveLength(2);
  });

  it('[R173] a question goes to the owner alone, and its answer to whoever asked', async () => {
    await start();
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    await publishes(head);
    await goesOut();
    await teacher.press('I have a question');
    await teacher.press('Send the question', { text: 'MARKER-QUESTION' });
    expect(said(people.head)).toContain('A question about Phones in school, version 1');
    expect(said(people.head)).not.toMatch(/MARKER-QUESTION|Osei/);
    await head.press('Open', {}, 'A question about');
    expect(head.chat().at(-1)).toMatch(/Amara Osei.*MARKER-QUESTION/s);
    await head.press('Answer', {}, 'MARKER-QUESTION');
    await head.press('Send the answer', { text: 'MARKER-ANSWER' });
    expect(said(people.teacher)).toContain('MARKER-ANSWER');
    for (const email of [people.dsl, people.otherTeacher, people.coordinator])
      expect(said(email)).not.toMatch(/MARKER-(QUESTION|ANSWER)/);
  });

  it('somebody who is not asked, and presses a card that was shown to them, begins nothing', async () => {
    await start();
    const [teacher, chair] = [bot.as(people.teacher), bot.as(people.chair)];
    await publishes(bot.as(people.head));
    await goesOut();
    const before = await acknowledgements();
    const card = teacher.newestWith(YES, teacher.personalChat, '');
    const { type, title, verb, data } = actionNamed(card.card, YES) ?? {};
    const answer = await chair.send(chair.activities.cardAction({ type, title, verb, data }, card.id));
    expect(JSON.stringify(answer.body)).toContain('Nobody has asked you to read or sign this one');
    expect(await acknowledgements()).toBe(before);
  });

  it('is asked for by everybody in words, and published by those who may', async () => {
    await start();
    const teacher = bot.as(people.teacher);
    await teacher.say('My policies');
    expect(teacher.chat().at(-1)).toContain('You have not been asked to read or sign anything yet.');
    await teacher.say('/my-policies P-VEZ85N');
    expect(teacher.chat().at(-1)).toContain('My policies');
    await teacher.say('my policies please', { kind: 'channel', channelId: bot.channelId, thread: '1' });
    expect(teacher.chat().at(-1)).toContain('My policies');
    expect(teacher.chat().join('\n')).not.toContain('Nobody has read what you wrote');
    expect(teacher.channel()).toEqual([]);
    await teacher.say('publish a policy');
    expect(teacher.chat().at(-1)).toMatch(/^Policies and agreements are published by /);
    expect(await bot.count('policy')).toBe(0);
    await teacher.say('safeguarding');
    const overview = bot.fake.messagesIn(teacher.personalChat).at(-1);
    expect(buttonsOf(overview?.activity)).not.toContain('Publish a policy');
  });
});

describe('somebody who could not be reached in Teams', () => {
  it('[R160] [R166] is listed with the reason, and gets what they owe once the app is installed for them', async () => {
    await start();
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    bot.fake.changeUser(teacher.user.id, { hasBot: false });
    await publishes(head);
    await goesOut();
    expect(teacher.chat()).toEqual([]);
    expect(said(people.head)).toContain('0 of 9 acknowledged · 1 cannot be reached · 8 outstanding');
    await head.press('Who has not');
    expect(head.chat().at(-1)).toMatch(/Amara Osei.*(blocked|removed|installed)/s);
    bot.fake.changeUser(teacher.user.id, { hasBot: true });
    await teacher.send(teacher.activities.installation('add'));
    await goesOut();
    expect(teacher.chat().filter((words) => words.startsWith('Phones in school'))).toHaveLength(1);
  });

  it('[R166] gets what they owe once they write to the bot again, which they had blocked', async () => {
    await start();
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    await teacher.say('help');
    bot.fake.changeUser(teacher.user.id, { hasBot: false });
    await publishes(head);
    await goesOut();
    expect(said(people.head)).toContain('0 of 9 acknowledged · 1 cannot be reached · 8 outstanding');
    bot.fake.changeUser(teacher.user.id, { hasBot: true });
    await bot.pass(HOUR);
    await teacher.say('help');
    await goesOut();
    expect(teacher.chat().filter((words) => words.startsWith('Phones in school'))).toHaveLength(1);
  });
});

describe('a channel for staff in Teams', () => {
  /** The teacher and the assistant have no id in the school file; the assistant has never written to the bot. */
  const school = () =>
    aSchool({
      staffChannels,
      people: aSchoolFile().people.map(({ teams, ...person }) =>
        person.email === people.assistant || teams === undefined ? person : { ...person, teams },
      ),
    });

  it('[R160] who is in it is asked, also who never wrote to the bot; who comes later is asked, and who goes drops out', async () => {
    await start({ school: school() }, [people.assistant, people.teacher]);
    const head = bot.as(people.head);
    await publishes(head, { who: { channels: 'staff-room' } });
    await goesOut();
    for (const email of [people.assistant, people.teacher])
      expect(bot.as(email).chat()).toEqual([expect.stringContaining('Phones in school')]);
    inChannel([people.assistant, people.otherTeacher]);
    const other = bot.as(people.otherTeacher);
    await other.send(other.activities.teamChanges('added', [other.user.id]));
    for (let times = 0; times < 6; times++) await goesOut();
    expect(other.chat()).toEqual([expect.stringContaining('Phones in school')]);
    await bot.pass(20 * 60 * MINUTE);
    await goesOut();
    expect(said(people.head)).toContain('0 of 2 acknowledged · 0 cannot be reached · 2 outstanding');
  });

  it('[R160] is asked as soon as the app has come to its team', async () => {
    await start();
    bot.fake.forget(STAFF);
    const [head, teacher] = [bot.as(people.head), bot.as(people.teacher)];
    await publishes(head, { who: { channels: 'staff-room' } });
    for (let times = 0; times < 5; times++) await goesOut();
    expect(teacher.chat()).toEqual([]);
    inChannel([people.teacher]);
    await teacher.send(teacher.activities.installation('add', { kind: 'channel', channelId: STAFF, thread: '1' }));
    await goesOut();
    expect(teacher.chat()).toEqual([expect.stringContaining('Phones in school')]);
  });

  it('has nothing of a case in it, also where the bot is installed there', async () => {
    await start({}, [people.teacher]);
    const dsl = bot.as(people.dsl);
    await reportConcern(bot);
    const where = { kind: 'channel', channelId: STAFF, thread: '1' } as const;
    await dsl.send(dsl.activities.installation('add', where));
    await dsl.send(dsl.activities.membersAdded([BOT], where));
    await goesOut();
    expect(bot.fake.messagesIn(STAFF)).toEqual([]);
    expect(dsl.channel()).toHaveLength(1);
    expect(await bot.application.addresses.find(bot.school, 'teams', 'channel:staff:staff-room')).toEqual({
      serviceUrl: bot.fake.serviceUrl,
      conversation: STAFF,
      team: '19:team@thread.tacv2',
    });
    await dsl.send(dsl.activities.installation('remove', where));
    expect(await bot.application.addresses.find(bot.school, 'teams', 'channel:staff:staff-room')).toBeUndefined();
  });
});

it('[R197] no notification and no line of the log names anybody or has a word of the text', async () => {
  await start();
  const teacher = bot.as(people.teacher);
  await publishes(bot.as(people.head));
  await goesOut();
  await teacher.press('I have a question');
  await teacher.press('Send the question', { text: 'MARKER-QUESTION' });
  await teacher.press(YES);
  for (let days = 0; days < 16; days++) await bot.pass(24 * 60 * MINUTE);
  const summaries = bot.fake.users
    .flatMap((user) => bot.fake.messagesIn(bot.fake.personalChatOf(user)))
    .flatMap(({ versions }) => versions.map(({ summary }) => String(summary)));
  expect(summaries.length).toBeGreaterThan(20);
  for (const summary of summaries) expect(summary).not.toMatch(/MARKER|undefined/);
  for (const summary of summaries) expect(summary).not.toMatch(names);
  for (const line of bot.log) expect(line).not.toMatch(/marker|Osei|Phones/i);
});
