import { afterEach, describe, expect, it, vi } from 'vitest';
import { people } from '../../support/school.ts';
import type { Activity } from '../../support/teams-activities.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { buttonsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const marker = 'xyzzy-MARKER-plugh';

describe('pictures and files', () => {
  const pictures = (url: string): Readonly<Record<string, readonly unknown[]>> => ({
    'a picture that was pasted': [
      { contentType: 'image/*', contentUrl: url, name: marker },
      {
        contentType: 'text/html',
        content: `<p>${marker}</p><img src="${url}" itemtype="http://schema.skype.com/AMSImage">`,
      },
    ],
    'a file that was chosen': [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        contentUrl: url,
        name: `${marker}.docx`,
        content: { downloadUrl: url, uniqueId: marker, fileType: 'docx' },
      },
    ],
    'a picture among the words': [
      {
        contentType: 'text/html',
        content: `<div>look <img alt="${marker}" src="${url}" itemtype="http://schema.skype.com/AMSImage"></div>`,
      },
    ],
    'a video': [{ contentType: 'video/mp4', contentUrl: url, name: marker }],
    'an animated picture': [
      {
        contentType: 'text/html',
        content: `<readonly itemtype="http://schema.skype.com/Giphy"><img src="${url}"></readonly>`,
      },
    ],
    'a file quoted from elsewhere': [
      { contentType: 'text/html', content: `<p>see</p><attachment id="${marker}"></attachment>` },
    ],
    'a picture written into the message itself': [
      { contentType: 'image/png', contentUrl: `data:image/png;base64,${Buffer.from(marker).toString('base64')}` },
    ],
    'something without a kind': [{ contentUrl: url, name: marker }],
  });

  it('[R050] a picture or file is refused in any form, is not fetched and not kept', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    for (const [what, attachments] of Object.entries(pictures(bot.fake.elsewhere))) {
      const said = teacher.chat().length;
      await teacher.send(teacher.activities.messageWith(attachments, 'report a concern'));
      expect(teacher.chat().slice(said), what).toEqual([
        expect.stringMatching(/^Pictures and files cannot be taken here\nThis one was not kept\./),
      ]);
    }
    expect(bot.fake.requests.filter(({ call }) => call === 'other')).toEqual([]);
    expect(await bot.count('concern')).toBe(0);
    expectNothingKept();
  });

  it('[R051] [R052] [R053] the refusal says not to view, copy or send it, to tell the team in person, and not to send it to parents', async () => {
    bot = await startTeamsBot();
    // The DSL is told the same: the police view such material, on the device.
    for (const email of [people.teacher, people.dsl]) {
      const person = bot.as(email);
      await person.send(person.activities.messageWith([{ contentType: 'image/png', contentUrl: bot.fake.elsewhere }]));
      const said = person.chat().at(-1) ?? '';
      expect(said).toContain(
        'do not view, copy or send it. Secure the device and tell the safeguarding team in person',
      );
      expect(said).toContain('Parents must not be sent such an image either; the police view it on the device.');
      expect(said).toContain('01632 960101');
    }
  });

  it('[R050] a picture sent in a channel is refused to the sender alone', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const where = { kind: 'channel', channelId: bot.channelId, thread: '1' } as const;
    const picture = [{ contentType: 'image/*', contentUrl: bot.fake.elsewhere, name: marker }];
    await teacher.send(teacher.activities.messageWith(picture, 'see', where));
    expect(teacher.channel()).toEqual([]);
    expect(teacher.chat()).toEqual([expect.stringContaining('Pictures and files cannot be taken here')]);
    expect(bot.fake.requests.filter(({ call }) => call === 'other')).toEqual([]);
    expectNothingKept();
  });

  it('[R050] a picture put into a message afterwards is refused too', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const picture = [{ contentType: 'image/*', contentUrl: bot.fake.elsewhere, name: marker }];
    await teacher.send(teacher.activities.editedMessage('1', marker, picture));
    expect(teacher.chat()).toEqual([expect.stringContaining('This one was not kept.')]);
    expectNothingKept();
  });

  it('[R050] a file that is offered for download is not taken', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    for (const action of ['accept', 'decline'] as const) {
      const answer = await teacher.send(teacher.activities.fileConsent(action, bot.fake.elsewhere));
      expect(answer.status).toBe(200);
    }
    expect(teacher.chat()).toHaveLength(2);
    expect(bot.fake.requests.filter(({ call }) => call === 'other')).toEqual([]);
  });

  it('[R050] no card that the bot draws has a place for a file', async () => {
    bot = await startTeamsBot();
    await reportConcern(bot);
    await bot.as(people.dsl).pressInChannel('Open');
    expect(bot.fake.everythingSaid()).not.toMatch(/"Input\.File|file\.consent|"Media"/i);
  });

  it('words with an emoji and the HTML copy of them are words', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const emoji =
      '<img itemscope="" itemtype="http://schema.skype.com/Emoji" itemid="smile" src="https://statics.teams.cdn.office.net/smile.png" alt="🙂">';
    const copy = [
      {
        contentType: 'text/html',
        content: `<p>report a concern &lt;img&gt; <span class="animated-emoticon-20-smile">${emoji}</span></p>`,
      },
    ];
    await teacher.send(teacher.activities.messageWith(copy, 'report a concern 🙂'));
    expect(teacher.chat().at(-1)).toContain('immediate danger');
  });
});

