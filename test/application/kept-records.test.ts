import { describe, expect, it, vi } from 'vitest';
import type { CommandRequest } from '../../src/application/command.ts';
import { createDirectory } from '../../src/application/directory.ts';
import { createKeeper } from '../../src/application/kept-records.ts';
import { deriveReference } from '../../src/application/record-reference.ts';
import { checkKinds } from '../../src/domain/filtering.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications, type TestApplication, type TestApplicationOptions } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { monday } from '../support/concern.ts';
import { aGate, severalReplicas } from '../support/replicas.ts';
import { aSchool } from '../support/school.ts';

const { open: openAny } = applications();
/** The checks of the filtering are what is kept here, so that their number is known. */
const checksAlone = new Map([...registry].filter(([id, { keeps }]) => keeps === undefined || id === 'filtering-check'));
const open = (options: TestApplicationOptions = {}) => openAny({ registry: checksAlone, ...options });
const replicas = severalReplicas(open);
const DAY = 24 * HOUR;

async function kept(t: TestApplication) {
  const { records } = await t.store.all({ limit: 500 });
  return records.filter(({ kind }) => kind === 'filtering-check');
}

describe('the records that every school has', () => {
  it('are begun once, however often is looked for them, and have a day on which they are due', async () => {
    const t = await open();
    await t.app.keep();
    const first = await kept(t);
    expect(first).toHaveLength(checkKinds.length);
    for (const { status, due, entries } of first)
      expect([status, due !== null && due > monday, entries.length]).toEqual(['scheduled', true, 1]);
    for (let day = 0; day < 3; day++) {
      t.clock.move(DAY);
      await t.app.keep();
    }
    expect(await kept(t)).toEqual(first);
    const found = checkKinds.map((kind) =>
      deriveReference(t.vault, t.school.id, { id: 'filtering-check', prefix: 'F' }, kind),
    );
    expect(first.map(({ id }) => id).sort()).toEqual((await Promise.all(found)).sort());
    expect(t.failures).toEqual([]);
  });

  it('are each school’s own', async () => {
    const t = await open({ schools: [aSchool(), aSchool({ id: 'elmfield' })] });
    await t.app.keep();
    const all = await kept(t);
    expect(all.map(({ school }) => school).sort()).toEqual([
      ...checkKinds.map(() => 'elmfield'),
      ...checkKinds.map(() => 'oakfield'),
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('are asked of the store once a day and in no other round', async () => {
    const t = await open();
    await t.app.keep();
    const asked = t.store.calls.length;
    for (let rounds = 0; rounds < 5; rounds++) {
      t.clock.move(MINUTE);
      await t.app.keep();
    }
    expect(t.store.calls.length).toBe(asked);
    t.clock.move(DAY);
    await t.app.keep();
    expect(t.store.calls.slice(asked)).toEqual(checkKinds.map(() => 'get'));
  });

  it('are begun once each by three processes at once, and by one that is killed and comes back', async () => {
    const { all, one } = await replicas(3);
    await Promise.all(all.map((t) => t.app.keep()));
    expect(await kept(one)).toHaveLength(checkKinds.length);
    for (const { entries } of await kept(one)) expect(entries).toHaveLength(1);
    const again = await one.another();
    await again.app.keep();
    for (const { entries } of await kept(again)) expect(entries).toHaveLength(1);
    expect(all.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('are begun once where the answer of the store was lost', async () => {
    const t = await open();
    t.store.always((method) => (method === 'create' ? 'lose-answer' : undefined));
    await t.app.keep();
    t.store.always(undefined);
    expect(t.failures.length).toBeGreaterThan(0);
    t.clock.move(5 * MINUTE);
    await t.app.keep();
    for (const { entries } of await kept(t)) expect(entries).toHaveLength(1);
    expect(await kept(t)).toHaveLength(checkKinds.length);
  });
});

describe('a record that cannot be begun', () => {
  it('is told of, left alone for a while and then begun; nobody who starts the service has to know', async () => {
    const t = await open();
    t.store.always('reject');
    await t.app.keep();
    expect(t.failures.map(({ what }) => what)).toEqual(checkKinds.map(() => 'keep'));
    const asked = t.store.calls.length;
    t.clock.move(4 * MINUTE);
    await t.app.keep();
    expect(t.store.calls.length).toBe(asked);
    t.store.always(undefined);
    t.clock.move(MINUTE);
    await t.app.keep();
    expect(await kept(t)).toHaveLength(checkKinds.length);
    expect(t.failures).toHaveLength(checkKinds.length);
  });

  it('keeps no other from being begun', async () => {
    const t = await open();
    let creates = 0;
    t.store.always((method) => (method === 'create' && creates++ === 0 ? 'reject' : undefined));
    await t.app.keep();
    expect(await kept(t)).toHaveLength(checkKinds.length - 1);
    t.clock.move(5 * MINUTE);
    await t.app.keep();
    expect(await kept(t)).toHaveLength(checkKinds.length);
  });

  it('waits until it is known what time it is, as it says when it is first due', async () => {
    const t = await open();
    const clock = { now: () => monday, forDecision: async () => ({ at: monday, isSure: false }) };
    const failures: unknown[] = [];
    const { directory, commands } = t.app;
    const keeper = createKeeper({
      registry: checksAlone,
      schools: directory.schools,
      clock,
      commands,
      failed: (of) => failures.push(of),
    });
    await keeper.run();
    expect([await kept(t), failures]).toEqual([[], []]);
  });

  it('is told of by its code where it is refused or something nobody foresaw happens, and a round never rejects', async () => {
    const failures: unknown[] = [];
    let calls = 0;
    const handle = async () => {
      if (calls++ === 0) throw new TypeError('nobody foresaw this');
      return { kind: 'refused', code: 'no-room', sentence: '' } as const;
    };
    const school = aSchool();
    const keeper = createKeeper({
      registry: checksAlone,
      schools: new Map([[school.id, school]]),
      clock: aClock(monday),
      commands: { handle },
      failed: (of) => failures.push(of),
    });
    await keeper.run();
    const codes = ['unforeseen-TypeError', 'no-room', 'no-room'];
    expect(failures).toEqual(checkKinds.map((record, at) => ({ school: 'oakfield', record, code: codes[at] })));
  });

  it('is begun by the school file as it is now, also where that was changed in the middle of a round', async () => {
    const { replace, schools } = createDirectory([aSchool()]);
    const changed = aSchool({ name: 'Oakfield Academy' });
    const asked: string[] = [];
    const handle = async ({ school, reference = '' }: CommandRequest) => {
      asked.push(school.name);
      replace([changed]);
      return { kind: 'done', reference, messages: [], isRepeated: false, inPlace: false } as const;
    };
    const clock = aClock(monday);
    const keeper = createKeeper({
      registry: checksAlone,
      schools,
      clock,
      commands: { handle },
      failed: () => undefined,
    });
    await keeper.run();
    expect(asked).toEqual(['Oakfield School']);
    await keeper.run();
    expect(asked).toEqual(['Oakfield School', ...checkKinds.slice(1).map(() => 'Oakfield Academy')]);
  });

  it('is not begun any more when the service stops, which waits for none of them', async () => {
    const schools = Array.from({ length: 31 }, (_, n) => aSchool({ id: `school-${n}` }));
    const t = await open({ schools });
    const gate = aGate();
    t.store.always((method) => (method === 'create' ? { waitFor: gate.until } : undefined));
    const keeping = t.app.keep();
    await vi.waitFor(() => expect(t.store.calls).toContain('create'));
    await t.app.stop();
    gate.open();
    await keeping;
    expect(await kept(t)).toHaveLength(1);
    expect(t.failures).toEqual([]);
  });
});

describe('one round at a time', () => {
  it('a round that hangs is not begun a second time', async () => {
    const t = await open();
    const gate = aGate();
    t.store.always((method) => (method === 'get' ? { waitFor: gate.until } : undefined));
    const first = t.app.keep();
    const second = t.app.keep();
    await Promise.resolve();
    gate.open();
    await Promise.all([first, second]);
    expect(t.store.calls.filter((method) => method === 'create')).toHaveLength(checkKinds.length);
    expect(await kept(t)).toHaveLength(checkKinds.length);
  });
});
