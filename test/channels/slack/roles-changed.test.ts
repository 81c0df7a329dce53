import { afterEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/domain/instant.ts';
import type { School } from '../../../src/domain/school.ts';
import { aSchoolWhere, people } from '../../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { beginsToTell, opens, pressInChannel } from '../../support/slack-case.ts';
import { aSlackSchool } from '../../support/slack-school.ts';
import { type WatchedSchools, watchedSchools } from '../../support/watched-school.ts';

let bot: SlackBot;
let files: WatchedSchools;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  files.folder.remove();
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const marker = /marker/i;
const notTheirs = /There is nothing with the reference C-\w{6} that you can open\./;
const notListed = "You are not on this school's staff list";
const NEW_DSL = people.otherTeacher;

/** Starts the bot, whose school file a test changes while it runs. */
async function started(): Promise<void> {
  bot = await startSlackBot();
  files = watchedSchools(bot.application, [bot.school], { served: ['slack'] });
}

/** The school file says so from now on. */
async function becomes(school: School): Promise<void> {
  await files.change(school);
  expect(files.log.at(-1)).toContain('taken over');
  await bot.pass(1_000);
}

/** Callum Farrow is the DSL, and Naila Rahimi teaches. */
const withNewDsl = () => aSlackSchool({ roles: aSchoolWhere({ dsl: [NEW_DSL] }).roles });

describe('a role that changes hands while the service runs', () => {
  it('[R194] is lost at once on the card that stands in the channel, and held at once on the same card', async () => {
    await started();
    const [old, fresh] = [bot.as(people.dsl), bot.as(NEW_DSL)];
    const reference = await reportInSlack(bot);
    await pressInChannel(bot, fresh, 'Open');
    expect(fresh.modal?.words).toMatch(notTheirs);
    await fresh.closes();
    await becomes(withNewDsl());
    for (const label of ['Open', 'Acknowledge', 'Take']) {
      await pressInChannel(bot, old, label);
      expect(old.modal?.words, label).toMatch(notTheirs);
      expect(old.modal?.words, label).not.toMatch(marker);
      await old.closes();
    }
    await pressInChannel(bot, fresh, 'Acknowledge');
    await pressInChannel(bot, fresh, 'Open');
    expect(fresh.modal?.words).toMatch(marker);
    expect(bot.cards()[0]).toContain(`${reference} · acknowledged`);
    const theirs = (await bot.historyOf(reference)).filter(({ by }) => by === people.dsl);
    expect([...new Set(theirs.map(({ type }) => type))]).toEqual(['AttemptRefused']);
  });

  it('[R194] is seen in the list of open concerns', async () => {
    await started();
    const [old, fresh] = [bot.as(people.dsl), bot.as(NEW_DSL)];
    const reference = await reportInSlack(bot);
    await becomes(withNewDsl());
    await fresh.types('/safeguarding');
    expect(fresh.modal?.words).toContain(reference);
    await old.types('/safeguarding');
    expect(old.modal?.words).not.toContain(reference);
  });

  it('[R194] is asked for again when a modal is sent that was open before, and when a button in it is pressed', async () => {
    await started();
    const [old, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    const reference = await reportInSlack(bot);
    await opens(bot);
    await old.presses('Note');
    await old.fills({ Note: 'WRITTEN-TOO-LATE' });
    await opens(bot, people.deputy);
    await becomes(withNewDsl());
    await old.submits();
    expect(old.modal?.words).toMatch(notTheirs);
    expect(old.modal?.words).not.toMatch(marker);
    await opens(bot, NEW_DSL);
    expect(bot.as(NEW_DSL).modal?.words).not.toContain('WRITTEN-TOO-LATE');
    expect((await bot.historyOf(reference)).map(({ type }) => type)).not.toContain('NoteAdded');
    await deputy.presses('Note');
    expect(deputy.modal?.inputs.map(({ label }) => label)).toContain('Note');
  });

  it('[R194] ends what a case shows that is open in front of somebody at the next press in it', async () => {
    await started();
    const old = bot.as(people.dsl);
    await reportInSlack(bot);
    await opens(bot);
    expect(old.modal?.words).toMatch(marker);
    await becomes(withNewDsl());
    await old.presses('More');
    expect(old.modal?.words).toMatch(notTheirs);
    expect(old.modal?.words).not.toMatch(marker);
  });

  it('brings the reminders of what nobody has acknowledged to whoever holds it now', async () => {
    await started();
    const reference = await reportInSlack(bot);
    await becomes(withNewDsl());
    await bot.pass(24 * HOUR);
    const lines = bot.thread(reference).join();
    expect(lines).toContain('Nobody has acknowledged this yet');
    const said = JSON.stringify(bot.slack.workspace.messages.filter(({ channel }) => channel === bot.channelId));
    expect(said).toContain(`<@${bot.userIdOf(NEW_DSL)}>`);
    const afterwards = said.slice(said.indexOf('Nobody has acknowledged'));
    expect(afterwards).not.toContain(`<@${bot.userIdOf(people.dsl)}>`);
  });
});

describe('somebody who is put into the school file, or taken out of it, while the service runs', () => {
  const newcomer = 'f.newcomer@oakfield.example';

  it('is known at their next press, though they were a stranger a moment ago, and nobody at the next after that', async () => {
    await started();
    const person = bot.asSomebodyElse({ id: 'U0NEWCOMER', name: 'Fay Newcomer', email: newcomer });
    await person.types('/report-concern');
    expect(person.modal).toBeUndefined();
    expect(person.ephemerals.join()).toContain(notListed);
    const known = [...bot.school.people, { email: newcomer, name: 'Fay Newcomer', jobTitle: 'Teacher of Music' }];
    await becomes(aSlackSchool({ people: known }));
    await person.types('/report-concern');
    expect(person.modal?.words).toContain('immediate danger');
    await becomes(aSlackSchool());
    await person.presses('No');
    expect(person.modal?.words).toContain(notListed);
  });

  it('is nobody at once where the file had their id: what they send has no effect, and still stands there', async () => {
    await started();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ 'What happened?': 'WRITTEN-TOO-LATE', 'Which pupils? One name on each line': 'Robin Ash' });
    await becomes(aSlackSchool({ people: bot.school.people.filter(({ email }) => email !== people.teacher) }));
    await teacher.submits();
    expect(teacher.modal?.words).toContain(notListed);
    expect(await bot.count('concern')).toBe(0);
  });
});