describe('anything else that is written', () => {
  it('gets short help with buttons, and nothing of it is kept anywhere', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    for (const line of [
      marker,
      `hello ${marker}`,
      `/${marker}`,
      `${marker} report a concern`,
      '',
      '   ',
      marker.repeat(500),
    ])
      await teacher.say(line);
    const said = new Set(teacher.chat());
    expect(said.size).toBe(1);
    expect([...said][0]).toMatch(
      /not kept.*Report a concern about a child here.*"my policies".*\[Report a concern\]\n\[Content on a pupil’s device\]\n\[Report a broken rule\]\n\[Ask for a blocked site\]\n\[Report an unsuitable site\]\n\[My reports and requests\]\n\[My policies\]$/s,
    );
    expect(bot.fake.everythingSaid()).not.toContain(marker);
    expectNothingKept();
  });

  it('words behind a command open the form and are not kept', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await teacher.say(`/report-concern ${marker} hit ${marker}`);
    expect(teacher.chat().at(-1)).toContain('immediate danger');
    expect(bot.fake.everythingSaid()).not.toContain(marker);
    expectNothingKept();
  });

  it('in a channel, the answer goes to the person alone', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const where = { kind: 'channel', channelId: bot.channelId, thread: '1' } as const;
    for (const line of ['report a concern', 'safeguarding', marker]) await teacher.say(line, where);
    expect(teacher.channel()).toEqual([]);
    expect(teacher.chat()).toEqual([
      expect.stringContaining('immediate danger'),
      expect.stringContaining('My reports and requests'),
      expect.stringMatching(/not kept/),
    ]);
  });

  it('in a group chat, the answer goes to the person alone', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const chatId = '19:staffroom@thread.v2';
    bot.fake.setMembers(chatId, bot.fake.users);
    await teacher.say('report a concern', { kind: 'group', chatId });
    expect(bot.fake.messagesIn(chatId)).toEqual([]);
    expect(teacher.chat().at(-1)).toContain('immediate danger');
  });

  it('the overview shows a teacher their own reports, and those who handle concerns the open ones too', async () => {
    bot = await startTeamsBot();
    const reference = await reportConcern(bot);
    for (const email of [people.teacher, people.otherTeacher, people.dsl]) await bot.as(email).say('/Safeguarding');
    expect(bot.as(people.teacher).chat().at(-1)).toContain(`${reference} · received`);
    expect(bot.as(people.otherTeacher).chat().at(-1)).not.toContain(reference);
    expect(bot.as(people.otherTeacher).chat().at(-1)).not.toContain('Open concerns');
    expect(bot.as(people.dsl).chat().at(-1)).toContain(`Open concerns\n${reference} · new`);
    const opened = await bot.as(people.dsl).press('Open', {}, 'Open concerns');
    expect(opened.kind).not.toBe('error');
    expect(bot.as(people.dsl).chat().at(-1)).toMatch(/marker/i);
  });

  it('the same line that Teams sends twice is answered once', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const line = teacher.activities.message('report a concern');
    await Promise.all([teacher.send(line), teacher.send(line)]);
    await teacher.send(line);
    expect(teacher.chat()).toHaveLength(1);
    await teacher.say('report a concern');
    expect(teacher.chat()).toHaveLength(2);
  });

  it('what was changed after it was written, reactions, typing and deleted messages are not answered', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const { activities } = teacher;
    const deleted: Activity = {
      ...activities.message(marker),
      type: 'messageDelete',
      channelData: { eventType: 'softDeleteMessage', tenant: { id: bot.school.teams?.tenantId } },
    };
    for (const activity of [
      activities.editedMessage('1', 'report a concern'),
      activities.reaction('1'),
      activities.typing(),
      deleted,
    ]) {
      expect((await teacher.send(activity)).status).toBe(200);
    }
    expect(teacher.chat()).toEqual([]);
    expectNothingKept();
  });

  it('another bot is not answered, so that two of them never talk for ever', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    await teacher.send({
      ...teacher.activities.message('report a concern'),
      from: { id: '28:another-bot', name: 'Another' },
    });
    expect(teacher.chat()).toEqual([]);
  });
});

