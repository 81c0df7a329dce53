import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { openCosmos } from './opened-cosmos.ts';

let fake: FakeCosmos;
let store: CosmosRecordStore;
let other: CosmosRecordStore;

beforeEach(async () => {
  fake = await startFakeCosmos();
  store = await openCosmos(fake.url, fake.key, 3_000);
  other = await openCosmos(fake.url, fake.key, 3_000);
  fake.forget();
});

afterEach(async () => {
  await store.close();
  await other.close();
  await fake.stop();
});

const record = aStoredRecord();
const closed = { ...record, status: 'closed' };

const done = [
  ['the connection broke', troubles.resetAfterCommit],
  ['no answer came', troubles.hangAfterCommit],
  ['408', troubles.answerAfterCommit(408)],
  ['410', troubles.answerAfterCommit(410, 1002)],
  ['500', troubles.answerAfterCommit(500)],
  ['502 of a proxy', troubles.answerAfterCommit(502)],
  ['503', troubles.answerAfterCommit(503)],
] as const;

const notDone = [
  ['the connection broke', troubles.resetBeforeCommit],
  ['408', troubles.answer(408)],
  ['410', troubles.answer(410, 1002)],
  ['429', troubles.throttle(20)],
  ['429 without a time', troubles.throttle()],
  ['449', troubles.answer449],
  ['500', troubles.answer(500)],
  ['503', troubles.answer(503)],
] as const;

describe.each(done)('a write that was made although %s', (_, trouble) => {
  test('is told as made, once: a record is added', async () => {
    fake.trouble(trouble);
    const created = await store.create(record);
    expect(created.kind).toBe('created');
    expect(await other.get('oakfield', record.id)).toEqual({ record, etag: etagOf(created) });
    expect(fake.documents()).toHaveLength(1);
    expect((await store.replace(closed, etagOf(created))).kind).toBe('replaced');
  });

  test('is told as made, once: a record is replaced', async () => {
    const etag = etagOf(await store.create(record));
    fake.trouble(trouble);
    const replaced = await store.replace(closed, etag);
    expect(replaced.kind).toBe('replaced');
    expect(await other.get('oakfield', record.id)).toEqual({ record: closed, etag: etagOf(replaced) });
    expect((await store.replace(record, etagOf(replaced))).kind).toBe('replaced');
  });

  test('is told as made, once: a record is removed', async () => {
    const etag = etagOf(await store.create(record));
    fake.trouble(trouble);
    expect(await store.remove('oakfield', record.id, etag)).toEqual({ kind: 'removed' });
    expect(fake.documents()).toEqual([]);
  });
});

describe.each(notDone)('a write that was not made as %s', (_, trouble) => {
  test('is made then: a record is added, replaced and removed', async () => {
    const inForce = [0, 1, 2].map((turn) => {
      const kind = (['create', 'replace', 'remove'] as const)[turn];
      return fake.trouble(trouble, { when: (request) => request.kind === kind });
    });
    const created = await store.create(record);
    expect(await store.get('oakfield', record.id)).toEqual({ record, etag: etagOf(created) });
    const replaced = await store.replace(closed, etagOf(created));
    expect(await store.get('oakfield', record.id)).toEqual({ record: closed, etag: etagOf(replaced) });
    expect(await store.remove('oakfield', record.id, etagOf(replaced))).toEqual({ kind: 'removed' });
    expect(inForce.map((each) => each.hits())).toEqual([1, 1, 1]);
  });

  test('is not told as made when another was first: a record is added', async () => {
    await whileLost(
      'create',
      trouble,
      () => other.create(closed),
      async () => {
        expect(await store.create(record)).toEqual({ kind: 'exists' });
      },
    );
    expect((await store.get('oakfield', record.id))?.record).toEqual(closed);
  });

  test('is not told as made when another was first: a record is replaced', async () => {
    const etag = etagOf(await store.create(record));
    await whileLost(
      'replace',
      trouble,
      () => other.replace(closed, etag),
      async () => {
        expect(await store.replace({ ...record, status: 'mine' }, etag)).toEqual({ kind: 'conflict' });
      },
    );
    expect((await store.get('oakfield', record.id))?.record).toEqual(closed);
  });

  test('is not told as made when another was first: a record is removed', async () => {
    const etag = etagOf(await store.create(record));
    await whileLost(
      'remove',
      trouble,
      () => other.replace(closed, etag),
      async () => {
        expect(await store.remove('oakfield', record.id, etag)).toEqual({ kind: 'conflict' });
      },
    );
    expect((await store.get('oakfield', record.id))?.record).toEqual(closed);
  });
});

