import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/application/checkpoint-seal.ts';
import { StoreFault } from '../../src/application/faults.ts';
import type { RecordStore } from '../../src/application/ports.ts';
import { MINUTE } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aShelf, checkpointsOf } from '../support/checkpoints.ts';
import { aClock } from '../support/clock.ts';
import { aSchool, people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';

const { open } = applications();

/** School ends at 16:00 in London, which is UTC in November. */
const afterSchool = '2026-11-23T16:00:00.000Z';
const toDsl = `person:${people.dsl}`;

describe('a checkpoint that cannot be taken', () => {
  it('is tried again some minutes later, and says why', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    let isFull = true;
    const full: typeof shelf = {
      ...shelf,
      keep: (name, text) => (isFull ? Promise.reject(noRoom()) : shelf.keep(name, text)),
    };
    const checkpoints = checkpointsOf(t, full);
    await checkpoints.run();
    await t.settle();
    await checkpoints.run();
    expect(checkpoints.failures).toEqual([{ code: 'checkpoints-failed' }]);
    // Nobody is given a code that nothing can be looked up by.
    expect([codesShown(t), await t.count('checkpoint')]).toEqual([0, 0]);
    isFull = false;
    t.clock.move(5 * MINUTE);
    await checkpoints.run();
    await t.settle();
    expect([codesShown(t), shelf.files.size]).toEqual([2, 1]);
  });

  it('does not keep that of another school from being taken', async () => {
    const t = await open({ clock: aClock(afterSchool), schools: [aSchool(), aSchool({ id: 'elmfield' })] });
    const shelf = aShelf();
    const partly: typeof shelf = {
      ...shelf,
      keep: (name, text) => (name.startsWith('oak') ? Promise.reject(noRoom()) : shelf.keep(name, text)),
    };
    const checkpoints = checkpointsOf(t, partly);
    await checkpoints.run();
    expect(checkpoints.failures).toEqual([{ code: 'checkpoints-failed' }]);
    expect([...shelf.files.keys()]).toEqual([expect.stringMatching(/^elmfield-/)]);
  });

  it('is taken again after the process died between the file and the message', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const dying = checkpointsOf({ ...t, app: { ...t.app, commands: deaf } }, shelf);
    await dying.run();
    expect([shelf.files.size, codesShown(t)]).toEqual([1, 0]);
    const after = await t.another();
    await checkpointsOf(after, shelf).run();
    await after.settle();
    expect(codesShown(t)).toBe(2);
    // The file that nobody was told of stands in the chain; nothing is missing.
    const [first, second] = [...shelf.files.values()].map(openCheckpoint);
    expect(second?.checkpoint.previous).toBe(first?.code);
  });

  it('is left where it is when the service stops, and nobody is told of half a list', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    for (let count = 0; count < 120; count++) await t.report();
    const shelf = aShelf();
    const store: RecordStore = { ...t.store, all: (page) => t.store.all({ ...page, limit: 10 }) };
    const checkpoints = checkpointsOf({ ...t, store: { ...t.store, ...store } }, shelf);
    const running = checkpoints.run();
    await checkpoints.stop();
    await running;
    expect([shelf.files.size, checkpoints.failures]).toEqual([0, []]);
  });
});

describe('a damaged record', () => {
  it.each<[string, (store: RecordStore, id: string) => Promise<void>]>([
    ['cannot be read at all', async (store, id) => hide(store, id)],
    ['has a history that was changed', backdate],
  ])('that %s is listed as such, told to the log and to those who keep the code', async (_, damage) => {
    const inner = sqliteHere();
    const t = await open({ clock: aClock(afterSchool), store: inner });
    const [whole, damaged] = [await t.report(), await t.report()];
    await damage(inner, damaged);
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    await t.settle();
    const opened = openCheckpoint([...shelf.files.values()][0] ?? '');
    expect(opened?.checkpoint.lines).toContainEqual({ reference: damaged });
    expect(opened?.checkpoint.lines).toContainEqual(
      expect.objectContaining({ reference: whole, standing: expect.anything() }),
    );
    expect(checkpoints.failures).toEqual([{ record: damaged, code: 'record-damaged' }]);
    const [message] = t.chat.at(toDsl).filter(({ slot }) => slot?.startsWith('code:'));
    expect(message?.content.data['lines']).toContainEqual(
      expect.stringMatching(/^A record is damaged or cannot be read, .* Ask the network manager/),
    );
    expect(message?.content.preview).not.toContain('damaged');
  });
});

async function backdate(store: RecordStore, id: string): Promise<void> {
  const { record, etag } = (await store.get('oakfield', id))!;
  const entries = record.entries.map((entry) => ({ ...entry, at: '2026-11-20T09:00:00.000Z' }));
  await store.replace({ ...record, entries }, etag);
}

/** The store says of one record that it cannot be read. */
function hide(store: RecordStore, id: string): void {
  const { all } = store;
  Object.assign(store, {
    all: async (page: Parameters<RecordStore['all']>[0]) => {
      const { records, ...rest } = await all(page);
      const isThere = records.some((record) => record.id === id);
      if (isThere && page.tolerant !== true) throw new StoreFault('damaged', { code: 'store-corrupt', whatToDo: '' });
      const unreadable = isThere ? [{ school: 'oakfield', id }] : [];
      return { ...rest, records: records.filter((record) => record.id !== id), unreadable };
    },
  });
}

const deaf = {
  handle: () => Promise.reject(new StoreFault('gone', { code: 'store-slow', whatToDo: '' })),
  check: () => Promise.reject(new Error('not asked')),
};

function noRoom(): StoreFault {
  return new StoreFault('no room', { code: 'checkpoints-failed', whatToDo: '' });
}

/** How many messages with a code stand anywhere. */
function codesShown(t: TestApplication): number {
  return t.chat.all().filter(({ slot }) => slot?.startsWith('code:')).length;
}
