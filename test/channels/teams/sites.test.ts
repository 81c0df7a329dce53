import { afterEach, describe, expect, it } from 'vitest';
import { aSchool, manyPeople, people } from '../../support/school.ts';
import { startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { actionNamed, type Inputs, type Outcome, type TeamsPerson, wordsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Words that only whoever decides, and the requester themselves, may read. */
const marker = /marker/i;
/** Everybody but those who are in the safeguarding channel, whom a card there may call. */
const elsewhere = /Osei|Tanaka|Brandt|Farrow|Elstow|Donnellan/;
const names = /Osei|Rahimi|Okonjo|Tanaka|Brandt|Farrow|Elstow|Donnellan/;

const what: Inputs = {
  address: 'https://www.library.example/topic-marker?utm_source=x#part',
  category: 'education',
  period: 'lesson',
};
const details: Inputs = {
  date: '2026-11-23',
  from: '14:30',
  until: '15:30',
  purpose: 'MARKER-PURPOSE: the sources of the period.',
  group: '9B',
  checked: 'yes',
};

describe('a blocked site, where the client has no dialogs', () => {
  it('[R125] [R126] [R128] goes from the line that a teacher writes to blocked again, and each is told what is theirs', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, coordinator, it: network } = cast(bot);
    const reference = await asks(teacher);
    expect(teacher.chat().at(-1)).toContain('library.example/topic-marker');
    expect(dsl.channel()[0]).toMatch(new RegExp(`^Site request ${reference} · waiting\n`));
    expect(dsl.channel()[0]).toContain('library.example');
    expect(coordinator.chat()[0]).toContain(`Site request ${reference} · waiting`);

    await dsl.pressInChannel('Approve');
    expect(dsl.channel()).toHaveLength(1);
    const approved = await dsl.press('Approve', { untilTime: '15:20' }, 'Approve this site');
    expect(approved.kind).toBe('card');
    expect(coordinator.chat()[0]).toContain(`${reference} · with IT`);
    expect(coordinator.chat()).toHaveLength(1);
    expect(network.chat().at(-1)).toContain('library.example/topic-marker');
    expect(network.chat().at(-1)).toMatch(/15:20/);

    await network.press('Done');
    expect(teacher.chat().at(-1)).toMatch(/library\.example.*15:20/s);
    expect(teacher.chat().at(-1)).toContain('[I no longer need it]');

    await teacher.press('I no longer need it');
    expect(dsl.channel()[0]).toContain('ended, not blocked yet');
    await network.press('Blocked again');
    expect(dsl.channel()[0]).toContain(`${reference} · blocked again`);
    expect(coordinator.chat()[0]).toContain('blocked again');
    expect(teacher.chat().join('\n')).toMatch(/blocked again/);
    expect(offeredIn(network)).not.toContain('Blocked again');
    expect(await bot.count('site-access')).toBe(1);
  });

  it('[R129] ends by itself: a reminder, the job to block it, asking again, and in red on the next school morning', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, coordinator, head, it: network } = cast(bot);
    const reference = await asks(teacher);
    await approves(dsl);
    await network.press('Done');
    const before = teacher.chat().length;
    await bot.pass(70 * MINUTE + 1);
    expect(teacher.chat().slice(before).join('\n')).toContain('the time is nearly over');
    await bot.pass(15 * MINUTE);
    expect(dsl.channel()[0]).toContain('ended, not blocked yet');
    expect(network.chat().at(-1)).toMatch(/^Block a site again/);
    expect(network.chat().at(-1)).not.toMatch(/overdue/);
    await bot.pass(16 * MINUTE);
    expect(network.chat().join('\n')).toMatch(/overdue/);
    expect(head.chat()).toEqual([]);
    // Nobody is woken at night; at half past eight it stands in front of those who watch.
    await bot.pass(10 * HOUR);
    expect(head.chat()).toEqual([]);
    await bot.pass(7 * HOUR);
    for (const watcher of [head, coordinator])
      expect(watcher.chat().join('\n')).toMatch(new RegExp(`past its end · ${reference}`));
    await network.press('Blocked again');
    expect(head.chat().join('\n')).toMatch(/Blocked again/);
    expect(head.chat().join('\n')).not.toMatch(marker);
  });

  it('is open for longer when that is agreed too, and until its old end when it is not', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, it: network } = cast(bot);
    await asks(teacher);
    await approves(dsl);
    await network.press('Done');
    await teacher.press('Ask for longer');
    await teacher.press('Ask for longer', { untilTime: '15:50', reason: 'MARKER-LONGER' }, 'Why is more time needed');
    await dsl.pressInChannel('Approve the longer time');
    expect(dsl.chat().at(-1)).toContain('MARKER-LONGER');
    await dsl.press('Approve', {}, 'Approve the longer time');
    expect(teacher.chat().at(-1)).toMatch(/15:50/);
    expect(network.chat().at(-1)).toMatch(/15:50/);
    await teacher.press('Ask for longer');
    await teacher.press('Ask for longer', { untilTime: '15:58', reason: 'MARKER-AGAIN' }, 'Why is more time needed');
    await dsl.pressInChannel('Open');
    await dsl.press('Decline the longer time');
    await dsl.press('Decline', { reason: 'MARKER-NO' }, 'Decline the longer time');
    expect(teacher.chat().join('\n')).toMatch(/15:50/);
    expect(JSON.stringify(bot.fake.messagesIn(bot.channelId))).not.toMatch(marker);
  });

  it('[R126] is declined with a reason that the teacher reads, and nobody else in the chat', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, coordinator, it: network } = cast(bot);
    const reference = await asks(teacher);
    await dsl.pressInChannel('Open');
    await dsl.press('Decline');
    await dsl.press('Decline', { reason: 'MARKER-DECLINED: there is a better one.' }, 'Decline this request');
    expect(dsl.channel()[0]).toContain(`${reference} · declined`);
    expect(coordinator.chat()[0]).toContain('declined');
    expect(coordinator.chat().join()).not.toContain('MARKER-DECLINED');
    expect(teacher.chat().join('\n')).toContain('MARKER-DECLINED');
    expect(network.chat()).toEqual([]);
  });

  it('a question goes to the requester alone, and its answer joins the request', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, coordinator } = cast(bot);
    await asks(teacher);
    await dsl.pressInChannel('Open');
    await dsl.press('Ask');
    await dsl.press('Ask', { text: 'MARKER-QUESTION' }, 'Ask whoever wants it');
    await teacher.press('Answer');
    await teacher.press('Send the answer', { text: 'MARKER-ANSWER' });
    await coordinator.press('Open');
    for (const said of ['MARKER-QUESTION', 'MARKER-ANSWER', 'MARKER-PURPOSE'])
      expect(coordinator.chat().at(-1)).toContain(said);
    expect(JSON.stringify(bot.fake.messagesIn(bot.channelId))).not.toMatch(marker);
  });

  it('an address that is refused says so at its field, with all that was put in still there', async () => {
    bot = await startTeamsBot();
    const { teacher } = cast(bot);
    await teacher.say('/request-site');
    for (const address of ['https://bit.ly/3xYz', 'co.uk', '192.0.2.7']) {
      const shown = await teacher.press('Continue', { ...what, address });
      expect(wordsIn(shown)).toContain(address);
      expect(wordsIn(shown)).toContain('[Continue]');
    }
    await teacher.press('Continue', what);
    expect(teacher.chat().at(-1)).toContain('This asks for: library.example/topic-marker');
  });

  it('is asked for in a school of 250 people, where whoever supervises is named, and a wrong name loses nothing', async () => {
    bot = await startTeamsBot({ school: aSchool({ people: manyPeople() }) });
    const { teacher, dsl } = cast(bot);
    await teacher.say('/request-site');
    await teacher.press('Continue', what);
    const wrong = await teacher.press('Send the request', { ...details, supervisor: 'Somebody' });
    expect(wordsIn(wrong)).toContain('Nobody on the staff list is called that.');
    for (const kept of [details.purpose, 'Somebody', '14:30']) expect(JSON.stringify(wrong)).toContain(kept);
    await teacher.press('Send the request', { ...details, supervisor: 'somebody with a name 249' });
    expect(await bot.count('site-access')).toBe(1);
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toContain('Supervised by: Somebody With A Name 249');
  });

  it('what is never opened is refused at once, and the DSL is told without a name', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, it: network } = cast(bot);
    await teacher.say('request a site');
    await teacher.press('Continue', { ...what, category: 'gambling', address: 'https://dice.example' });
    const told = await teacher.press('Send the request', details);
    expect(wordsIn(told)).toMatch(/gambling/i);
    expect(dsl.channel().join('\n')).toMatch(/refused/);
    expect(dsl.channel().join('\n')).not.toMatch(elsewhere);
    expect(dsl.channel().join('\n')).not.toMatch(marker);
    expect(network.chat()).toEqual([]);
  });
});

