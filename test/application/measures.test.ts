import { describe, expect, it } from 'vitest';
import { createMeasures, LOOKED_AT_ONCE } from '../../src/application/measures.ts';
import type { RecordQuery, RecordStore } from '../../src/application/ports.ts';
import { HOUR, later, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { monday, someAnswers } from '../support/concern.ts';
import { aSchool, people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { aStoredRecord } from '../support/stored-record.ts';
import { aVisitor } from '../support/visitor.ts';

const { open } = applications();
const urgent = someAnswers({ danger: 'yes' });

const measured = async (t: TestApplication) => (await t.app.measure())[0];

describe('an urgent concern that nobody has acknowledged', () => {
  it('is counted, with how long it waits, until somebody acknowledges it', async () => {
    const t = await open();
    const reference = await t.report(urgent);
    t.clock.move(7 * MINUTE);
    await t.report(urgent, people.dsl);
    t.clock.move(5 * MINUTE);
    expect(await measured(t)).toMatchObject({ urgentWaiting: 2, oldestUrgentMs: 12 * MINUTE });
    await t.give('concern/acknowledge', { reference });
    expect(await measured(t)).toMatchObject({ urgentWaiting: 1, oldestUrgentMs: 5 * MINUTE });
  });

  it('is none that can wait', async () => {
    const t = await open();
    await t.report();
    t.clock.move(HOUR);
    expect(await measured(t)).toMatchObject({ urgentWaiting: 0, oldestUrgentMs: 0 });
  });

  it('is overdue after the last reminder for what is so urgent, not for what is less', async () => {
    const school = aSchool({ reminders: { immediate: [5, 10], urgent: [15, 30], routine: [60] } });
    const t = await open({ schools: [school] });
    await t.report(urgent);
    await t.report(someAnswers({ under13: 'yes', kind: 'sexual-harassment' }), people.dsl);
    t.clock.move(10 * MINUTE);
    expect(await measured(t)).toMatchObject({ urgentWaiting: 2, urgentOverdue: 0 });
    t.clock.move(SECOND);
    expect(await measured(t)).toMatchObject({ urgentWaiting: 2, urgentOverdue: 1 });
    t.clock.move(20 * MINUTE);
    expect(await measured(t)).toMatchObject({ urgentWaiting: 2, urgentOverdue: 2 });
  });

  it('is found however many others were reported before it', async () => {
    const t = await open();
    const queries: RecordQuery[] = [];
    await t.report(urgent);
    const { records } = await t.store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 1 });
    const store: RecordStore = {
      ...t.store,
      query: async (query) => {
        queries.push(query);
        if (query.kind !== 'concern') return { records: [] };
        return query.after === 'two' ? { records } : { records: [], next: query.after === 'one' ? 'two' : 'one' };
      },
    };
    t.clock.move(3 * HOUR);
    expect((await measuring(t, store)())[0]).toMatchObject({ urgentWaiting: 1, oldestUrgentMs: 3 * HOUR });
    expect(queries.slice(0, 3).map(({ after }) => after)).toEqual([undefined, 'one', 'two']);
  });

  it('is counted for its own school alone', async () => {
    const other = aSchool({ id: 'elm-hill' });
    const t = await open({ schools: [aSchool(), other] });
    await t.give('concern/report', { school: other, by: people.teacher, data: { ...urgent } });
    t.clock.move(MINUTE);
    expect((await t.app.measure()).map(({ school, urgentWaiting }) => [school, urgentWaiting])).toEqual([
      ['oakfield', 0],
      ['elm-hill', 1],
    ]);
  });
});

describe('what is due', () => {
  it('is not late in the seconds in which a process takes it up', async () => {
    const t = await open();
    t.chat.always(() => ({ kind: 'down' }));
    await t.report();
    const next = (await t.store.due(later(t.clock.now(), HOUR), 1))[0]?.due ?? '';
    t.clock.set(later(next, 4 * SECOND));
    expect(await measured(t)).toMatchObject({ oldestDueMs: 0 });
    t.clock.set(later(next, 10 * MINUTE));
    expect(await measured(t)).toMatchObject({ oldestDueMs: 10 * MINUTE });
    await t.runDue();
    expect(await measured(t)).toMatchObject({ oldestDueMs: 0 });
  });

  it('of each school is found also where one has more than is looked at in one go', async () => {
    const store = sqliteHere();
    for (let index = 0; index < 150; index++)
      await store.create(aStoredRecord({ id: `C-${index}`, due: later(monday, -HOUR) }));
    await store.create(aStoredRecord({ school: 'elm-hill', id: 'C-1', due: later(monday, -MINUTE) }));
    const t = await open({ schools: [aSchool(), aSchool({ id: 'elm-hill' })] });
    const measure = measuring(t, store);
    expect((await measure()).map(({ oldestDueMs }) => oldestDueMs)).toEqual([HOUR, MINUTE]);
  });
});

