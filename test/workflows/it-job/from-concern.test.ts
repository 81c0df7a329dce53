import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/domain/instant.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import { registry } from '../../../src/workflows/index.ts';
import { applications, type TestApplication, UNTIL_FADED } from '../../support/application.ts';
import { aboutStaff, someAnswers } from '../../support/concern.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';

const { open, aPath } = applications();
const DAY = 24 * HOUR;
const ask = { job: 'secure-device', about: 'Laptop 14 from room 7' };
const custody = { holder: 'Ifeoma Brandt', place: 'Server room', since: '2026-11-23', result: '' };

async function jobsIn(t: TestApplication): Promise<readonly string[]> {
  const { records } = await t.store.all({ limit: 500 });
  return records.filter(({ kind }) => kind === 'it-job').map(({ id }) => id);
}

/** The titles of the cards, and the words of the lines, that stand in a place. */
const standing = (t: TestApplication, place: string) =>
  t.chat.at(place).map(({ content }) => String(content.data.title ?? content.data.text));

async function askedFor(
  t: TestApplication,
  { answers = someAnswers({ kind: 'extremism' }), handler = people.dsl as PersonId, data = ask } = {},
) {
  const concern = await t.report(answers);
  const given = await t.give('concern/ask-it', { by: handler, reference: concern, data });
  expect(given.kind).toBe('done');
  await t.settle();
  const [job = ''] = await jobsIn(t);
  return { concern, job };
}

describe('a job that a concern asks of IT', () => {
  it('[R005] [R101] comes to IT as a job in one press, and the answer comes back into the case', async () => {
    const t = await open();
    const { concern, job } = await askedFor(t);
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Job ${job} · secure a device`]);
    await t.give('it-job/done', { by: people.networkManager, reference: job, data: custody });
    await t.settle();
    expect((await t.events(concern)).slice(-2)).toEqual(['ItAsked', 'ItAnswered']);
    const lines = t.chat.all().map(({ content }) => String(content.data.text ?? ''));
    expect(lines.some((text) => text.startsWith('IT has done its job (secure a device), '))).toBe(true);
    expect(standing(t, `person:${people.networkManager}`)).toContain(`Job ${job} · secure a device · done`);
    const opened = await t.give('concern/open', { by: people.dsl, reference: concern });
    expect(JSON.stringify(opened)).toContain('Kept at: Server room');
    expect((await t.record(concern)).outbox).toEqual([]);
    expect(t.failures).toEqual([]);
  });

  it('[R005] IT’s chat holds nothing of the case at any time, reminders and all', async () => {
    const t = await open();
    const { concern, job } = await askedFor(t);
    await t.pass(2 * DAY);
    await t.give('it-job/done', { by: people.networkManager, reference: job, data: custody });
    await t.pass(UNTIL_FADED);
    const seen = JSON.stringify(t.chat.at(`person:${people.networkManager}`));
    for (const said of [concern, 'Robin', '9B', 'fight came up', 'Rahimi', 'xtremis', 'Laptop 14'])
      expect([said, seen.includes(said)]).toEqual([said, false]);
  });

  it('is one record also where the process ended between the two', async () => {
    const t = await open({ path: aPath() });
    const { concern } = await askedFor(t);
    const again = await t.another();
    await again.runDue({ takeOver: true });
    await again.pass(MINUTE);
    expect(await jobsIn(again)).toHaveLength(1);
    expect((await again.events(concern)).filter((type) => type === 'ItAsked')).toHaveLength(1);
  });

  it('that does not get through is told to those who handle the concern, who go on', async () => {
    const t = await open({ registry: new Map([...registry].filter(([id]) => id !== 'it-job')) });
    const { concern } = await askedFor(t);
    expect((await t.events(concern)).slice(-2)).toEqual(['ItAsked', 'MessageParked']);
    const text = `A request to IT about ${concern} did not get through. Ask IT another way.`;
    expect(standing(t, `person:${people.dsl}`)).toContain(text);
    expect((await t.give('concern/note', { reference: concern, data: { text: 'Rang IT.' } })).kind).toBe('done');
  });

  it('[R009] what IT did stands on the list of whoever supervises it, and not what it was about', async () => {
    const { roles } = aSchoolFile();
    const supervised = { ...roles, 'network-manager': { ...roles['network-manager'], supervisor: people.governor } };
    const t = await open({ schools: [aSchool({ roles: supervised })] });
    const { concern, job } = await askedFor(t);
    await t.give('it-job/done', { by: people.networkManager, reference: job, data: custody });
    await t.settle();
    const list = JSON.stringify(await t.app.overview.page('it-supervision', 1, people.governor, t.school));
    expect(list).toContain(`${job} · Secure a device`);
    expect(list).toContain('Ifeoma Brandt');
    for (const said of [concern, 'Laptop', 'Server room']) expect(list).not.toContain(said);
  });
});

describe('[R198] a concern about the network manager', () => {
  const answers = aboutStaff('Ifeoma Brandt');

  it('has its job done by who stands in for them; they have nothing in their chat, and their lists are as without it', async () => {
    const t = await open();
    const before = await t.app.overview.all(people.networkManager, t.school);
    const { concern, job } = await askedFor(t, { answers, handler: people.head });
    expect(standing(t, `person:${people.coordinator}`)).toContain(`Job ${job} · secure a device`);
    await t.pass(3 * DAY);
    expect(t.chat.at(`person:${people.networkManager}`)).toEqual([]);
    expect(await t.app.overview.all(people.networkManager, t.school)).toEqual(before);
    const done = await t.give('it-job/done', { by: people.coordinator, reference: job, data: custody });
    expect(done.kind).toBe('done');
    await t.settle();
    expect((await t.events(concern)).at(-1)).toBe('ItAnswered');
    for (const [type, data] of [
      ['it-job/open', {}],
      ['it-job/done', custody],
      ['it-job/cannot', { reason: 'x' }],
    ] as const) {
      const there = await t.give(type, { by: people.networkManager, reference: job, data });
      const absent = await t.give(type, { by: people.networkManager, reference: 'J-ZZZZZZ', data });
      if (there.kind !== 'refused' || absent.kind !== 'refused') throw new Error(`${type} is taken`);
      expect(there.sentence.replace(job, 'X')).toBe(absent.sentence.replace('J-ZZZZZZ', 'X'));
    }
  });

  it('that names them only later takes the job from them, as if it were done', async () => {
    const t = await open();
    const { concern, job } = await askedFor(t);
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Job ${job} · secure a device`]);
    const person = { name: 'Ifeoma Brandt', kind: 'staff', capacity: 'instigator' };
    await t.give('concern/add-person', { reference: concern, data: person });
    await t.settle();
    expect(await jobsIn(t)).toHaveLength(1);
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Job ${job} · secure a device · done`]);
    expect(standing(t, `person:${people.coordinator}`)).toContain(`Job ${job} · secure a device`);
    const refused = await t.give('it-job/done', { by: people.networkManager, reference: job, data: custody });
    expect(refused.kind).toBe('refused');
  });
});