describe('a write whose answer was lost, and that another followed', () => {
  test('is told as made, with an etag that no longer is: a record is added', async () => {
    await whileLost('create', troubles.resetAfterCommit, changeByOther, async () => {
      const created = await store.create(record);
      expect(created.kind).toBe('created');
      expect(await store.replace({ ...record, status: 'mine' }, etagOf(created))).toEqual({ kind: 'conflict' });
      expect(await store.remove('oakfield', record.id, etagOf(created))).toEqual({ kind: 'conflict' });
    });
    expect((await store.get('oakfield', record.id))?.record.status).toBe('changed');
  });

  test('is told as made, with an etag that no longer is: a record is replaced', async () => {
    const etag = etagOf(await store.create(record));
    await whileLost('replace', troubles.resetAfterCommit, changeByOther, async () => {
      const replaced = await store.replace(closed, etag);
      expect(replaced.kind).toBe('replaced');
      expect(await store.replace({ ...record, status: 'mine' }, etagOf(replaced))).toEqual({ kind: 'conflict' });
    });
    expect((await store.get('oakfield', record.id))?.record.status).toBe('changed');
  });

  test('is told as made when three followed, and as a conflict when so many did that it is forgotten', async () => {
    for (const [followers, kind] of [
      [3, 'replaced'],
      [4, 'conflict'],
    ] as const) {
      const id = `C-${followers}`;
      const etag = etagOf(await store.create(aStoredRecord({ id })));
      const change = async () => {
        for (let turn = 0; turn < followers; turn++) await changeByOther(id);
      };
      await whileLost('replace', troubles.resetAfterCommit, change, async () => {
        expect((await store.replace({ ...closed, id }, etag)).kind).toBe(kind);
      });
    }
  });

  test('and removed meanwhile is not told as made', async () => {
    const etag = etagOf(await store.create(record));
    const removeByOther = async () => {
      const held = await other.get('oakfield', record.id);
      await other.remove('oakfield', record.id, held?.etag ?? '');
    };
    await whileLost('replace', troubles.resetAfterCommit, removeByOther, async () => {
      expect(await store.replace(closed, etag)).toEqual({ kind: 'conflict' });
    });
    expect(await store.get('oakfield', record.id)).toBeUndefined();
  });

  async function changeByOther(id: unknown = record.id): Promise<void> {
    const held = await other.get('oakfield', typeof id === 'string' ? id : record.id);
    if (held === undefined) throw new Error('the write was not made');
    expect((await other.replace({ ...held.record, status: 'changed' }, held.etag)).kind).toBe('replaced');
  }
});

describe('a write that was answered as refused', () => {
  test('is not looked up again: nothing of it can have been made', async () => {
    const etag = etagOf(await store.create(record));
    fake.forget();
    await store.create(record);
    await store.replace(closed, '"another"');
    await store.remove('oakfield', 'C-ABSENT', etag);
    expect(fake.requests().map(({ kind }) => kind)).toEqual(['create', 'replace', 'remove']);
  });
});