describe('what is tried again and again', () => {
  it('is delayed from its fourth failure on, with since when it is owed, until it comes', async () => {
    const t = await open();
    t.chat.always(() => ({ kind: 'down' }));
    await t.report();
    expect(await measured(t)).toMatchObject({ delayed: 0, oldestDelayedMs: 0 });
    for (let passed = 0; passed < 6 * HOUR; passed += 10 * MINUTE) await t.pass(10 * MINUTE);
    const { delayed = 0, oldestDelayedMs = 0, ...others } = (await measured(t)) ?? {};
    expect(delayed).toBeGreaterThan(3);
    expect(oldestDelayedMs).toBeGreaterThan(5 * HOUR);
    expect(oldestDelayedMs).toBeLessThanOrEqual(6 * HOUR);
    expect(others).toMatchObject({ oldestDueMs: 0, parked: 0 });
    t.chat.always(() => undefined);
    await t.pass(9 * HOUR);
    expect(await measured(t)).toMatchObject({ delayed: 0, oldestDelayedMs: 0 });
  });

  it('is known to a process that has just begun, and never said to be owed for longer than it is', async () => {
    const t = await open();
    t.chat.always(() => ({ kind: 'down' }));
    await t.report();
    const longest: number[] = [];
    for (let passed = 10 * MINUTE; passed <= 12 * HOUR; passed += 10 * MINUTE) {
      await t.pass(10 * MINUTE);
      const [{ oldestDelayedMs } = { oldestDelayedMs: 0 }] = await measuring(t, t.store)();
      expect(oldestDelayedMs).toBeLessThanOrEqual(passed);
      longest.push(oldestDelayedMs / passed);
    }
    // At the worst little more than half of it: a wait may be longer by a quarter.
    expect(Math.min(...longest)).toBeGreaterThan(0.4);
  });

  it('is delayed after five minutes also where the chat asks for long patience at the first attempt', async () => {
    const t = await open();
    t.chat.always(() => ({ kind: 'throttle', retryAfterMs: 12 * HOUR }));
    await t.report();
    expect(await measured(t)).toMatchObject({ delayed: 0 });
    t.clock.move(6 * MINUTE);
    const { delayed = 0, oldestDelayedMs } = (await measured(t)) ?? {};
    expect(delayed).toBeGreaterThan(0);
    expect(oldestDelayedMs).toBe(6 * MINUTE);
  });

  it('counts where its record is closed', async () => {
    const t = await open();
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    t.chat.always(() => ({ kind: 'down' }));
    await t.give('concern/close', { reference, data: { outcome: 'supported', reason: 'Done.' } });
    expect((await t.record(reference)).stored.status).toBe('closed');
    for (let passed = 0; passed < 2 * HOUR; passed += 10 * MINUTE) await t.pass(10 * MINUTE);
    expect((await measured(t))?.delayed).toBeGreaterThan(0);
  });

  it('is none that is to leave later, such as what takes content away again', async () => {
    const t = await open();
    const reference = await t.report();
    const [card] = t.chat.at('channel:safeguarding');
    if (card !== undefined) await aVisitor(t, people.dsl).press(card, 'Open');
    await t.settle();
    expect((await t.record(reference)).outbox).not.toEqual([]);
    await measured(t);
    t.clock.move(20 * MINUTE);
    expect(await measured(t)).toMatchObject({ delayed: 0 });
  });

  it('is looked for in what is due soon, and each record that owes nothing is read once in five minutes', async () => {
    const t = await open();
    await t.report();
    let read = 0;
    const store: RecordStore = {
      ...t.store,
      get: async (school, id) => {
        read++;
        return await t.store.get(school, id);
      },
    };
    const measure = measuring(t, store);
    await measure();
    expect(read).toBeGreaterThan(0);
    const first = read;
    t.clock.move(4 * MINUTE);
    await measure();
    expect(read).toBe(first);
    t.clock.move(2 * MINUTE);
    await measure();
    expect(read).toBe(2 * first);
  });
});

