import { afterEach, describe, expect, it } from 'vitest';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { actionNamed, wordsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const marker = /marker/i;
const notTheirs =
  /There is nothing with the reference C-\w{6} that you can open\. Concerns are opened by those who handle them/;

describe('in the safeguarding channel', () => {
  it('[R197] opening a case shows it in the own chat of whoever pressed, and never in the channel', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await reportConcern(bot);
    const before = dsl.channel();
    const outcome = await dsl.pressInChannel('Open');
    expect(outcome).toEqual({ kind: 'said', text: 'It is in your own chat with this bot.' });
    expect(dsl.channel()).toEqual(before);
    expect(dsl.chat().at(-1)).toMatch(marker);
    expect(JSON.stringify(bot.fake.messagesIn(bot.channelId))).not.toMatch(marker);
  });

  it('[R194] a teacher in the channel who presses a button is told who may, and sees nothing else', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.otherTeacher);
    await reportConcern(bot);
    const before = bot.fake.messagesIn(bot.channelId);
    for (const button of ['Open', 'Acknowledge', 'Take']) {
      const outcome = await teacher.pressInChannel(button);
      expect(outcome.kind).toBe('said');
      expect(JSON.stringify(outcome)).toMatch(notTheirs);
      expect(JSON.stringify(outcome)).not.toMatch(marker);
    }
    expect(teacher.chat()).toEqual([]);
    expect(bot.fake.messagesIn(bot.channelId)).toEqual(before);
  });

  it('[R194] with dialogs too, the dialog of somebody without the right says who may and no more', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    await reportConcern(bot);
    const outcome = await bot.as(people.otherTeacher).pressInChannel('Open');
    expect(outcome.kind).toBe('dialog');
    expect(JSON.stringify(outcome)).toMatch(notTheirs);
    expect(JSON.stringify(outcome)).not.toMatch(marker);
  });

  it('a button that asks for content to be drawn in the channel puts it into the own chat all the same', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await reportConcern(bot);
    const card = dsl.newestWith('Open', bot.channelId, '');
    const open = actionNamed(card.card, 'Open');
    // As if the card of somebody's own chat stood here: the slot says that its content belongs in its place.
    const data = { ...(open?.data as object), slot: `view:${people.dsl}` };
    const where = { kind: 'channel', channelId: bot.channelId, thread: card.id } as const;
    const answer = await dsl.send(dsl.activities.cardAction({ ...open, data }, card.id, where));
    expect(JSON.stringify(answer)).not.toMatch(marker);
    await bot.pass(60_000);
    expect(JSON.stringify(bot.fake.messagesIn(bot.channelId))).not.toMatch(marker);
    expect(dsl.chat().at(-1)).toMatch(marker);
  });

  it('a form that is asked for in the channel opens in the own chat', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportConcern(bot);
    const card = dsl.newestWith('Open', bot.channelId, '');
    const where = { kind: 'channel', channelId: bot.channelId, thread: card.id } as const;
    const data = { do: 'concern/note', ref: reference, slot: 'case' };
    const action = { type: 'Action.Execute', verb: 'concern/note', data };
    const answer = await dsl.send(dsl.activities.cardAction(action, card.id, where));
    expect(JSON.stringify(answer.body)).toContain('It is in your own chat');
    expect(dsl.chat().at(-1)).toContain('[Add the note]');
    expect(dsl.channel()).toHaveLength(1);
  });

  it('a case of the channel can be worked on from a group chat, and is still not shown there', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await reportConcern(bot);
    const card = dsl.newestWith('Open', bot.channelId, '');
    const chatId = '19:deputies@thread.v2';
    bot.fake.setMembers(chatId, [dsl.user]);
    const open = actionNamed(card.card, 'Open') ?? {};
    const answer = await dsl.send(dsl.activities.cardAction(open, card.id, { kind: 'group', chatId }));
    expect(JSON.stringify(answer)).not.toMatch(marker);
    expect(bot.fake.messagesIn(chatId)).toEqual([]);
    expect(dsl.chat().at(-1)).toMatch(marker);
  });
});

