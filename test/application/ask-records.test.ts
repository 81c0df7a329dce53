import { describe, expect, test } from 'vitest';
import { createRecordAsker } from '../../src/application/ask-records.ts';
import type { CommandRequest } from '../../src/application/command.ts';
import { createDirectory } from '../../src/application/directory.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import type { School } from '../../src/domain/school.ts';
import { applications, type TestApplication, type TestApplicationOptions } from '../support/application.ts';
import { aCrowdedSchool, crowdOf, type Round, rounds } from '../support/hearers.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';

const { open } = applications();
const ids = { fresh: () => 'fresh', bytes: (count: number) => new Uint8Array(count) };
const failed = () => undefined;

async function someRounds(t: TestApplication, count: number): Promise<readonly string[]> {
  const references: string[] = [];
  for (let at = 0; at < count; at++) {
    const begun = await t.give('round/begin', { data: { words: `Words ${at}`, people: [] } });
    if (begun.kind === 'done') references.push(begun.reference);
  }
  return references;
}

async function sawOf(t: TestApplication, reference: string): Promise<Round['saw']> {
  return ((await t.record(reference)).state as unknown as Round).saw;
}

async function round(t: TestApplication): Promise<void> {
  await t.runDue();
  await t.settle();
}

/** What asks records, of schools that a test changes, and by which school each was asked. */
async function anAsker(schools: readonly School[]) {
  const t = await open({ registry: rounds, schools });
  const { store, vault, clock, app } = t;
  const directory = createDirectory(schools);
  const asked: School[] = [];
  const handle = (request: CommandRequest) => {
    asked.push(request.school);
    return app.commands.handle(request);
  };
  const parts = {
    store,
    vault,
    registry: rounds,
    schools: directory.schools,
    clock,
    ids,
    commands: { handle },
    failed,
  };
  return { asker: createRecordAsker(parts), directory, asked, t };
}

describe('a school file that was changed', () => {
  test('is told to every record that goes by it, once, when the service has started', async () => {
    const store = sqliteHere();
    const before = await open({ registry: rounds, store });
    const references = await someRounds(before, 210);
    const after = await open({ registry: rounds, store, schools: [aCrowdedSchool(3)] });
    for (let turn = 0; turn < 3; turn++) await round(after);
    for (const reference of references) expect(await sawOf(after, reference)).toHaveLength(1);
  });

  test('is told by one of two processes that start at once', async () => {
    const store = { ...sqliteHere(), sole: false };
    const first = await open({ registry: rounds, store });
    const [reference = ''] = await someRounds(first, 1);
    const second = await first.another();
    await Promise.all([round(first), round(second)]);
    expect(await sawOf(first, reference)).toHaveLength(1);
  });

  test('is told again when it was put back to what it was', async () => {
    const store = sqliteHere();
    const start = async (count: number) => {
      const t = await open({ registry: rounds, store, schools: [aCrowdedSchool(count)] });
      return t;
    };
    const [reference = ''] = await someRounds(await start(0), 1);
    for (const [turn, count] of [3, 4, 3].entries()) {
      const t = await start(count);
      await round(t);
      expect(await sawOf(t, reference)).toHaveLength(turn + 1);
    }
  });

  test('is told without another start to every record of that school, and to those of no other', async () => {
    const elsewhere = { ...aCrowdedSchool(0), id: 'riverside' };
    const { asker, directory, asked, t } = await anAsker([aCrowdedSchool(0), elsewhere]);
    await someRounds(t, 210);
    await t.give('round/begin', { school: elsewhere, data: { words: 'Elsewhere', people: [] } });
    const looks = async () => {
      asked.length = 0;
      asker.schoolFilesChanged();
      await asker.run();
      return Object.fromEntries(
        Map.groupBy(asked, ({ id }) => id)
          .entries()
          .map(([id, of]) => [id, of.length]),
      );
    };
    expect(await looks()).toEqual({ oakfield: 210, riverside: 1 });
    expect(await looks()).toEqual({});
    directory.replace([aCrowdedSchool(3), elsewhere]);
    expect(await looks()).toEqual({ oakfield: 210 });
  });

  test('is the one that holds when a record is asked, though it was changed once more since the others were', async () => {
    const { asker, directory, asked, t } = await anAsker([aCrowdedSchool(0)]);
    await someRounds(t, 1);
    t.store.always((method) => (method === 'query' ? 'reject' : undefined));
    await asker.run();
    t.store.always(undefined);
    directory.replace([aCrowdedSchool(5)]);
    t.clock.move(2 * MINUTE);
    await asker.run();
    expect(asked).toEqual([directory.schools.get('oakfield')]);
    directory.replace([]);
    asker.schoolFilesChanged();
    await asker.run();
    expect(asked).toHaveLength(1);
  });

  test('is told when the store answers again, to those who were not told before', async () => {
    const store = sqliteHere();
    const references = await someRounds(await open({ registry: rounds, store }), 20);
    const t = await open({ registry: rounds, store });
    let writes = 0;
    t.store.always((method) => (method === 'replace' && ++writes > 5 ? 'reject' : undefined));
    await round(t);
    t.store.always(undefined);
    t.clock.move(2 * MINUTE);
    await round(t);
    for (const reference of references) expect(await sawOf(t, reference)).toHaveLength(1);
  });
});