describe('a message that can never be delivered', () => {
  it('is counted afresh for whoever asks, and it is said when it was counted', async () => {
    const t = await open();
    await t.app.measure();
    t.chat.always(({ place }) => (place === 'channel:safeguarding' ? { kind: 'hopeless' } : undefined));
    await t.report();
    t.clock.move(9 * MINUTE);
    expect(await measured(t)).toMatchObject({ parked: 0, parkedAgoMs: 9 * MINUTE });
    const [{ parked = 0, parkedAgoMs } = {}] = await t.app.measure({ afresh: true });
    expect(parked).toBeGreaterThan(0);
    expect(parkedAgoMs).toBe(0);
  });

  it('is counted while its record is open, and not when it is closed', async () => {
    const t = await open();
    t.chat.always(({ place }) => (place === 'channel:safeguarding' ? { kind: 'hopeless' } : undefined));
    const reference = await t.report();
    const parked = (await t.events(reference)).filter((type) => type === 'MessageParked').length;
    expect(parked).toBeGreaterThan(0);
    expect(await measured(t)).toMatchObject({ parked });
    t.chat.always(() => undefined);
    await t.give('concern/acknowledge', { reference });
    await t.give('concern/close', { reference, data: { outcome: 'supported', reason: 'Done.' } });
    expect((await t.record(reference)).stored.status).toBe('closed');
    t.clock.move(10 * MINUTE);
    expect(await measured(t)).toMatchObject({ parked: 0 });
  });
});

describe('measuring', () => {
  it('reads open records a bounded page at a time, and no closed one, whatever is stored', async () => {
    const t = await open();
    const queries: RecordQuery[] = [];
    const watched: RecordStore = {
      ...sqliteHere(),
      query: async (query) => {
        queries.push(query);
        return { records: [] };
      },
    };
    await measuring(t, watched)();
    expect(queries.length).toBeGreaterThan(3);
    for (const { kind, statuses = [], limit } of queries) {
      expect(limit).toBe(LOOKED_AT_ONCE);
      expect(statuses).not.toEqual([]);
      expect(statuses, kind).not.toContain('closed');
    }
  });

  it('reads every open record for parked messages once in ten minutes, the urgent each time', async () => {
    const t = await open();
    const kinds: string[] = [];
    const store: RecordStore = {
      ...sqliteHere(),
      query: async ({ kind, statuses = [] }) => {
        kinds.push(`${kind} ${statuses.join()}`);
        return { records: [] };
      },
    };
    const measure = measuring(t, store);
    await measure();
    kinds.length = 0;
    t.clock.move(9 * MINUTE);
    await measure();
    expect(kinds).toEqual(['concern new']);
    t.clock.move(MINUTE);
    await measure();
    expect(kinds.length).toBeGreaterThan(3);
  });

  it('passes over a record that cannot be read, and counts the others', async () => {
    const t = await open();
    await t.report(urgent);
    const [page] = (await t.store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 1 }))
      .records;
    const store: RecordStore = {
      ...t.store,
      query: async (query) => {
        const found = await t.store.query(query);
        const damaged = found.records.map((record) => ({ ...record, id: 'C-DAMAGE' }));
        return { ...found, records: [...damaged, ...found.records] };
      },
    };
    expect(page).toBeDefined();
    expect((await measuring(t, store)())[0]).toMatchObject({ urgentWaiting: 1 });
  });

  it('looks at the records whose cards stand in a channel, and at no others', () => {
    const looked = [...registry.values()].flatMap(({ id, measured, standing }) =>
      measured === undefined ? [] : [{ id, open: measured.open, standing: standing?.statuses }],
    );
    expect(looked.map(({ id }) => id)).toEqual(['concern', 'it-job', 'site-access', 'site-block']);
    for (const { id, open: statuses, standing } of looked) expect(statuses, id).toEqual(standing);
  });

  it('is done once for all who ask at the same time', async () => {
    const t = await open();
    let asked = 0;
    const due = async () => {
      asked++;
      return [];
    };
    const measure = measuring(t, { ...sqliteHere(), due });
    await Promise.all([measure(), measure(), measure()]);
    // What is due of all, and what is delayed of the one school.
    expect(asked).toBe(2);
    await measure();
    expect(asked).toBe(4);
  });
});

function measuring(t: TestApplication, store: Pick<RecordStore, 'due' | 'get' | 'query'>) {
  const { clock, app } = t;
  return createMeasures({ store, sealer: app.sealer, registry, schools: app.directory.schools, clock });
}