describe('a card that is out of date or out of place', () => {
  it('a press on an old card says what the case is now', async () => {
    bot = await startTeamsBot();
    const [dsl, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    await reportConcern(bot);
    const old = deputy.newestWith('Acknowledge', bot.channelId, '');
    await dsl.pressInChannel('Acknowledge');
    const outcome = await deputy.pressOn(old, 'Acknowledge', {});
    expect(outcome).toMatchObject({ kind: 'said', text: expect.stringMatching(/acknowledged this/i) });
  });

  it('the reporter who answers an old question again is told that it was answered', async () => {
    bot = await startTeamsBot();
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    await reportConcern(bot);
    await dsl.pressInChannel('Open');
    await dsl.press('Ask the reporter');
    await dsl.press('Ask', { text: 'When?' });
    const question = teacher.newestWith('Answer', teacher.personalChat, '');
    await teacher.press('Answer');
    await teacher.press('Send the answer', { text: 'On Monday.' });
    const again = await teacher.pressOn(question, 'Answer', {});
    const said =
      again.kind === 'card' && wordsOf(again.card).includes('[Send the answer]')
        ? await teacher.press('Send the answer', { text: 'On Tuesday.' })
        : again;
    expect(JSON.stringify(said)).toMatch(/You have answered this question|has joined the case/);
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toContain('On Monday.');
    expect(dsl.chat().at(-1)).not.toContain('On Tuesday.');
  });

  it("nobody reaches a case through somebody else's card", async () => {
    bot = await startTeamsBot();
    const [dsl, teacher] = [bot.as(people.dsl), bot.as(people.teacher)];
    await reportConcern(bot);
    await dsl.pressInChannel('Open');
    const presses = async (on: string, buttons: readonly string[]) => {
      const theirs = dsl.newestWith(on, dsl.personalChat, '');
      for (const button of buttons) {
        const action = actionNamed(theirs.card, button) ?? {};
        const answer = await teacher.send(teacher.activities.cardAction(action, theirs.id));
        expect(JSON.stringify(answer.body), button).toMatch(notTheirs);
      }
    };
    await presses('Note', ['Acknowledge', 'Note', 'Put away', 'More']);
    await dsl.press('More');
    await presses('Refer', ['Refer', 'Acknowledge', 'Back to the case']);
    expect(teacher.chat().join()).not.toMatch(marker);
  });

  it('a reference that does not exist is refused in the same words as one that is not theirs', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.otherTeacher);
    const reference = await reportConcern(bot);
    const press = async (ref: string) => {
      const action = { type: 'Action.Execute', verb: 'concern/open', data: { do: 'concern/open', ref } };
      const { body } = await teacher.send(teacher.activities.cardAction(action, '1'));
      return JSON.stringify(body).replace(ref, 'REF');
    };
    expect(await press(reference)).toBe(await press(reference === 'C-222222' ? 'C-333333' : 'C-222222'));
  });

  it('a button that nobody can read changes nothing and says so', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    await reportConcern(bot);
    for (const data of [
      {},
      { do: 'concern' },
      { do: 'concern/open', ref: 7 },
      { do: 'concern/open', slot: {} },
      { do: '' },
    ]) {
      const answer = await dsl.send(dsl.activities.cardAction({ type: 'Action.Execute', verb: 'x', data }, '1'));
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).toContain('could not be read, so nothing was changed');
    }
  });
});

