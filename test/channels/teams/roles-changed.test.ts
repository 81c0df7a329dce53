import { afterEach, describe, expect, it } from 'vitest';
import type { School } from '../../../src/domain/school.ts';
import { UNTIL_FADED } from '../../support/application.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people } from '../../support/school.ts';
import { reportConcern, startTeamsBot, type TeamsBot, type TeamsBotOptions } from '../../support/teams-bot.ts';
import { type WatchedSchools, watchedSchools } from '../../support/watched-school.ts';

let bot: TeamsBot;
let files: WatchedSchools;
afterEach(async () => {
  files.folder.remove();
  await bot.stop();
});

const marker = /marker/i;
const notTheirs = /There is nothing with the reference C-\w{6} that you can open\./;
const notListed = "You are not on this school's staff list";
const NEW_DSL = people.otherTeacher;

/** Starts the bot, whose school file a test changes while it runs. */
async function started(options: TeamsBotOptions = {}): Promise<void> {
  bot = await startTeamsBot(options);
  files = watchedSchools(bot.application, [bot.school], { served: ['teams'] });
}

/** The school file says so from now on. */
async function becomes(school: School): Promise<void> {
  await files.change(school);
  expect(files.log.at(-1)).toContain('taken over');
  await bot.pass(1_000);
}

/** Callum Farrow is the DSL, and Naila Rahimi teaches. */
const withNewDsl = () => aSchoolWhere({ dsl: [NEW_DSL] });

describe('a role that changes hands while the service runs', () => {
  it('[R194] is lost at once on the cards that stand in the channel, and held at once on the same cards', async () => {
    await started();
    const [old, fresh] = [bot.as(people.dsl), bot.as(NEW_DSL)];
    const reference = await reportConcern(bot);
    const card = old.newestWith('Acknowledge', bot.channelId, '');
    expect(JSON.stringify(await fresh.pressOn(card, 'Acknowledge', {}))).toMatch(notTheirs);
    await becomes(withNewDsl());
    for (const button of ['Open', 'Acknowledge', 'Take']) {
      const outcome = await old.pressOn(card, button, {});
      expect(JSON.stringify(outcome), button).toMatch(notTheirs);
      expect(JSON.stringify(outcome), button).not.toMatch(marker);
    }
    await fresh.pressOn(card, 'Acknowledge', {});
    await fresh.pressOn(card, 'Open', {});
    expect(fresh.chat().at(-1)).toMatch(marker);
    expect(fresh.channel()[0]).toContain(`${reference} · acknowledged`);
    expect(fresh.channel().join()).toContain('Seen by the Designated Safeguarding Lead');
    expect(old.chat().join()).not.toMatch(marker);
  });

  it('[R194] is seen in the list of open concerns', async () => {
    await started();
    const [old, fresh] = [bot.as(people.dsl), bot.as(NEW_DSL)];
    const reference = await reportConcern(bot);
    await becomes(withNewDsl());
    await fresh.say('safeguarding');
    expect(fresh.chat().at(-1)).toContain(reference);
    await old.say('safeguarding');
    expect(old.chat().at(-1)).not.toContain(reference);
  });

  it.each(['chat', 'chat-with-dialogs'] as const)(
    '[R194] is asked for again when a form is sent that was open before (%s)',
    async (setting) => {
      await started({ setting });
      const old = bot.as(people.dsl);
      await reportConcern(bot);
      const inDialog = setting === 'chat-with-dialogs';
      await old.pressInChannel('Open');
      if (inDialog) await old.pressInDialog('Note');
      else await old.press('Note');
      const form = inDialog ? undefined : old.newestWith('Add the note', old.personalChat, '');
      await becomes(withNewDsl());
      // What stood in their own chat is put away; a client may still show it, and send it.
      expect(old.chat().join()).not.toMatch(marker);
      const note = { text: 'WRITTEN-TOO-LATE' };
      const outcome =
        form === undefined
          ? await old.pressInDialog('Add the note', note)
          : await old.pressOn(form, 'Add the note', note);
      expect(JSON.stringify(outcome)).toMatch(notTheirs);
      const fresh = bot.as(NEW_DSL);
      const file = await fresh.pressInChannel('Open');
      expect(inDialog ? JSON.stringify(file) : fresh.chat().at(-1)).toMatch(marker);
      expect(inDialog ? JSON.stringify(file) : fresh.chat().at(-1)).not.toContain('WRITTEN-TOO-LATE');
      expect(bot.as(people.deputy).channel().join()).not.toContain('added a note');
    },
  );

  it('[R194] leaves a case that was open in the own chat without a way on, and it fades', async () => {
    await started();
    const old = bot.as(people.dsl);
    await reportConcern(bot);
    await old.pressInChannel('Open');
    const open = old.newestWith('Note', old.personalChat, '');
    await becomes(withNewDsl());
    for (const button of ['Note', 'Acknowledge', 'More'])
      expect(JSON.stringify(await old.pressOn(open, button, {})), button).toMatch(notTheirs);
    await bot.pass(UNTIL_FADED);
    const kept = bot.fake.messagesIn(old.personalChat).map(({ activity }) => JSON.stringify(activity));
    expect(kept.join()).not.toMatch(marker);
  });

  it('brings the reminders of what nobody has acknowledged to whoever holds it now', async () => {
    await started();
    await reportConcern(bot);
    await becomes(withNewDsl());
    const before = bot.fake.messagesIn(bot.channelId).length;
    await bot.pass(24 * 60 * 60_000);
    const lines = bot.fake.messagesIn(bot.channelId).slice(before);
    expect(lines.length).toBeGreaterThan(0);
    const mentioned = JSON.stringify(lines.map(({ activity }) => activity.entities ?? []));
    expect(mentioned).toContain(bot.as(NEW_DSL).user.aadObjectId);
    expect(mentioned).not.toContain(bot.as(people.dsl).user.aadObjectId);
  });
});

