import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aboutHead, aboutStaff, someAnswers } from '../support/concern.ts';
import { aFakeChat } from '../support/fake-chat.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people, withPerson } from '../support/school.ts';
import { requestAnswers } from '../support/site-access.ts';
import { someReport } from '../support/site-block.ts';
import { sqliteHere } from '../support/sqlite-here.ts';

const { open } = applications();

/** The service goes by this from now on, as its watch has it do, and sees to what follows. */
async function goesBy(t: TestApplication, school: School): Promise<void> {
  t.app.directory.replace([school]);
  t.app.schoolFilesChanged();
  await round(t);
}

async function round(t: TestApplication): Promise<void> {
  await t.runDue();
  await t.settle();
}

function schoolNow(t: TestApplication): School {
  return t.app.directory.schools.get('oakfield') ?? t.school;
}

/** What stands in somebody's own chat, in each of these slots: the title of a card, and the words of a notice. */
function standing(t: TestApplication, person: PersonId, start: string): readonly string[] {
  return t.chat
    .at(`person:${person}`)
    .filter(({ slot }) => slot === `${start}:${person}`)
    .map(({ content }) => content.preview);
}

const newHead = aSchoolWhere({ head: [people.senco] });
const newIt = aSchoolWhere({ 'network-manager': [people.otherTeacher] });