describe('a read', () => {
  test.each([
    ...notDone,
    ['the copy does not have it yet', troubles.answer(404, 1002)] as const,
    ['no answer came', troubles.hang] as const,
  ])('is made again when it was not answered as %s', async (_, trouble) => {
    const etag = etagOf(await store.create(aStoredRecord({ due: '2026-03-02T10:00:00.000Z' })));
    const reads = [
      () => store.get('oakfield', record.id),
      () => store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 5 }),
      () => store.due('2026-04-01T00:00:00.000Z', 5),
      () => store.all({ limit: 5 }),
    ];
    for (const read of reads) {
      const calm = await read();
      const inForce = fake.trouble(trouble);
      expect(await read()).toEqual(calm);
      expect(inForce.hits()).toBe(1);
    }
    expect((await store.get('oakfield', record.id))?.etag).toBe(etag);
  });
});

describe('a storm', () => {
  test.each([1, 2, 3])(
    'in which answers are lost before and after loses and doubles nothing (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const kinds = [troubles.resetBeforeCommit, troubles.resetAfterCommit, troubles.answer449, troubles.throttle(5)];
      await store.create(aStoredRecord({ tokens: [] }));
      for (let turn = 0; turn < 40; turn++) {
        const trouble = kinds[Math.floor(random() * kinds.length)] ?? troubles.answer449;
        fake.trouble(trouble, { when: ({ kind }) => kind !== 'plan' && random() < 0.3 });
      }
      const tokens = Array.from({ length: 20 }, (_, turn) => `token-${turn}`);
      await Promise.all(tokens.map((token, turn) => add(turn % 2 === 0 ? store : other, token)));
      fake.calm();
      expect((await store.get('oakfield', record.id))?.record.tokens.toSorted()).toEqual(tokens.toSorted());
    },
  );

  /** Adds as a command is applied: again after a conflict or a fault, and not where it is done already. */
  async function add(by: CosmosRecordStore, token: string): Promise<void> {
    for (;;) {
      try {
        const held = await by.get('oakfield', record.id);
        if (held === undefined) throw new Error('the record is gone');
        if (held.record.tokens.includes(token)) return;
        const next = { ...held.record, tokens: [...held.record.tokens, token] };
        if ((await by.replace(next, held.etag)).kind === 'replaced') return;
      } catch (fault) {
        expect(fault).toMatchObject({ name: 'StoreFault' });
      }
    }
  }

  test('of fifty who add one record with every answer lost has one who is told that it is theirs', async () => {
    fake.trouble(troubles.resetAfterCommit, { times: 50, when: ({ kind }) => kind === 'create' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        (turn % 2 === 0 ? store : other).create(aStoredRecord({ status: `turn-${turn}` })),
      ),
    );
    const winners = answers.flatMap(({ kind }, turn) => (kind === 'created' ? [`turn-${turn}`] : []));
    expect(winners).toEqual([fake.documents()[0]?.['status']]);
  });
});

/** Lets `meanwhile` happen behind a first attempt that `trouble` befell and before its repetition is looked at. */
async function whileLost(
  kind: 'create' | 'replace' | 'remove',
  trouble: Parameters<FakeCosmos['trouble']>[0],
  meanwhile: () => Promise<unknown>,
  write: () => Promise<void>,
): Promise<void> {
  const before = fake.requests().filter((request) => request.kind === kind).length;
  const gate = Promise.withResolvers<void>();
  const first = fake.trouble(trouble, { when: (request) => request.kind === kind });
  const second = fake.trouble(troubles.until(gate.promise), { when: (request) => request.kind === kind });
  const writing = write();
  await fake.arrived(kind, before + 2);
  await meanwhile();
  gate.resolve();
  await writing;
  expect([first.hits(), second.hits()]).toEqual([1, 1]);
}

function etagOf(answer: { readonly kind: string; readonly etag?: string }): string {
  if (answer.etag === undefined) throw new Error(`there is no etag in ${JSON.stringify(answer)}`);
  return answer.etag;
}

/** Random numbers that are the same each time: a linear congruential generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