describe('somebody who is put into the school file, or taken out of it, while the service runs', () => {
  const newcomer = 'f.newcomer@oakfield.example';

  it('is known at their next press, though they were a stranger a moment ago, and nobody at the next after that', async () => {
    await started();
    const person = bot.asSomebodyElse({ userPrincipalName: newcomer, email: newcomer });
    await person.say('report a concern');
    expect(person.chat().at(-1)).toContain(notListed);
    const file = aSchoolFile();
    const known = [...file.people, { email: newcomer, name: 'Fay Newcomer', jobTitle: 'Teacher of Music' }];
    await becomes(aSchool({ people: known }));
    await person.say('report a concern');
    expect(person.chat().at(-1)).toContain('immediate danger');
    await becomes(aSchool());
    expect(await person.press('No')).toMatchObject({ kind: 'said', text: expect.stringContaining(notListed) });
  });

  it('is nobody at once where the file had their id, and what they pressed has no effect', async () => {
    await started();
    const teacher = bot.as(people.assistant);
    await teacher.say('report a concern');
    await teacher.press('No');
    await teacher.press('Continue', { kind: 'other', about: 'pupil' });
    await becomes(aSchool({ people: aSchoolFile().people.filter(({ email }) => email !== people.assistant) }));
    const outcome = await teacher.press('Send', { names: 'Robin Ash', narrative: 'WRITTEN-TOO-LATE' });
    expect(JSON.stringify(outcome)).toContain('not on this school');
    expect(await bot.count('concern')).toBe(0);
  });
});

it('a school file that is changed and wrong leaves everybody what they were', async () => {
  await started();
  const [old, fresh] = [bot.as(people.dsl), bot.as(NEW_DSL)];
  await reportConcern(bot);
  const card = old.newestWith('Acknowledge', bot.channelId, '');
  files.write('oakfield', 'id: oakfield\nname: [');
  await files.look();
  await files.look();
  expect(JSON.stringify(await fresh.pressOn(card, 'Open', {}))).toMatch(notTheirs);
  await old.pressOn(card, 'Open', {});
  expect(old.chat().at(-1)).toMatch(marker);
  await becomes(withNewDsl());
  expect(JSON.stringify(await old.pressOn(card, 'Take', {}))).toMatch(notTheirs);
});