describe('somebody who could not be reached', () => {
  async function unreached(options: TestApplicationOptions = {}) {
    const t = await open({ registry: rounds, schools: [aCrowdedSchool(2)], ...options });
    await round(t);
    t.chat.always({ kind: 'no-address' });
    const begun = await t.give('round/begin', { data: { words: 'x', people: crowdOf(2) } });
    await t.settle();
    if (begun.kind !== 'done') throw new Error(begun.sentence);
    const token = await t.vault.token(t.school.id, `round ${begun.reference}`);
    const counts = () => t.store.count({ school: t.school.id, kind: 'hearer', token });
    expect(await counts()).toEqual({ unreachable: 2 });
    return { t, counts };
  }

  test('is tried again when the service starts: it may have ended before it acted on what it had heard', async () => {
    const { t, counts } = await unreached();
    t.chat.calm();
    await round(await t.another());
    expect(await counts()).toEqual({ delivered: 2 });
  });

  test('is tried again once a day, and not more often, however often the service starts', async () => {
    const { t, counts } = await unreached();
    await round(await t.another());
    const tried = t.chat.calls.length;
    for (let turn = 0; turn < 3; turn++) await round(await t.another());
    expect(t.chat.calls).toHaveLength(tried);
    t.clock.move(24 * HOUR);
    await round(t);
    expect(t.chat.calls.length).toBeGreaterThan(tried);
    t.chat.calm();
    t.clock.move(24 * HOUR);
    await round(t);
    expect(await counts()).toEqual({ delivered: 2 });
  });

  test('is tried again once a week, after two weeks', async () => {
    const { t } = await unreached();
    const triesIn = async (days: number) => {
      const before = t.chat.calls.length;
      for (let day = 0; day < days; day++) {
        t.clock.move(24 * HOUR);
        await round(t);
      }
      return (t.chat.calls.length - before) / 2;
    };
    expect(await triesIn(14)).toBeGreaterThanOrEqual(12);
    expect(await triesIn(28)).toBeLessThanOrEqual(5);
    expect(await triesIn(28)).toBeGreaterThanOrEqual(3);
  });

  test('is tried again when the school file was changed', async () => {
    const store = sqliteHere();
    const { t, counts } = await unreached({ store });
    await round(await t.another());
    expect(await counts()).toEqual({ unreachable: 2 });
    const mended = await open({ registry: rounds, store, schools: [aCrowdedSchool(3)], clock: t.clock });
    await round(mended);
    expect(await counts()).toEqual({ delivered: 2 });
  });

  test('is tried again when the school file was changed while the service runs, on the same day too', async () => {
    const { t, counts } = await unreached();
    t.chat.calm();
    await round(t);
    expect(await counts()).toEqual({ unreachable: 2 });
    t.app.directory.replace([aCrowdedSchool(3)]);
    t.app.schoolFilesChanged();
    await round(t);
    expect(await counts()).toEqual({ delivered: 2 });
  });

  test('is tried again when they are heard of, and nobody else is', async () => {
    const { t, counts } = await unreached();
    t.chat.calm();
    t.app.heard(t.school, crowdOf(1)[0] ?? '', 'teams');
    await round(t);
    expect(await counts()).toEqual({ delivered: 1, unreachable: 1 });
  });

  test('who is heard of all day is looked for once an hour', async () => {
    const { t } = await unreached();
    const [person = ''] = crowdOf(1);
    const looks = async () => {
      const before = t.store.calls.length;
      for (let turn = 0; turn < 10; turn++) {
        t.app.heard(t.school, person, 'teams');
        await round(t);
      }
      return t.store.calls.slice(before).filter((method) => method === 'query').length;
    };
    const first = await looks();
    expect(first).toBeGreaterThan(0);
    expect(await looks()).toBe(0);
    t.clock.move(HOUR);
    expect(await looks()).toBeGreaterThan(0);
  });
});

describe('somebody who has come', () => {
  test('is told to all that look who is there', async () => {
    const t = await open({ registry: rounds });
    await round(t);
    const references = await someRounds(t, 3);
    await t.app.arrived(t.school, people.teacher, 'teams');
    for (const reference of references)
      expect(await sawOf(t, reference)).toEqual([{ place: `person:${people.teacher}`, chat: 'teams' }]);
    await t.app.arrived(t.school, undefined, 'teams');
    expect((await sawOf(t, references[0] ?? '')).at(-1)).toEqual({ place: 'everybody', chat: 'teams' });
  });

  test('is not told to the records of others who cannot be reached', async () => {
    const t = await open({ registry: rounds, schools: [aCrowdedSchool(2)] });
    t.chat.always({ kind: 'no-address' });
    const begun = await t.give('round/begin', { data: { words: 'x', people: crowdOf(2) } });
    await t.settle();
    t.chat.calm();
    await t.app.arrived(t.school, crowdOf(2)[0], 'teams');
    await t.settle();
    if (begun.kind !== 'done') throw new Error(begun.sentence);
    const token = await t.vault.token(t.school.id, `round ${begun.reference}`);
    expect(await t.store.count({ school: t.school.id, kind: 'hearer', token })).toEqual({
      delivered: 1,
      unreachable: 1,
    });
  });

  test('is told although there are thousands, and nobody who presses a button meanwhile notices', async () => {
    const { store, vault, app, clock, school } = await open({ registry: rounds });
    const asker = createRecordAsker({ ...app, store, vault, registry: rounds, schools: new Map(), clock, ids, failed });
    asker.stop();
    await Promise.all(crowdOf(20_000).map((person) => asker.arrived(school, person, 'teams')));
  }, 10_000);

  test('with thirty others is one look for each record that looks at all, or few', async () => {
    const t = await open({ registry: rounds });
    await round(t);
    const [reference = ''] = await someRounds(t, 1);
    await Promise.all(Array.from({ length: 30 }, () => t.app.arrived(t.school, undefined, 'teams')));
    expect((await sawOf(t, reference)).length).toBeLessThanOrEqual(2);
    expect((await sawOf(t, reference)).length).toBeGreaterThanOrEqual(1);
  });
});