describe('a blocked site, where the client has dialogs', () => {
  it('is asked for from a compose box, agreed and opened, and nothing that anybody wrote stands in a chat of others', async () => {
    bot = await startTeamsBot({ setting: 'chat-with-dialogs' });
    const { teacher, dsl, it: network } = cast(bot);
    const where = { kind: 'group', chatId: '19:staffroom@thread.v2' } as const;
    await teacher.useExtension('site-access/request', where);
    await teacher.pressInDialog('Continue', what);
    const receipt = await teacher.pressInDialog('Send the request', details);
    expect(wordsIn(receipt)).toMatch(/S-[0-9A-Z]{6}/);
    expect(bot.fake.messagesIn(where.chatId)).toEqual([]);
    const opened = await dsl.pressInChannel('Open');
    expect(wordsIn(opened)).toContain('MARKER-PURPOSE');
    await dsl.pressInDialog('Approve');
    await dsl.pressInDialog('Approve', {});
    await network.press('Done');
    expect(teacher.chat().at(-1)).toContain('[I no longer need it]');
    expect(bot.fake.everythingSaid()).not.toContain('MARKER-PURPOSE');
  });
});

describe('what stands where', () => {
  it('[R127] no notification, no log line and no byte kept has a purpose, a name, a page or a site in it', async () => {
    bot = await startTeamsBot();
    await wholeWay(bot);
    const summaries = [bot.channelId, ...Object.values(people).map((email) => bot.as(email).personalChat)]
      .flatMap((chat) => bot.fake.messagesIn(chat))
      .flatMap(({ versions }) => versions)
      .map(({ summary }) => String(summary));
    expect(summaries.length).toBeGreaterThan(15);
    for (const summary of summaries) {
      expect(summary).not.toMatch(marker);
      expect(summary).not.toMatch(names);
      expect(summary).not.toMatch(/\.example/);
      expect(summary).not.toBe('');
    }
    for (const line of bot.log) expect(line).not.toMatch(/marker|library\.example|Osei/i);
    const kept = bot.everythingKept();
    expect(kept.length).toBeGreaterThan(20_000);
    // With the space before it: four letters alone may stand in sealed bytes by chance.
    for (const word of ['MARKER', 'topic-marker', 'library.example', ' Osei'])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(kept.includes(Buffer.from(word, encoding)), word).toBe(false);
  });

  it('the channel has no purpose, no page and no name; IT has the page, and no purpose, class or name', async () => {
    bot = await startTeamsBot();
    await wholeWay(bot);
    const channel = JSON.stringify(bot.fake.messagesIn(bot.channelId));
    expect(channel).toContain('library.example');
    expect(channel).not.toMatch(marker);
    expect(channel).not.toMatch(elsewhere);
    const jobs = JSON.stringify(bot.fake.messagesIn(bot.as(people.networkManager).personalChat));
    expect(jobs).toContain('library.example/topic-marker');
    expect(jobs).not.toMatch(/MARKER-|9B/);
    expect(jobs).not.toMatch(names);
  });

  it('somebody without the right is told the same of what is there and of what is not', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, it: network } = cast(bot);
    const reference = await asks(teacher);
    const stranger = bot.as(people.otherTeacher);
    const before = bot.fake.messagesIn(bot.channelId);
    const card = stranger.newestWith('Open', bot.channelId, '');
    const where = { kind: 'channel', channelId: bot.channelId, thread: card.id } as const;
    const commands = ['open', 'approve', 'decline', 'ask', 'end', 'extend', 'opened', 'blocked-again', 'withdraw'];
    for (const person of [stranger, network])
      for (const command of commands) {
        const answers = [];
        for (const ref of [reference, 'S-222222']) {
          const data = { ...(actionNamed(card.card, 'Open')?.data as object), do: `site-access/${command}`, ref };
          const action = { type: 'Action.Execute', verb: `site-access/${command}`, data };
          const answer = await person.send(person.activities.cardAction(action, card.id, where));
          answers.push(JSON.stringify(answer.body).replaceAll(ref, 'REF'));
        }
        expect(answers[0], command).toBe(answers[1]);
        expect(answers[0], command).toMatch(/There is nothing with the reference REF that you can open/);
      }
    expect(bot.fake.messagesIn(bot.channelId)).toEqual(before);
    expect(stranger.chat()).toEqual([]);
    await dsl.pressInChannel('Open');
    expect(dsl.chat().at(-1)).toContain('MARKER-PURPOSE');
  });

  it('nobody agrees to their own request', async () => {
    bot = await startTeamsBot();
    const { coordinator, dsl } = cast(bot);
    await asks(coordinator);
    expect(coordinator.chat().join('\n')).not.toContain('[Approve]');
    await dsl.pressInChannel('Approve');
    expect(dsl.chat().at(-1)).toContain('Approve this site');
  });
});