describe('people and schools', () => {
  it("[R203] somebody who is not on the school's list gets the school's number and nothing else, whatever they do", async () => {
    bot = await startTeamsBot();
    await reportConcern(bot);
    const stranger = bot.asSomebodyElse();
    const kept = await bot.count('concern');
    await stranger.say('report a concern');
    expect(stranger.chat().at(-1)).toMatch(/^You are not on this school's staff list.*01632 960100/);
    for (const button of ['Open', 'Acknowledge']) {
      const outcome = await stranger.pressInChannel(button);
      expect(outcome).toMatchObject({ kind: 'said', text: expect.stringContaining('not on this school') });
    }
    expect(await bot.count('concern')).toBe(kept);
    expect(stranger.chat().join()).not.toMatch(marker);
  });

  it('[R203] a stranger who uses the message extension is told the same in the dialog', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    const outcome = await bot.asSomebodyElse().useExtension('concern/report');
    expect(outcome.kind).toBe('dialog');
    expect(JSON.stringify(outcome)).toContain('not on this school');
  });

  it('[R194] somebody with an address of the school but another account is not that person', async () => {
    bot = await startTeamsBot();
    await reportConcern(bot);
    const twin = bot.asSomebodyElse({ userPrincipalName: people.dsl, email: people.dsl });
    const outcome = await twin.pressInChannel('Open');
    expect(outcome).toMatchObject({ kind: 'said', text: expect.stringContaining('not on this school') });
    expect(twin.chat()).toEqual([]);
  });

  it('[R194] a guest is nobody by their address, even where the school knows the address and no object id', async () => {
    const { people: all } = aSchoolFile();
    const school = aSchool({
      people: all.map(({ teams: _, ...person }) => (person.email === people.dsl ? person : { ...person, teams: _ })),
    });
    bot = await startTeamsBot({ school });
    for (const [index, guest] of [
      { userRole: 'guest' as const },
      { userPrincipalName: `n.rahimi_oakfield.example#EXT#@other.example` },
      { tenantId: 'another-tenant' },
    ].entries()) {
      const person = bot.asSomebodyElse({
        id: `29:guest-${index}`,
        aadObjectId: `99999999-0000-4000-8000-00000000000${index}`,
        email: people.dsl,
        userPrincipalName: people.dsl,
        ...guest,
      });
      const activity = person.activities.message('report a concern');
      const channelData = { tenant: { id: school.teams?.tenantId } };
      const conversation = { ...(activity.conversation as object), tenantId: school.teams?.tenantId };
      await person.send({ ...activity, channelData, conversation });
      expect(person.chat().join()).not.toContain('immediate danger');
    }
  });

  it('somebody without an object id in the school file is known by the address they sign in with, asked for once', async () => {
    const { people: all } = aSchoolFile();
    const school = aSchool({
      people: all.map(({ teams: _, ...person }) =>
        person.email === people.teacher ? person : { ...person, teams: _ },
      ),
    });
    bot = await startTeamsBot({ school });
    const teacher = bot.as(people.teacher);
    await reportConcern(bot);
    await teacher.say('safeguarding');
    expect(teacher.chat().at(-1)).toContain('My reports');
    expect(bot.fake.requests.filter(({ call }) => call === 'member')).toHaveLength(1);
  });

  it('when Teams does not say who somebody is, they are told that nothing was done', async () => {
    const { people: all } = aSchoolFile();
    const school = aSchool({ people: all.map(({ teams: _, ...person }) => person) });
    bot = await startTeamsBot({ school });
    const teacher = bot.as(people.teacher);
    await teacher.say('report a concern');
    await bot.restart();
    bot.fake.trouble('member', { status: 503 }, 3);
    await teacher.press('Yes');
    expect(teacher.chat().at(-1)).toMatch(/Not done: Teams did not say who you are.*01632 960101.*\[Yes\]/s);
    const action = { type: 'Action.Execute', verb: 'list/my-reports', data: { do: 'list/my-reports' } };
    const { body } = await teacher.send(teacher.activities.cardAction(action, '1'));
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.error',
      value: { message: expect.stringContaining('Not done') },
    });
    const inDialog = await teacher.useExtension('concern/report');
    expect(JSON.stringify(inDialog)).toContain('Teams did not say who you are');
    expect((await teacher.press('Yes')).kind).toBe('card');
  });

  it('and what they had typed is still there', async () => {
    const { people: all } = aSchoolFile();
    bot = await startTeamsBot({ school: aSchool({ people: all.map(({ teams: _, ...person }) => person) }) });
    const teacher = bot.as(people.teacher);
    await teacher.say('report a concern');
    await teacher.press('No');
    await teacher.press('Continue', { kind: 'other', about: 'pupil' });
    await bot.restart();
    bot.fake.trouble('member', { status: 503 });
    await teacher.press('Send', { names: 'Robin Ash', narrative: 'WHAT-WAS-TYPED' });
    expect(teacher.chat().at(-1)).toMatch(/Teams did not say who you are.*Robin Ash.*WHAT-WAS-TYPED/s);
    await teacher.press('Send');
    expect(teacher.chat().at(-1)).toMatch(/^Received/);
  });

  it("another school's people are nobody here, and get nothing of this school's", async () => {
    const other = aSchool({
      id: 'riverside',
      name: 'Riverside',
      telephone: '01632 960900',
      teams: { tenantId: 'tenant-of-riverside' },
    });
    bot = await startTeamsBot({ otherSchools: [other] });
    const reference = await reportConcern(bot);
    const outsider = bot.asSomebodyElse({
      tenantId: 'tenant-of-riverside',
      // The same object id as our DSL: ids are unique within a tenant only.
      aadObjectId: bot.as(people.dsl).user.aadObjectId,
    });
    const action = { type: 'Action.Execute', verb: 'concern/open', data: { do: 'concern/open', ref: reference } };
    const { body } = await outsider.send(outsider.activities.cardAction(action, '1'));
    expect(JSON.stringify(body)).toMatch(/There is nothing with the reference/);
    expect(JSON.stringify(body)).not.toContain('01632 960100');
    expect(outsider.chat()).toEqual([]);
  });

  it('an activity of a tenant that no school has is answered with nothing of any school', async () => {
    bot = await startTeamsBot();
    const outsider = bot.asSomebodyElse({
      tenantId: 'tenant-of-nobody',
      aadObjectId: bot.as(people.dsl).user.aadObjectId,
    });
    await outsider.say('report a concern');
    expect(outsider.chat()).toEqual([]);
    const { body } = await outsider.send(
      outsider.activities.cardAction({ verb: 'x', data: { do: 'concern/report' } }, '1'),
    );
    expect(JSON.stringify(body)).toContain('the school office');
    expect(JSON.stringify(body)).not.toContain('01632');
  });

  it('an activity that names two tenants is of neither', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const message = teacher.activities.message('report a concern');
    await teacher.send({ ...message, channelData: { tenant: { id: 'tenant-of-nobody' } } });
    const conversation = { ...(message.conversation as object), tenantId: 'tenant-of-nobody' };
    await teacher.send({ ...message, conversation });
    expect(teacher.chat()).toEqual([]);
  });

  it('what does not come by way of Teams is not taken, whoever it says that it is from', async () => {
    bot = await startTeamsBot();
    const dsl = bot.as(people.dsl);
    const answer = await dsl.send({ ...dsl.activities.message('safeguarding'), channelId: 'webchat' });
    expect(answer.status).toBe(400);
    expect(dsl.chat()).toEqual([]);
  });
});
