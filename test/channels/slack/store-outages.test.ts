import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { referenceIn, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { answersIn, beginsToTell, opens, pressInChannel, toLastStep } from '../../support/slack-case.ts';

let bot: SlackBot;
afterEach(() => bot.stop());

const typed = { 'Which pupils? One name on each line': 'Robin Ash', 'What happened?': 'WHAT-WAS-TYPED' };
const outages = ['fails', 'hangs'] as const;
const telephone = '01632 960101';

describe('while the record store does not work', () => {
  it.each(outages)(
    'and %s, the form still opens and goes on to its last step: nothing is asked of the store',
    async (outage) => {
      bot = await startSlackBot();
      const teacher = bot.as(people.teacher);
      // What it asks at its start is not asked for a form.
      await bot.settle();
      bot.setOutage(outage);
      const asked = bot.storeCalls;
      for (const begin of [
        () => teacher.types('/report-concern'),
        () => teacher.usesShortcut('Report a concern'),
        () => teacher.usesMessageShortcut('Report a concern', 'a message'),
      ]) {
        await begin();
        expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
        await toLastStep(teacher);
        expect(teacher.modal?.submit).toBe('Send');
      }
      expect(bot.storeCalls).toBe(asked);
    },
  );

  it.each(outages)(
    'and %s, a report is not said to be saved, and is answered in time with all that was typed and the telephone',
    async (outage) => {
      bot = await startSlackBot();
      const teacher = bot.as(people.teacher);
      await beginsToTell(teacher);
      await teacher.fills(typed);
      bot.setOutage(outage);
      const took = await measured(() => teacher.submits());
      expect(took).toBeLessThan(2_900);
      expect(teacher.troubles).toEqual([]);
      expect(teacher.modal?.trouble).toBeUndefined();
      expect(teacher.modal?.texts[1]).toMatch(/^Not saved: the record store did not answer\. Your text is still below/);
      expect(teacher.modal?.texts[1]).toContain(telephone);
      expect(answersIn(teacher)).toMatchObject(typed);
      expect(teacher.modal?.words).not.toContain('Received');
      bot.setOutage('none');
      await teacher.submits();
      referenceIn(teacher);
      expect(await bot.count('concern')).toBe(1);
      expect(bot.cards()).toHaveLength(1);
    },
  );

  it.each(outages)(
    'and %s, a long account stays where it is when it cannot be kept between two steps',
    async (outage) => {
      bot = await startSlackBot();
      const teacher = bot.as(people.teacher);
      await beginsToTell(teacher);
      const long = 'long words '.repeat(270);
      await teacher.fills({ ...typed, 'What happened?': long });
      bot.setOutage(outage);
      await teacher.presses('Back');
      expect(teacher.modal?.words).toContain(telephone);
      expect(answersIn(teacher)).toMatchObject({ ...typed, 'What happened?': long });
      bot.setOutage('none');
      await teacher.submits();
      referenceIn(teacher);
    },
  );

  it.each(outages)(
    'and %s, a long account that is kept already is neither lost nor said to be saved',
    async (outage) => {
      bot = await startSlackBot();
      const teacher = bot.as(people.teacher);
      await beginsToTell(teacher);
      const long = 'long words '.repeat(270);
      await teacher.fills({ ...typed, 'What happened?': long });
      await teacher.presses('Back');
      bot.setOutage(outage);
      const took = await measured(() => teacher.submits());
      expect(took).toBeLessThan(2_900);
      expect(teacher.modal?.words).toContain(telephone);
      expect(teacher.modal?.words).toContain('Something else');
      bot.setOutage('none');
      await teacher.submits();
      expect(answersIn(teacher)).toMatchObject({ ...typed, 'What happened?': long });
      await teacher.submits();
      referenceIn(teacher);
    },
  );

  it.each(outages)('and %s, whoever opens a case is told so within three seconds, in front of them', async (outage) => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    bot.setOutage(outage);
    expect(await measured(() => opens(bot))).toBeLessThan(2_900);
    expect(dsl.modal?.words).toMatch(/Not done: the record store did not answer.*01632 960101/);
    expect(dsl.troubles).toEqual([]);
    await pressInChannel(bot, dsl, 'Acknowledge');
    expect(dsl.modal?.words).toMatch(/Not done: the record store did not answer/);
    bot.setOutage('none');
    // As it says: pressing again until it is done does nothing twice.
    for (let times = 0; times < 5 && bot.thread().length === 0; times++) await pressInChannel(bot, dsl, 'Acknowledge');
    expect(bot.thread()).toHaveLength(1);
    expect(bot.cards()[0]).toContain('· acknowledged');
  });

  it.each(outages)('and %s, each form of a case stays with what was typed, and is sent later once', async (outage) => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'WHAT-WAS-TYPED' });
    bot.setOutage(outage);
    const took = await measured(() => dsl.submits());
    expect(took).toBeLessThan(2_900);
    expect(dsl.modal?.words).toMatch(/^Safeguarding\nAdd a note\nNot saved/);
    expect(answersIn(dsl)).toEqual({ Note: 'WHAT-WAS-TYPED' });
    bot.setOutage('none');
    await dsl.submits();
    expect(dsl.modal?.words).toContain('WHAT-WAS-TYPED');
    expect((await bot.historyOf(reference)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
  });

  it('and is slow at every call, a form is answered in time all the same, and is sent again without being kept twice', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    const reference = await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'WHAT-WAS-TYPED' });
    bot.setOutage('is slow');
    await dsl.submits();
    // Slack itself gives up after three seconds, and would say so.
    expect(dsl.troubles).toEqual([]);
    expect(dsl.modal?.words).toMatch(/^Safeguarding\nAdd a note\nNot saved/);
    expect(answersIn(dsl)).toEqual({ Note: 'WHAT-WAS-TYPED' });
    bot.setOutage('none');
    await dsl.submits();
    expect((await bot.historyOf(reference)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
  });

  it.each(outages)('and %s, a press in a modal says so there', async (outage) => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    await opens(bot);
    bot.setOutage(outage);
    await dsl.presses('Note');
    expect(dsl.modal?.words).toMatch(/Not done: the record store did not answer.*01632 960101/);
  });

  it.each(outages)(
    'and %s, the overview and the Home tab say what to do instead, and offer the form',
    async (outage) => {
      bot = await startSlackBot();
      const teacher = bot.as(people.teacher);
      bot.setOutage(outage);
      await teacher.types('/safeguarding');
      expect(teacher.modal?.words).toMatch(/Not done: the record store did not answer.*01632 960101/);
      expect(teacher.modal?.buttons).toContain('Report a concern');
      await teacher.opensHome();
      expect(teacher.home?.words).toMatch(/Not done: the record store did not answer.*01632 960101/);
      await teacher.pressesAtHome('Report a concern');
      expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    },
  );

  it.each(outages)('and %s, a line and a file are answered all the same', async (outage) => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    bot.setOutage(outage);
    await teacher.writes('report a concern');
    expect(teacher.directMessages.at(-1)?.words).toContain('[Report a concern]');
    await teacher.sharesFile('photo.png');
    expect(teacher.directMessages.at(-1)?.words).toContain('Pictures and files cannot be taken here');
  });

  it.each(outages)('and %s, whoever closes a form half-way is told that it could not be kept', async (outage) => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills(typed);
    bot.setOutage(outage);
    await teacher.closes();
    expect(teacher.directMessages.map(({ words }) => words)).toEqual([
      expect.stringMatching(/[Ww]hat you typed .*could not be kept.*01632 960101.*\[Report a concern\]$/s),
    ]);
    expect(JSON.stringify(teacher.directMessages)).not.toContain('WHAT-WAS-TYPED');
  });

  it('whoever closes another form half-way is offered that one again, of a case with the case', async () => {
    bot = await startSlackBot();
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    const reference = await reportInSlack(bot);
    await teacher.types('/block-site');
    await teacher.fills({ 'Web address. Do not open it again': 'https://games.example' });
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'WHAT-WAS-TYPED' });
    bot.setOutage('fails');
    await teacher.closes();
    await dsl.closes();
    expect(teacher.directMessages.at(-1)?.words).toMatch(/could not be kept.*\n\[Report an unsuitable site\]$/s);
    expect(dsl.directMessages.at(-1)?.words).toMatch(/could not be kept.*\n\[Note\]$/s);
    bot.setOutage('none');
    await dsl.pressesOn(dsl.newestWith('Note'), 'Note');
    expect(dsl.modal?.words).toContain('Add a note');
    await dsl.fills({ Note: 'WHAT-WAS-TYPED' });
    await dsl.submits();
    expect((await bot.historyOf(reference)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
  });

  it('a case that comes late to somebody who has looked away already is not brought to their notice again', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    bot.setOutage('hangs');
    const opening = opens(bot);
    await bot.slack.until(() => dsl.modal, 'something stands in front of the DSL');
    await dsl.closes();
    await opening;
    expect(dsl.modal).toBeUndefined();
    expect(dsl.directMessages).toEqual([]);
  });

  it('a case that comes late is announced at once, and shown in the same modal when it is there', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    const seen: (string | undefined)[] = [];
    bot.setOutage('hangs');
    const opening = opens(bot);
    await bot.slack.until(() => dsl.modal, 'something stands in front of the DSL');
    seen.push(dsl.modal?.words);
    await opening;
    expect(seen).toEqual([expect.stringContaining('One moment.')]);
    expect(dsl.modal?.words).toContain('Not done: the record store did not answer');
  });
});

/** How many milliseconds something takes. */
async function measured(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