describe('the filtering change log', () => {
  it('[R132] shows the governor who, what, why, when, until and by whom, and is searched by site and by date', async () => {
    bot = await startTeamsBot();
    await wholeWay(bot);
    const governor = bot.as(people.governor);
    await governor.say('/safeguarding');
    await governor.press('Filtering change log');
    const log = governor.chat().at(-1) ?? '';
    expect(log).toContain('library.example');
    for (const said of ['Amara Osei', 'MARKER-PURPOSE', 'Ifeoma Brandt']) expect(log).toContain(said);
    for (const hidden of ['9B', 'topic-marker']) expect(log).not.toContain(hidden);
    await governor.press('Search the log');
    await governor.press('Search', { site: 'https://other.example/' });
    expect(governor.chat().at(-1)).toContain('Nothing was found');
    await governor.press('Search again');
    await governor.press('Search', { site: 'library.example', from: '2026-11-23', until: '2026-11-23' });
    expect(governor.chat().at(-1)).toContain('library.example');
    await governor.press('Search again');
    await governor.press('Search', { site: 'library.example', from: '2026-11-24', until: '' });
    expect(governor.chat().at(-1)).not.toContain('MARKER-PURPOSE');
  });

  it('[R132] is not there for a teacher, nor for IT', async () => {
    bot = await startTeamsBot();
    await wholeWay(bot);
    for (const person of [bot.as(people.otherTeacher), bot.as(people.networkManager)]) {
      await person.say('/safeguarding');
      expect(offeredIn(person)).not.toContain('Filtering change log');
      const answers = [];
      for (const list of ['filtering-log', 'no-such-list']) {
        const action = { type: 'Action.Execute', verb: `list/${list}`, data: { do: `list/${list}` } };
        const answer = await person.send(person.activities.cardAction(action, '1'));
        answers.push(JSON.stringify(answer.body).replaceAll(list, 'LIST'));
      }
      expect(answers[0]).toBe(answers[1]);
    }
  });
});

