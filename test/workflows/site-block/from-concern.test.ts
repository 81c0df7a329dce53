import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/domain/instant.ts';
import { registry } from '../../../src/workflows/index.ts';
import type { BlockState } from '../../../src/workflows/site-block/state.ts';
import { applications, type TestApplication } from '../../support/application.ts';
import { aboutStaff, someAnswers } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import { aSite, itsConcern, someAsk } from '../../support/site-block.ts';

const { open, aPath } = applications();
const website = 'https://unsuitable.example/fights?clip=7';

/** The references of the sites that are to be blocked. */
async function blocks(t: TestApplication): Promise<readonly string[]> {
  const { records } = await t.store.all({ limit: 500 });
  return records.filter(({ kind }) => kind === 'site-block').map(({ id }) => id);
}

async function blockOf(t: TestApplication): Promise<{ readonly reference: string; readonly state: BlockState }> {
  const [reference = ''] = await blocks(t);
  return { reference, state: (await t.record(reference)).state as unknown as BlockState };
}

/** The titles of the cards, and the words of the lines, that stand in a place. */
const standing = (t: TestApplication, place: string) =>
  t.chat.at(place).map(({ content }) => String(content.data.title ?? content.data.text));

async function askedFor(t: TestApplication, answers = someAnswers({ website }), handler: string = people.dsl) {
  const concern = await t.report(answers);
  const given = await t.give('concern/block-site', { by: handler, reference: concern, data: { address: website } });
  expect(given.kind).toBe('done');
  await t.settle();
  return concern;
}

describe('a site that a concern asks to block', () => {
  it('[R130] goes to IT as a job in one press, and the answer comes back into the thread of the concern', async () => {
    const t = await open();
    const concern = await askedFor(t);
    const { reference, state } = await blockOf(t);
    expect(state).toMatchObject({ status: 'reported', file: { site: aSite(website), without: [] } });
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Block a site · ${reference}`]);
    await t.give('site-block/blocked', { by: people.networkManager, reference });
    await t.settle();
    expect((await t.events(concern)).slice(-2)).toEqual(['ActionRecorded', 'ActionRecorded']);
    const lines = t.chat.all().map(({ content }) => String(content.data.text ?? ''));
    expect(lines.some((text) => text.startsWith('IT has blocked the site, '))).toBe(true);
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Block a site · ${reference} · done`]);
    expect((await t.record(concern)).outbox).toEqual([]);
    expect(t.failures).toEqual([]);
  });

  it('[R131] leads from each to no content of the other: IT’s chat holds nothing of the concern', async () => {
    const t = await open();
    const concern = await askedFor(t, someAnswers({ website, kind: 'deliberate-access' }));
    const { reference } = await blockOf(t);
    await t.give('site-block/blocked', { by: people.networkManager, reference });
    await t.pass(2 * HOUR);
    const seen = JSON.stringify(t.chat.at(`person:${people.networkManager}`));
    for (const said of [concern, 'Robin', '9B', 'fight came up', 'Rahimi']) expect(seen).not.toContain(said);
  });

  it('asked for by the same relay twice, or by another with the same key, is one record', async () => {
    const t = await open();
    const ask = (id: string) =>
      t.app.commands.handle({
        id,
        school: t.school,
        type: 'site-block/ask',
        key: `${itsConcern}:1`,
        by: { kind: 'clock' },
        data: JSON.parse(JSON.stringify(someAsk())),
      });
    for (const id of ['relay one', 'relay one', 'relay two']) expect((await ask(id)).kind).toBe('done');
    await t.settle();
    expect(await blocks(t)).toHaveLength(1);
    expect(await t.events((await blockOf(t)).reference)).toEqual(['SiteBlockRequested']);
    expect(t.chat.at(`person:${people.networkManager}`)).toHaveLength(1);
  });

  it('is one record also where the process ended between the two', async () => {
    const path = aPath();
    const t = await open({ path });
    const concern = await askedFor(t);
    const again = await t.another();
    await again.runDue({ takeOver: true });
    await again.pass(MINUTE);
    expect(await blocks(again)).toHaveLength(1);
    expect((await again.events(concern)).filter((type) => type === 'ActionRecorded')).toHaveLength(1);
  });

  it('is two jobs where two sites were asked for', async () => {
    const t = await open();
    const concern = await askedFor(t);
    await t.give('concern/block-site', { reference: concern, data: { address: 'other.example' } });
    await t.settle();
    expect(await blocks(t)).toHaveLength(2);
  });
});

