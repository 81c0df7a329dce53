import { describe, expect, it } from 'vitest';
import { deriveReference } from '../../../src/application/record-reference.ts';
import type { CheckKind } from '../../../src/domain/filtering.ts';
import { HOUR, MINUTE } from '../../../src/domain/instant.ts';
import { filteringCheck } from '../../../src/workflows/filtering-check/index.ts';
import { applications, type TestApplication } from '../../support/application.ts';
import { aClock } from '../../support/clock.ts';
import { fromLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aReview, aSchoolThatDid, aSecurityCheck } from './a-check.ts';

const { open, aPath } = applications();
const DAY = 24 * HOUR;
const morning = fromLondon('2026-12-07', '08:30');

async function referenceOf(t: TestApplication, kind: CheckKind): Promise<string> {
  return await deriveReference(t.vault, t.school.id, filteringCheck, kind);
}

function cardAt(t: TestApplication, person: string, slot: string) {
  return t.chat.at(`person:${person}`).filter((one) => one.slot === slot);
}

/** A school whose review is due on Monday, with its records begun on the Friday before. */
async function beforeTheReview(options: Parameters<typeof open>[0] = {}) {
  const school = aSchoolThatDid('filtering-review', '2025-12-07');
  const t = await open({ schools: [school], clock: aClock(fromLondon('2026-12-04', '17:00')), ...options });
  await t.app.keep();
  return { t, reference: await referenceOf(t, 'filtering-review') };
}

describe('[R133] the yearly review, from its morning to the next', () => {
  it('comes as school opens, is recorded by governors with IT, and then says so everywhere', async () => {
    const { t, reference } = await beforeTheReview();
    await t.pass(Date.parse(morning) - Date.parse(t.clock.now()) - 1);
    expect(t.chat.all()).toEqual([]);
    await t.pass(1);
    const [card] = cardAt(t, people.governor, `check:${people.governor}`);
    expect(card?.content.preview).toBe('Yearly review of filtering and monitoring · due Mon 7 Dec');
    const data = { ...aReview, date: '2026-12-07', next: '2027-12-07' };
    const alone = { ...data, tookPart: [people.governor, people.head] };
    const by = people.governor;
    expect(await t.give('filtering-check/record-review', { by, reference, data: alone })).toMatchObject({
      kind: 'refused',
      code: 'no-it',
    });
    expect(await t.give('filtering-check/record-review', { by, reference, data })).toMatchObject({ kind: 'done' });
    await t.settle();
    for (const person of [people.governor, people.networkManager, people.head]) {
      const cards = cardAt(t, person, `check:${person}`);
      expect(cards.map(({ content }) => content.card)).toEqual(['notice']);
      expect(cards[0]?.content.preview).toMatch(/^Recorded by the online-safety governor, Mon 7 Dec, 08:30/);
    }
    const standing = t.chat.all().length;
    await t.pass(20 * DAY);
    expect(t.chat.all()).toHaveLength(standing);
    expect((await t.record(reference)).stored.due).toBe(fromLondon('2027-11-23', '08:30'));
    expect(t.failures).toEqual([]);
  });

  it('is not forgotten where the service was away on its day, and by nobody twice where it was killed', async () => {
    const path = aPath();
    const { t, reference } = await beforeTheReview({ path });
    t.chat.always({ kind: 'stop-before' });
    t.clock.set(morning);
    await t.app.dueRunner.run();
    await new Promise((resolve) => setImmediate(resolve));
    t.chat.calm();
    const after = await t.another();
    after.clock.set(fromLondon('2026-12-09', '12:00'));
    await after.app.keep();
    await after.pass(2 * MINUTE);
    await after.runDue({ takeOver: true });
    await after.settle();
    expect(cardAt(after, people.governor, `check:${people.governor}`)).toHaveLength(1);
    expect((await after.events(reference)).filter((event) => event === 'CheckCameDue')).toHaveLength(1);
  });

  it('by two at once is kept twice and shown once', async () => {
    const { t, reference } = await beforeTheReview();
    await t.pass(Date.parse(morning) - Date.parse(t.clock.now()));
    const data = { ...aReview, date: '2026-12-07', next: '2027-12-07' };
    const give = (by: string) => t.give('filtering-check/record-review', { by, reference, data });
    const results = await Promise.all([give(people.governor), give(people.networkManager)]);
    expect(results.map(({ kind }) => kind)).toEqual(['done', 'done']);
    await t.settle();
    expect((await t.events(reference)).filter((event) => event === 'CheckRecorded')).toHaveLength(2);
    expect(cardAt(t, people.dsl, `check:${people.dsl}`)).toHaveLength(1);
  });

  it('sent twice by one double press is recorded once', async () => {
    const { t, reference } = await beforeTheReview();
    const data = { ...aReview, date: '2026-12-04', next: '2027-12-04' };
    const of = { by: people.governor, reference, data, id: 'one press' };
    const [first, second] = [
      await t.give('filtering-check/record-review', of),
      await t.give('filtering-check/record-review', of),
    ];
    expect([first, second]).toMatchObject([
      { kind: 'done', isRepeated: false },
      { kind: 'done', isRepeated: true },
    ]);
    expect((await t.events(reference)).filter((event) => event === 'CheckRecorded')).toHaveLength(1);
  });
});