describe('an unsuitable site', () => {
  it('[R130] [R131] is reported, blocked and looked at; the reporter is told, and a concern is offered', async () => {
    bot = await startTeamsBot();
    const { teacher, dsl, coordinator, it: network } = cast(bot);
    await teacher.say('block a site');
    await teacher.press('Continue', { address: 'https://bad.example/page-marker', met: 'deliberate', what: 'violent' });
    const receipt = await teacher.press('Send', { scope: 'site', room: 'Room 4', note: 'MARKER-NOTE' });
    expect(wordsIn(receipt)).toMatch(/B-[0-9A-Z]{6}/);
    expect(offeredIn(teacher)).toContain('Report a concern');
    expect(network.chat().at(-1)).toMatch(/bad\.example/);
    expect(network.chat().join()).not.toMatch(/marker|Room 4/i);
    await network.press('Blocked');
    expect(teacher.chat().join('\n')).toMatch(/the site is blocked/);
    await coordinator.press('Review the filter');
    await coordinator.press('Record the review', { outcome: 'filter-changed', finding: 'MARKER-FINDING' });
    expect(dsl.channel()[0]).toContain('closed');
    const channel = JSON.stringify(bot.fake.messagesIn(bot.channelId));
    expect(channel).not.toMatch(marker);
    expect(channel).not.toMatch(elsewhere);
  });
});

function cast({ as }: Pick<TeamsBot, 'as'>) {
  return {
    teacher: as(people.teacher),
    dsl: as(people.dsl),
    coordinator: as(people.coordinator),
    head: as(people.head),
    it: as(people.networkManager),
  };
}

/** Somebody asks for a page that is needed for a lesson today; gives the reference. */
async function asks(person: TeamsPerson): Promise<string> {
  await person.say('/request-site');
  await person.press('Continue', what);
  const receipt = await person.press('Send the request', details);
  const [reference] = /S-[0-9A-Z]{6}/.exec(wordsIn(receipt)) ?? [];
  if (reference === undefined) throw new Error(`no receipt: ${wordsIn(receipt)}`);
  return reference;
}

async function approves(person: TeamsPerson): Promise<void> {
  await person.pressInChannel('Approve');
  await person.press('Approve', {}, 'Approve this site');
}

async function wholeWay(of: TeamsBot): Promise<void> {
  const { teacher, dsl, it: network } = cast(of);
  await asks(teacher);
  await approves(dsl);
  await network.press('Done');
  await teacher.press('I no longer need it');
  await network.press('Blocked again');
}

/** Every button that stands in somebody's own chat. */
function offeredIn(person: TeamsPerson): readonly string[] {
  return person.chat().flatMap((words) => [...words.matchAll(/^\[(.+)\]$/gm)].map(([, label = '']) => label));
}

function wordsIn(outcome: Outcome): string {
  return 'card' in outcome ? wordsOf(outcome.card) : JSON.stringify(outcome);
}
