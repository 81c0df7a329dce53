import { afterEach, describe, expect, it } from 'vitest';
import { registry } from '../../../src/workflows/index.ts';
import { manyPeople, people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { pressInChannel } from '../../support/slack-case.ts';
import { aSlackSchool } from '../../support/slack-school.ts';
import {
  asksForSite,
  blockFromConcern,
  reportsSite,
  sitesNotInSlack,
  wanted,
  wholeBlock,
  wholeRequest,
  why,
} from '../../support/slack-sites.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const marker = /marker/i;
const names = /Osei|Rahimi|Okonjo|Tanaka|Brandt|Farrow|Elstow|Donnellan/;
const MINUTE = 60_000;

/** Every message that ever stood anywhere, in all its versions. */
const everyVersion = () =>
  bot.slack.workspace.messages.flatMap(({ channel, versions }) => versions.map((version) => ({ channel, ...version })));

describe('a blocked site in Slack', () => {
  it('[R125] [R126] [R128] goes from the slash command of a teacher to blocked again, and each is told what is theirs', async () => {
    bot = await startSlackBot();
    const [teacher, dsl, coordinator, network] = cast();
    const reference = await asksForSite(teacher);
    expect(teacher.modal?.words).toContain('library.example/topic-marker');
    await teacher.closes();
    expect(bot.cards()[0]).toMatch(new RegExp(`^Site request ${reference} · waiting\n`));
    const own = coordinator.newestWith('Approve');
    expect(own.words).toContain(`Site request ${reference} · waiting`);

    await pressInChannel(bot, dsl, 'Approve');
    expect(dsl.modal?.words).toContain('library.example/topic-marker');
    await dsl.fills({ At: '15:20' });
    await dsl.submits();
    expect(bot.cards()[0]).toContain(`${reference} · with IT`);
    const [first, ...more] = coordinator.directMessages;
    expect(more).toEqual([]);
    expect([first?.ts, first?.words]).toEqual([own.ts, expect.stringContaining('with IT')]);

    const job = network.newestWith('Done');
    expect(job.words).toContain('library.example/topic-marker');
    expect(job.words).toContain('15:20');
    await network.pressesOn(job, 'Done');
    const opened = teacher.newestWith('I no longer need it');
    expect(opened.words).toMatch(/library\.example.*15:20/s);
    await teacher.pressesOn(opened, 'I no longer need it');
    expect(bot.cards()[0]).toContain('ended, not blocked yet');
    const again = network.newestWith('Blocked again');
    await network.pressesOn(again, 'Blocked again');
    expect(bot.cards()[0]).toContain(`${reference} · blocked again`);
    expect(teacher.directMessages.map(({ words }) => words).join('\n')).toContain('blocked again');
    expect(() => network.newestWith('Blocked again')).toThrow();
    expect(bot.cards()).toHaveLength(1);
  });

  it('[R129] ends by itself, and IT is asked again until it is blocked', async () => {
    bot = await startSlackBot();
    const [teacher, dsl, , network] = cast();
    await asksForSite(teacher);
    await pressInChannel(bot, dsl, 'Approve');
    await dsl.submits();
    await network.pressesOn(network.newestWith('Done'), 'Done');
    await bot.pass(71 * MINUTE);
    expect(saidTo(people.teacher)).toContain('the time is nearly over');
    await bot.pass(15 * MINUTE);
    expect(bot.cards()[0]).toContain('ended, not blocked yet');
    expect(network.newestWith('Blocked again').words).not.toContain('overdue');
    await bot.pass(16 * MINUTE);
    expect(saidTo(people.networkManager)).toContain('overdue');
    await network.pressesOn(network.newestWith('Blocked again'), 'Blocked again');
    expect(bot.cards()[0]).toContain('blocked again');
  });

  it('every command that a person can give has its way in Slack', async () => {
    bot = await startSlackBot();
    const steps = [...wholeRequest, ...wholeBlock];
    for (const { take } of steps) await take(bot);
    const all = ['site-access', 'site-block'].flatMap((id) =>
      Object.entries(registry.get(id)?.commands ?? {})
        .filter(([, { internal }]) => internal !== true)
        .map(([type]) => type),
    );
    expect(sortedOnce(steps.map(({ command }) => command))).toEqual(
      sortedOnce(all.filter((type) => !sitesNotInSlack.includes(type))),
    );
    for (const email of Object.values(people)) expect(bot.as(email).troubles).toEqual([]);
  });

  it('[R127] no notification has a purpose, a name, a page or a site in it, and the channel has the site alone', async () => {
    bot = await startSlackBot();
    for (const { take } of [...wholeRequest, ...wholeBlock]) await take(bot);
    await bot.pass(26 * 60 * MINUTE);
    const versions = everyVersion();
    expect(versions.length).toBeGreaterThan(30);
    for (const { text } of versions) {
      expect(text).not.toMatch(marker);
      expect(text).not.toMatch(names);
      expect(text).not.toMatch(/\.example/);
      expect(text).not.toBe('');
    }
    const inChannel = JSON.stringify(versions.filter(({ channel }) => channel === bot.channelId));
    expect(inChannel).toContain('library.example');
    expect(inChannel).not.toMatch(marker);
    // The DSL and the deputy are called there.
    expect(inChannel).not.toMatch(/Osei|Tanaka|Brandt|Elstow/);
    const forIt = JSON.stringify(versions.filter(({ channel }) => channel === bot.as(people.networkManager).chat));
    expect(forIt).toContain('library.example/topic-marker');
    expect(forIt).not.toMatch(/MARKER-|\b9B\b|Room 4/);
    expect(forIt).not.toMatch(names);
    for (const line of bot.log) expect(line).not.toMatch(/marker|library\.example|Osei/i);
    const kept = bot.everythingKept();
    // With the space before it: four letters alone may stand in sealed bytes by chance.
    for (const word of ['MARKER', 'topic-marker', 'library.example', ' Osei'])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(kept.includes(Buffer.from(word, encoding)), word).toBe(false);
  });

  it('an address that is refused says so at its field, and nothing that was put in is lost', async () => {
    bot = await startSlackBot();
    const [teacher] = cast();
    await teacher.types('/request-site');
    for (const address of ['https://bit.ly/3xYz', 'co.uk', '192.0.2.7']) {
      await teacher.fills({ ...wanted, 'Web address': address });
      await teacher.submits();
      const field = teacher.modal?.inputs.find(({ label }) => label === 'Web address');
      expect(field?.value).toBe(address);
      expect(teacher.modal?.words).not.toContain('Class or group');
    }
    await teacher.fills(wanted);
    await teacher.submits();
    expect(teacher.modal?.words).toContain('This asks for: library.example/topic-marker');
    await teacher.fills({ ...why, Until: '14:00' });
    await teacher.submits();
    expect(teacher.modal?.words).toContain('It ends before it begins');
    expect(teacher.modal?.inputs.find(({ label }) => label === 'Class or group')?.value).toBe('9B');
  });

  it('is asked for in a school of 250 people, where whoever supervises is named', async () => {
    const school = aSlackSchool();
    const others = manyPeople().slice(school.people.length);
    bot = await startSlackBot({
      school: { ...school, people: [...school.people, ...others.map(({ teams: _, ...person }) => person)] },
    });
    const [teacher] = cast();
    await asksForSite(teacher, {}, { 'Who supervises? Name or email address': 'Somebody With A Name 249' });
    expect(await bot.count('site-access')).toBe(1);
  });

  it('what is never opened is refused at once, and the DSL is told without a name', async () => {
    bot = await startSlackBot();
    const [teacher, , , network] = cast();
    await asksForSite(teacher, { 'Web address': 'https://dice.example', 'What kind of site is it?': 'Gambling' });
    expect(teacher.modal?.words).toMatch(/gambling/i);
    expect(bot.cards().join('\n')).toMatch(/refused/);
    expect(bot.cards().join('\n')).not.toMatch(names);
    expect(network.directMessages).toEqual([]);
  });

  it('somebody without the right is told the same of what is there and of what is not', async () => {
    bot = await startSlackBot();
    const [teacher] = cast();
    const reference = await asksForSite(teacher);
    const stranger = bot.as(people.otherTeacher);
    const before = bot.cards();
    for (const label of ['Approve', 'Open']) {
      const said = [];
      for (const ref of [reference, 'S-222222']) {
        const stored = bot.slack.workspace.messages.find(({ channel }) => channel === bot.channelId);
        const blocks = JSON.parse(JSON.stringify(stored?.versions.at(-1)?.blocks).replaceAll(reference, ref));
        stored?.versions.push({ text: '', blocks });
        await pressInChannel(bot, stranger, label);
        said.push(stranger.modal?.words.replaceAll(ref, 'REF'));
        await stranger.closes();
        stored?.versions.pop();
      }
      expect(said[0]).toBe(said[1]);
      expect(said[0]).toContain('There is nothing with the reference REF that you can open');
    }
    expect(bot.cards()).toEqual(before);
    expect(stranger.directMessages).toEqual([]);
  });

  it('[R132] the governor reads the log and searches it by site and by date', async () => {
    bot = await startSlackBot();
    const [teacher, dsl, , network] = cast();
    await asksForSite(teacher);
    await pressInChannel(bot, dsl, 'Approve');
    await dsl.submits();
    await network.pressesOn(network.newestWith('Done'), 'Done');
    const governor = bot.as(people.governor);
    await governor.types('/safeguarding');
    await governor.presses('Filtering change log');
    for (const said of ['library.example', 'Amara Osei', 'MARKER-PURPOSE', 'Ifeoma Brandt'])
      expect(governor.modal?.words).toContain(said);
    for (const hidden of ['9B', 'topic-marker']) expect(governor.modal?.words).not.toContain(hidden);
    await governor.presses('Search the log');
    await governor.submits();
    await governor.presses('Search again');
    expect(governor.modal?.inputs.length).toBeGreaterThan(1);
  });

  it('[R130] [R131] an unsuitable site is reported, and a concern is offered to whoever saw a pupil go there', async () => {
    bot = await startSlackBot();
    const [teacher, , coordinator, network] = cast();
    const reference = await reportsSite(teacher);
    expect(teacher.newestWith('Report a concern').words).toContain('on purpose');
    expect(bot.cards()[0]).toContain(reference);
    expect(coordinator.newestWith('Review the filter').words).toContain(reference);
    await network.pressesOn(network.newestWith('Blocked'), 'Blocked');
    expect(saidTo(people.teacher)).toContain('the site is blocked');
    expect(JSON.stringify(bot.slack.messagesIn(bot.channelId))).not.toMatch(marker);
  });

  it('[R131] from a concern it is one step, and IT and the log learn the address and nothing of the concern', async () => {
    bot = await startSlackBot();
    const [, , , network] = cast();
    const concern = await reportInSlack(bot);
    await blockFromConcern.take(bot);
    await bot.as(people.dsl).closes({ all: true });
    expect(bot.thread(concern).join('\n')).toMatch(blockFromConcern.line ?? /never/);
    const job = network.newestWith('Blocked');
    expect(job.words).toContain('bad.example/MARKER-PAGE');
    await network.pressesOn(job, 'Blocked');
    expect(bot.thread(concern).join('\n')).toMatch(/IT has blocked the site/);
    const governor = bot.as(people.governor);
    await governor.types('/safeguarding');
    await governor.presses('Filtering change log');
    expect(governor.modal?.words).toContain('bad.example');
    for (const said of [governor.modal?.words ?? '', saidTo(people.networkManager)]) {
      expect(said).not.toContain(concern);
      expect(said).not.toMatch(/MARKER-NARRATIVE|Marker-Name/);
    }
  });
});

describe('the checks of filtering and security in Slack', () => {
  it('[R138] a security check that is due comes to IT, is recorded, and is read by those who may', async () => {
    bot = await startSlackBot({ school: aSlackSchool({ checks: { 'security-check': { lastDone: '2026-06-01' } } }) });
    const [teacher, dsl, , network] = cast();
    await bot.application.keep();
    await bot.pass(MINUTE);
    const card = network.newestWith('Open to record it', { saying: 'Full security check' });
    await network.pressesOn(card, 'Open to record it');
    await network.presses('Record it');
    await network.fills({ 'Who did it?': 'MARKER-COMPANY', 'What came of it?': 'Findings, all mended' });
    await network.submits();
    await network.fills({ 'What was checked, and what was found?': 'MARKER-FOUND' });
    await network.submits();
    expect(network.modal?.words).toContain('MARKER-FOUND');
    expect(saidTo(people.networkManager)).not.toMatch(marker);
    await dsl.types('/safeguarding');
    await dsl.presses('Checks of filtering and security');
    expect(dsl.modal?.words).toContain('Full security check');
    await teacher.types('/safeguarding');
    expect(teacher.modal?.buttons).not.toContain('Checks of filtering and security');
  });
});

/** The teacher, the DSL, the co-ordinator and the network manager. */
function cast() {
  return [
    bot.as(people.teacher),
    bot.as(people.dsl),
    bot.as(people.coordinator),
    bot.as(people.networkManager),
  ] as const;
}

/** All that stands in somebody's own chat with the bot. */
function saidTo(email: string): string {
  return bot
    .as(email)
    .directMessages.map(({ words }) => words)
    .join('\n');
}

function sortedOnce(commands: readonly string[]): readonly string[] {
  return [...new Set(commands)].toSorted();
}
