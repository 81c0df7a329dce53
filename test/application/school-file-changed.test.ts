import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import type { School } from '../../src/domain/school.ts';
import { applications, type TestApplication, type TestApplicationOptions } from '../support/application.ts';
import { aboutStaff, someAnswers } from '../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people, withPerson } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';

const { open } = applications();

const marsh = 't.marsh@oakfield.example';
const aboutMarsh = someAnswers({ kind: 'contact-by-adult', contactAdult: 'Mr Marsh' });

/** Oakfield School once Tom Marsh has come to it as a deputy DSL. */
function withMarsh(): School {
  const file = withPerson(aSchoolFile(), marsh, 'Tom Marsh', 'Teacher of Physics');
  const held = file.roles['deputy-dsl'];
  return aSchool({ ...file, roles: { ...file.roles, 'deputy-dsl': { ...held, people: [...held.people, marsh] } } });
}

/** The service goes by this from now on, as its watch has it do. */
function goesBy(t: TestApplication, ...schools: readonly School[]): void {
  t.app.directory.replace(schools);
  t.app.schoolFilesChanged();
}

async function round(t: TestApplication): Promise<void> {
  await t.runDue();
  await t.settle();
}

const openedBy = (t: TestApplication, by: string, reference: string) =>
  t.give('concern/open', { by, reference, school: t.app.directory.schools.get('oakfield') ?? t.school });