describe('[R198] a concern about the network manager', () => {
  it('has its site blocked by who stands in for them, and they have nothing in their chat', async () => {
    const t = await open();
    const answers = aboutStaff('Ifeoma Brandt', { kind: 'filter-bypass', website });
    const concern = await askedFor(t, answers, people.head);
    const { reference, state } = await blockOf(t);
    expect(state).toMatchObject({ file: { without: [people.networkManager] } });
    expect(standing(t, `person:${people.coordinator}`)).toContain(`Block a site · ${reference}`);
    // Reminders, mornings and all, until it is done.
    await t.pass(3 * 24 * HOUR);
    expect(t.chat.at(`person:${people.networkManager}`)).toEqual([]);
    const done = await t.give('site-block/blocked', { by: people.coordinator, reference });
    expect(done.kind).toBe('done');
    await t.settle();
    expect(
      standing(t, `person:${people.head}`).some((text) => text.startsWith(`${concern}: IT has blocked the site`)),
    ).toBe(true);
    expect(t.chat.at(`person:${people.networkManager}`)).toEqual([]);
  });

  it('answers them as what is not there does, and shows them lists as they would be without it', async () => {
    const t = await open();
    const before = await t.app.overview.all(people.networkManager, t.school);
    await askedFor(t, aboutStaff('Ifeoma Brandt', { kind: 'filter-bypass', website }), people.head);
    const { reference } = await blockOf(t);
    expect(await t.app.overview.all(people.networkManager, t.school)).toEqual(before);
    for (const type of ['site-block/open', 'site-block/blocked', 'site-block/review'])
      for (const command of [type]) {
        const data = command === 'site-block/review' ? { outcome: 'keep', finding: 'x' } : {};
        const there = await t.give(command, { by: people.networkManager, reference, data });
        const absent = await t.give(command, { by: people.networkManager, reference: 'B-ZZZZZZ', data });
        if (there.kind !== 'refused' || absent.kind !== 'refused') throw new Error(`${command} is taken`);
        expect(there.sentence.replace(reference, 'X')).toBe(absent.sentence.replace('B-ZZZZZZ', 'X'));
      }
  });

  it('that names them only later takes the job from them', async () => {
    const t = await open();
    const concern = await askedFor(t);
    const { reference } = await blockOf(t);
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Block a site · ${reference}`]);
    const person = { name: 'Ifeoma Brandt', kind: 'staff', capacity: 'instigator' };
    await t.give('concern/add-person', { reference: concern, data: person });
    await t.settle();
    expect(await blocks(t)).toHaveLength(1);
    expect(standing(t, `person:${people.networkManager}`)).toEqual([`Block a site · ${reference} · done`]);
    const refused = await t.give('site-block/blocked', { by: people.networkManager, reference });
    expect(refused.kind).toBe('refused');
    expect(standing(t, `person:${people.coordinator}`)).toContain(`Block a site · ${reference}`);
  });
});

describe('an ask that does not get through', () => {
  it('is told to those who handle the concern, and the concern goes on', async () => {
    const t = await open({ registry: new Map([...registry].filter(([id]) => id !== 'site-block')) });
    const concern = await askedFor(t);
    expect((await t.events(concern)).slice(-2)).toEqual(['ActionRecorded', 'MessageParked']);
    const text = `A request to IT about ${concern} did not get through. Ask IT another way.`;
    for (const person of [people.dsl, people.deputy]) expect(standing(t, `person:${person}`)).toContain(text);
    expect((await t.give('concern/note', { reference: concern, data: { text: 'Rang IT.' } })).kind).toBe('done');
  });

  it('while the store does not answer, is asked again until it is there', async () => {
    const t = await open();
    const concern = await t.report(someAnswers({ website }));
    let isDown = false;
    t.store.always((method) => (isDown && method === 'create' ? 'reject' : undefined));
    isDown = true;
    await t.give('concern/block-site', { reference: concern, data: { address: website } });
    await t.settle();
    expect(await blocks(t)).toEqual([]);
    isDown = false;
    await t.pass(HOUR);
    expect(await blocks(t)).toHaveLength(1);
  });
});