describe('a card that cannot be brought to somebody', () => {
  it('is told to the others who are asked for the check, once and by role', async () => {
    const { t, reference } = await beforeTheReview();
    t.chat.always((call) => (call.place === `person:${people.governor}` ? { kind: 'hopeless' } : undefined));
    await t.pass(Date.parse(morning) - Date.parse(t.clock.now()) + 6 * DAY);
    const slot = `parked:check:${people.governor}:${people.head}`;
    expect(cardAt(t, people.head, slot).map(({ content }) => content.preview)).toEqual([
      'A card about the yearly review of filtering and monitoring could not be delivered to the online-safety governor. Tell them another way.',
    ]);
    expect((await t.events(reference)).filter((event) => event === 'CardParked')).toHaveLength(1);
  });

  it('of the only one who is asked is told to who acts for them', async () => {
    const school = aSchoolThatDid('security-check', '2026-08-07');
    const t = await open({ schools: [school], clock: aClock(fromLondon('2026-12-04', '17:00')) });
    await t.app.keep();
    t.chat.always((call) => (call.place === `person:${people.networkManager}` ? { kind: 'hopeless' } : undefined));
    await t.pass(4 * DAY);
    const slot = `parked:check:${people.networkManager}:${people.coordinator}`;
    expect(cardAt(t, people.coordinator, slot)).toHaveLength(1);
  });
});

describe('[R138] a check over three years', () => {
  it('is asked for every term, whoever lets it slip, and is always on the list with a next date', async () => {
    const school = aSchoolThatDid('security-check', '2026-08-07');
    const t = await open({ schools: [school], clock: aClock(fromLondon('2026-12-04', '17:00')) });
    await t.app.keep();
    const reference = await referenceOf(t, 'security-check');
    const dates = ['2026-12-08', '2027-04-12', '2027-09-10', '2028-01-11', '2028-05-12', '2028-11-01'];
    for (const [index, date] of dates.entries()) {
      const at = fromLondon(date, '15:00');
      await t.pass(Date.parse(at) - Date.parse(t.clock.now()));
      const stands = cardAt(t, people.networkManager, `check:${people.networkManager}`).at(-1);
      expect([date, stands?.content.card]).toEqual([date, 'case']);
      const month = new Date(Date.parse(`${date}T00:00:00Z`));
      month.setUTCMonth(month.getUTCMonth() + 4);
      const data = { ...aSecurityCheck, date, next: month.toISOString().slice(0, 10) };
      const by = people.networkManager;
      expect((await t.give('filtering-check/record-security', { by, reference, data })).kind).toBe('done');
      await t.settle();
      expect((await t.events(reference)).filter((event) => event === 'CheckRecorded')).toHaveLength(index + 1);
    }
    const list = await t.app.overview.page('filtering-checks', 1, people.governor, t.school);
    expect(JSON.stringify(list)).toContain('Full security check · due 1 Mar 2029');
  }, 60_000);
});