describe('a school file that is changed while the service runs', () => {
  it('[R014] keeps a case from whoever comes to a role and is named in it, without another start', async () => {
    const t = await open();
    const reference = await t.report(aboutMarsh);
    await round(t);
    goesBy(t, withMarsh());
    expect(await openedBy(t, marsh, reference)).toMatchObject({ kind: 'refused', code: 'not-yours' });
    await round(t);
    expect(await t.events(reference)).toEqual(expect.arrayContaining(['SubjectsFound', 'ConcernRerouted']));
    expect(t.chat.at('channel:safeguarding')[0]?.content.preview).toContain('closed');
    expect(t.chat.at(`person:${people.head}`).length).toBeGreaterThan(0);
    expect(t.chat.at(`person:${marsh}`)).toEqual([]);
  });

  it('gives a case on that somebody had who is gone from its roles', async () => {
    const t = await open();
    const reference = await t.report();
    await t.give('concern/take', { by: people.dsl, reference });
    await round(t);
    goesBy(t, aSchoolWhere({ dsl: [people.otherTeacher] }));
    await round(t);
    expect(await t.events(reference)).toContain('ConcernRerouted');
    expect(JSON.stringify(t.chat.all().filter(({ slot }) => slot?.startsWith('line:came')))).toContain(reference);
    expect(await openedBy(t, people.otherTeacher, reference)).toMatchObject({ kind: 'done' });
    expect(await openedBy(t, people.dsl, reference)).toMatchObject({ kind: 'refused', code: 'not-yours' });
  });

  it('takes the card of a case out of the own chat of whoever had it, once they hold none of its roles any more', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await t.give('concern/take', { by: people.head, reference });
    await t.settle();
    const theirs = () => t.chat.at(`person:${people.head}`).map(({ content }) => content.preview);
    expect(theirs().join()).toContain(reference);
    const cards = theirs().length;
    goesBy(t, aSchoolWhere({ head: [people.senco] }));
    await round(t);
    expect(theirs()).toHaveLength(cards);
    expect(theirs()).toContain(`Concern ${reference} is handled elsewhere now.`);
    expect(t.chat.at(`person:${people.senco}`).map(({ slot }) => slot)).toContain(`case:${people.senco}`);
  });

  it('is seen by two processes at different times, and each record hears of it once', async () => {
    const store = { ...sqliteHere(), sole: false };
    const options: TestApplicationOptions = { store };
    const first = await open(options);
    const second = await first.another();
    const reference = await first.report(aboutMarsh);
    for (const one of [first, second]) await round(one);
    goesBy(first, withMarsh());
    await round(first);
    first.clock.move(40 * 1_000);
    await round(second);
    goesBy(second, withMarsh());
    for (const one of [second, first, second]) await round(one);
    const events = await first.events(reference);
    expect(events.filter((type) => type === 'SubjectsFound')).toHaveLength(1);
    expect(events.filter((type) => type === 'ConcernRerouted')).toHaveLength(1);
    expect(first.chat.at(`person:${marsh}`)).toEqual([]);
    const lines = first.chat.at(`person:${people.head}`).map(({ slot }) => slot);
    expect(new Set(lines).size).toBe(lines.length);
    expect([first.failures, second.failures]).toEqual([[], []]);
  });

  it('is told again to what a process decided that did not know of it yet', async () => {
    const store = { ...sqliteHere(), sole: false };
    const first = await open({ store });
    const second = await first.another();
    for (const one of [first, second]) await round(one);
    goesBy(first, withMarsh());
    await round(first);
    // The other one still goes by the file as it was, and takes a report with it.
    const reference = await second.report(aboutMarsh);
    expect(await first.events(reference)).toEqual(['ConcernReported']);
    goesBy(second, withMarsh());
    await round(second);
    expect(await first.events(reference)).toContain('SubjectsFound');
  });

  it('[R194] sends nothing more of a case to whoever lost it while a chat was away', async () => {
    const t = await open();
    t.chat.always({ kind: 'down' });
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await t.pass(2 * MINUTE);
    const calls = t.chat.sent.length;
    expect(calls).toBeGreaterThan(0);
    goesBy(t, aSchoolWhere({ head: [people.senco] }));
    t.chat.always(undefined);
    await t.pass(HOUR);
    expect(t.chat.at(`person:${people.head}`)).toEqual([]);
    expect(await openedBy(t, people.senco, reference)).toMatchObject({ kind: 'done' });
  });

  it('decides a command that is in hand by the file with which it began', async () => {
    const t = await open();
    const reference = await t.report();
    const acknowledging = t.app.commands.handle({
      id: 'begun before',
      school: t.school,
      reference,
      type: 'concern/acknowledge',
      by: { kind: 'person', person: people.dsl },
      data: {},
    });
    goesBy(t, aSchoolWhere({ dsl: [people.otherTeacher] }));
    expect(await acknowledging).toMatchObject({ kind: 'done' });
    expect(await openedBy(t, people.dsl, reference)).toMatchObject({ kind: 'refused' });
  });

  it('brings what waits for somebody to whoever holds the role when it comes due', async () => {
    const t = await open();
    await t.report();
    goesBy(t, aSchoolWhere({ dsl: [people.otherTeacher] }));
    const before = t.chat.calls.length;
    await t.pass(26 * HOUR);
    const mentioned = t.chat.calls.slice(before).flatMap(({ message }) => message?.mentions ?? []);
    expect(mentioned).toContain(people.otherTeacher);
    expect(mentioned).not.toContain(people.dsl);
  });
});

describe('a school whose file is taken out while the service runs', () => {
  const riverside = aSchool({ id: 'riverside', teams: { tenantId: '00000000-0000-4000-8000-0000000000bb' } });

  it('is served no more, keeps all it has, and goes on where it was when the file is there again', async () => {
    const t = await open({ schools: [aSchool(), riverside] });
    t.chat.always({ kind: 'down' });
    const reference = await t.report();
    goesBy(t, riverside);
    t.chat.always(undefined);
    await t.pass(2 * HOUR);
    expect(t.chat.all()).toEqual([]);
    expect(t.failures.filter(({ code }) => code === 'unknown-school').length).toBeGreaterThan(0);
    goesBy(t, aSchool(), riverside);
    await t.pass(2 * HOUR);
    expect(t.chat.at('channel:safeguarding').map(({ content }) => content.data['title'])).toEqual([
      expect.stringContaining(reference),
    ]);
  });
});