describe('a concern that nobody has taken, when a role changes hands', () => {
  it('goes from the head who was to the head who is, at once', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    expect(standing(t, people.head, 'case')).toEqual([`Concern ${reference} · new`]);
    await goesBy(t, newHead);
    expect(standing(t, people.head, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
    expect(standing(t, people.senco, 'case')).toEqual([`Concern ${reference} · new`]);
    expect(await t.events(reference)).toEqual(['ConcernReported']);
    await t.give('concern/acknowledge', { by: people.senco, reference, school: schoolNow(t) });
    await t.settle();
    expect(standing(t, people.senco, 'case')).toEqual([`Concern ${reference} · acknowledged`]);
  });

  it('goes from the chair who was to the chair who is, where it is about the head', async () => {
    const t = await open();
    const reference = await t.report(aboutHead());
    expect(standing(t, people.chair, 'case')).toEqual([`Concern ${reference} · new`]);
    await goesBy(t, aSchoolWhere({ chair: [people.otherTeacher] }));
    expect(standing(t, people.chair, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
    expect(standing(t, people.otherTeacher, 'case')).toEqual([`Concern ${reference} · new`]);
    expect(t.chat.at(`person:${people.head}`)).toEqual([]);
  });

  it('goes from a head who has left the school, whose own chat says so too', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    const staff = newHead.people.filter(({ email }) => email !== people.head);
    await goesBy(t, { ...newHead, people: staff });
    expect(standing(t, people.head, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
    expect(standing(t, people.senco, 'case')).toEqual([`Concern ${reference} · new`]);
    expect(t.failures).toEqual([]);
  });

  it('says nothing in the place of a card that ended as a closed case does, for whom it turned out to be about', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Tom Marsh'));
    const marsh = 'v.quill@oakfield.example';
    const file = withPerson(aSchoolFile(), marsh, 'Vera Quill', 'Headteacher');
    const asHead = aSchool({ ...file, roles: { ...file.roles, head: { ...file.roles.head, people: [marsh] } } });
    await goesBy(t, asHead);
    const named = {
      ...asHead,
      people: asHead.people.map((one) => (one.email === marsh ? { ...one, name: 'Tom Marsh' } : one)),
    };
    await goesBy(t, named);
    await goesBy(t, { ...named, telephone: '01632 960999' });
    expect(standing(t, marsh, 'case').join()).not.toContain('elsewhere');
    expect(standing(t, marsh, 'case').join()).toContain(`${reference} · closed`);
  });

  it('also goes once it is acknowledged', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await t.give('concern/acknowledge', { by: people.head, reference });
    await t.settle();
    await goesBy(t, newHead);
    expect(standing(t, people.head, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
    expect(standing(t, people.senco, 'case')).toEqual([`Concern ${reference} · acknowledged`]);
  });

  it('puts away what the head who was had opened of it', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await t.app.commands.handle({
      id: 'opened',
      school: t.school,
      type: 'concern/open',
      by: { kind: 'person', person: people.head },
      data: {},
      reference,
      surface: { kind: 'chat', chat: 'teams' },
    });
    await t.settle();
    const seen = () => JSON.stringify(t.chat.at(`person:${people.head}`).map(({ content }) => content));
    expect(seen()).toContain('Callum Farrow');
    await goesBy(t, newHead);
    expect(seen()).not.toContain('Callum Farrow');
  });

  it('says it once: no look that follows touches what stands, and no event is left by any', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await goesBy(t, newHead);
    const calls = t.chat.calls.length;
    for (let times = 0; times < 3; times++) await goesBy(t, { ...newHead, telephone: `01632 96000${times}` });
    const another = await t.another();
    await goesBy(another, newHead);
    expect(t.chat.calls.slice(calls)).toEqual([]);
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(await t.events(reference)).toEqual(['ConcernReported']);
  });

  it('comes back to whoever has the role again, as a card that they notice', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await goesBy(t, newHead);
    await goesBy(t, aSchool());
    expect(standing(t, people.head, 'case')).toEqual([
      `Concern ${reference} is handled elsewhere now.`,
      `Concern ${reference} · new`,
    ]);
    expect(standing(t, people.senco, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
  });

  it('also where the old card is still on its way, in a chat that is down', async () => {
    const t = await open();
    t.chat.always({ kind: 'down' });
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await goesBy(t, newHead);
    t.chat.always(undefined);
    await t.pass(10 * MINUTE);
    expect(t.chat.at(`person:${people.head}`)).toEqual([]);
    expect(standing(t, people.senco, 'case')).toEqual([`Concern ${reference} · new`]);
  });

  it('comes back also where what was to end the old card is still on its way', async () => {
    const t = await open();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    t.chat.always({ kind: 'down' });
    await goesBy(t, newHead);
    await goesBy(t, aSchool());
    t.chat.always(undefined);
    await t.pass(10 * MINUTE);
    expect(standing(t, people.head, 'case')).toEqual([`Concern ${reference} · new`]);
    expect(t.chat.at(`person:${people.senco}`)).toEqual([]);
  });

  it('moves what a process gave to the old head that did not know of the change yet', async () => {
    const first = await open({ store: { ...sqliteHere(), sole: false } });
    const second = await first.another();
    await goesBy(first, newHead);
    const reference = await second.report(aboutStaff('Callum Farrow'));
    await round(second);
    expect(standing(second, people.head, 'case')).toEqual([`Concern ${reference} · new`]);
    await goesBy(second, newHead);
    expect(standing(second, people.head, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
    expect(standing(second, people.senco, 'case')).toEqual([`Concern ${reference} · new`]);
  });

  it('goes from one chat to the other, where the new head is in that one', async () => {
    const slack = aFakeChat('slack');
    const t = await open({ slack, schools: [inBoth()] });
    const reference = await t.report(aboutStaff('Callum Farrow'));
    await goesBy(t, inBoth({ roles: newHead.roles }));
    expect(standing(t, people.head, 'case')).toEqual([`Concern ${reference} is handled elsewhere now.`]);
    const theirs = slack.at(`person:${people.senco}`).map(({ content }) => content.preview);
    expect(theirs).toEqual([`Concern ${reference} · new`]);
    await goesBy(t, inBoth());
    expect(slack.at(`person:${people.senco}`).map(({ content }) => content.preview)).toEqual([
      `Concern ${reference} is handled elsewhere now.`,
    ]);
  });

  it('leaves a closed one as it stands', async () => {
    const t = await open();
    const reference = await t.report(someAnswers());
    await t.give('concern/take', { by: people.dsl, reference });
    expect(await close(t, reference)).toMatchObject({ kind: 'done' });
    await t.settle();
    const before = t.chat.calls.length;
    await goesBy(t, aSchoolWhere({ dsl: [people.otherTeacher] }));
    expect(t.chat.calls.slice(before)).toEqual([]);
  });
});

function close(t: TestApplication, reference: string) {
  return t.give('concern/close', { by: people.dsl, reference, data: { outcome: 'supported', reason: 'Done.' } });
}

describe('work for IT, when a role changes hands', () => {
  it('a job goes to whoever is IT now', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ kind: 'extremism' }));
    const data = { job: 'secure-device', about: 'Laptop 14 from room 7' };
    expect(await t.give('concern/ask-it', { reference, data })).toMatchObject({ kind: 'done' });
    await t.settle();
    const [title = ''] = standing(t, people.networkManager, 'job');
    const job = /J-\w+/.exec(title)?.[0] ?? '';
    await goesBy(t, newIt);
    expect(standing(t, people.networkManager, 'job')).toEqual([`Job ${job} is with others now.`]);
    expect(standing(t, people.otherTeacher, 'job')).toEqual([title]);
    expect(await t.events(job)).toEqual(['ItJobAsked']);
  });

  it('what was said to wait ends too', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ kind: 'extremism' }));
    const data = { job: 'secure-device', about: 'Laptop 14 from room 7' };
    await t.give('concern/ask-it', { reference, data });
    await t.pass(48 * HOUR);
    expect(standing(t, people.networkManager, 'chase').join()).toContain('please');
    await goesBy(t, newIt);
    expect(standing(t, people.networkManager, 'chase').join()).toContain('is with others now.');
  });

  it('a site that is to be blocked goes to whoever blocks sites, and to whoever looks at the filter', async () => {
    const t = await open();
    const asked = await t.give('site-block/report', { by: people.teacher, data: someReport() });
    const reference = asked.kind === 'done' ? asked.reference : '';
    await t.settle();
    const before = standing(t, people.networkManager, 'job');
    const looks = standing(t, people.coordinator, 'case');
    expect([before, looks].map(({ length }) => length)).toEqual([1, 1]);
    const roles = { ...newIt.roles, ...pick(aSchoolWhere({ 'online-safety-coordinator': [people.senco] })) };
    await goesBy(t, aSchool({ roles }));
    expect(standing(t, people.networkManager, 'job')).toEqual([`${reference} is with others now.`]);
    expect(standing(t, people.otherTeacher, 'job')).toEqual(before);
    expect(standing(t, people.coordinator, 'case')).toEqual([`${reference} is with others now.`]);
    expect(standing(t, people.senco, 'case')).toEqual(looks);
    expect(await t.events(reference)).toEqual(['SiteReported']);
  });

  it('a site that was asked for goes to whoever decides on it, and once it is agreed to whoever opens it', async () => {
    const t = await open();
    const asked = await t.give('site-access/request', {
      by: people.teacher,
      data: requestAnswers({ date: '2026-11-24' }),
    });
    const reference = asked.kind === 'done' ? asked.reference : '';
    await t.settle();
    const decides = standing(t, people.coordinator, 'case');
    expect(decides).toHaveLength(1);
    await goesBy(t, aSchoolWhere({ 'online-safety-coordinator': [people.senco] }));
    expect(standing(t, people.coordinator, 'case')).toEqual([`${reference} is with others now.`]);
    expect(standing(t, people.senco, 'case')).toEqual(decides);
    await t.give('site-access/approve', {
      by: people.senco,
      reference,
      data: { untilDate: '2026-11-24', untilTime: '11:00', why: 'Letters from the trenches.' },
      school: schoolNow(t),
    });
    await t.settle();
    const job = standing(t, people.networkManager, 'job');
    expect(job).toHaveLength(1);
    await goesBy(t, newIt);
    expect(standing(t, people.networkManager, 'job')).toEqual([`${reference} is with others now.`]);
    expect(standing(t, people.otherTeacher, 'job')).toEqual(job);
  });
});

function pick({ roles }: School): Partial<School['roles']> {
  return { 'online-safety-coordinator': roles['online-safety-coordinator'] };
}

/** The same school in both chats: the SENCO is in Slack, everybody else in Teams. */
function inBoth(changes: Partial<School> = {}): School {
  const file = aSchoolFile();
  return aSchool({
    slack: { workspaceId: 'T0OAKFIELD' },
    chat: 'teams',
    channels: {
      safeguarding: { teams: { channelId: '19:safeguarding@thread.tacv2' }, slack: { channelId: 'C0SAFEGUARD' } },
    },
    people: file.people.map((one) =>
      one.email === people.senco ? { ...one, slack: { userId: 'U0SENCO01' }, chat: 'slack' } : one,
    ),
    ...changes,
  } as Parameters<typeof aSchool>[0]);
}