describe('while something does not work', () => {
  it('a line is answered although Teams refused the answer twice', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    bot.fake.trouble('post', { status: 429, headers: { 'retry-after': '1' } });
    bot.fake.trouble('post', { status: 502 });
    expect((await teacher.say('report a concern')).status).toBe(200);
    expect(teacher.chat().at(-1)).toContain('immediate danger');
  });

  it('nobody is kept waiting for longer than Teams itself waits for the bot', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    bot.fake.trouble('post', { status: 429, headers: { 'retry-after': '60' } });
    expect((await teacher.say('report a concern')).status).toBe(500);
    expect(bot.fake.requests.filter(({ call }) => call === 'post')).toHaveLength(1);
  });

  it('a line that could not be answered is answered when Teams sends it again', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    const line = teacher.activities.message('report a concern');
    bot.fake.trouble('post', { status: 503 }, 4);
    expect((await teacher.send(line)).status).toBe(500);
    expect(teacher.chat()).toEqual([]);
    expect((await teacher.send(line)).status).toBe(200);
    expect(teacher.chat()).toHaveLength(1);
  });

  it('with the record store down, a form still opens and the overview says what to do instead', async () => {
    bot = await startTeamsBot();
    const teacher = bot.as(people.teacher);
    bot.setOutage('fails');
    await teacher.say('report a concern');
    expect(teacher.chat().at(-1)).toContain('immediate danger');
    await teacher.say('safeguarding');
    expect(teacher.chat().at(-1)).toMatch(/^Not done: the record store did not answer.*01632 960101/);
    expect(buttonsOf(teacher.newestWith('Report a concern', teacher.personalChat, '').card)).toContain(
      'Report a concern',
    );
  });

  it.each(['fails', 'hangs', 'is slow'] as const)(
    'when the record store %s, a form opens at once all the same, also for who was never met',
    async (outage) => {
      bot = await startTeamsBot();
      const teacher = bot.as(people.teacher);
      bot.setOutage(outage);
      const said = teacher.say('report a concern');
      // A call of the store that hangs is given up after three seconds.
      await vi.waitFor(() => expect(teacher.chat().at(-1)).toContain('immediate danger'), { timeout: 2_500 });
      bot.setOutage('none');
      expect((await said).status).toBe(200);
      expect(teacher.chat()).toHaveLength(1);
    },
  );

  it.each(['fails', 'hangs'] as const)(
    'when the record store %s, a report is kept on the screen with a true failure and the telephone way',
    async (outage) => {
      bot = await startTeamsBot();
      const teacher = bot.as(people.teacher);
      await teacher.say('report a concern');
      await teacher.press('No');
      await teacher.press('Continue', { kind: 'other', about: 'pupil' });
      bot.setOutage(outage);
      const failed = await teacher.press('Send', {
        names: 'Robin',
        narrative: marker,
      });
      expect(failed.kind).toBe('card');
      expect(teacher.chat().at(-1)).toMatch(
        /Not saved: the record store did not answer\. Your text is still below.*01632 960101/,
      );
      expect(teacher.chat().at(-1)).toContain(marker);
      bot.setOutage('none');
      await teacher.press('Send');
      expect(teacher.chat().at(-1)).toMatch(/^Received/);
      expect(await bot.count('concern')).toBe(1);
    },
  );
});

function expectNothingKept(): void {
  const kept = bot.everythingKept();
  expect(kept.length).toBeGreaterThan(4_000);
  expect(kept.includes(marker)).toBe(false);
  expect(kept.includes(Buffer.from(marker, 'utf16le'))).toBe(false);
  expect(kept.includes(Buffer.from(marker).toString('base64').slice(2, 20))).toBe(false);
}
