import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { asKept, asOwed, relayed } from '../../src/application/owed-message.ts';
import type { Relay } from '../../src/domain/decider.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications, type TestApplication, type TestApplicationOptions } from '../support/application.ts';
import { type Asked, beginning, type Errand, errands } from '../support/errands.ts';
import { aGate, severalReplicas } from '../support/replicas.ts';
import { people } from '../support/school.ts';

const { open, aPath } = applications();
const opened = (options: TestApplicationOptions = {}) => open({ registry: errands, ...options });

async function ask(t: TestApplication, asked: Asked, reference?: string): Promise<string> {
  const data = JSON.parse(JSON.stringify(asked));
  const of = reference === undefined ? {} : { reference };
  const result = await t.give(reference === undefined ? 'asker/ask' : 'asker/ask-more', {
    by: people.dsl,
    data,
    ...of,
  });
  if (result.kind !== 'done') throw new Error(result.sentence);
  return result.reference;
}

/** What each record has come to, by reference. */
async function all(t: TestApplication): Promise<Readonly<Record<string, readonly string[]>>> {
  const { records } = await t.store.all({ limit: 500 });
  const said = records.map(async ({ id }) => [id, ((await t.record(id)).state as unknown as Errand).said] as const);
  return Object.fromEntries(await Promise.all(said));
}

/** What the records of one kind have come to. */
async function said(t: TestApplication, prefix: 'Y' | 'Z'): Promise<readonly string[]> {
  const found = Object.entries(await all(t)).filter(([reference]) => reference.startsWith(prefix));
  return found.flatMap(([, lines]) => lines).sort();
}

async function owed(t: TestApplication, reference: string): Promise<number> {
  return (await t.record(reference)).outbox.length;
}

describe('a command that one record gives to another', () => {
  it('is carried out once, without a word in any chat, and the answer comes back the same way', async () => {
    const t = await opened();
    const asker = await ask(t, { words: 'this', relays: [] });
    await ask(t, { words: 'that', relays: [beginning('relay:1', { words: 'that', answerTo: asker })] }, asker);
    await t.settle();
    const [doer = ''] = Object.keys(await all(t)).filter((reference) => reference.startsWith('Z'));
    expect(await all(t)).toEqual({
      [asker]: ['asked this', 'asked that', `done that, says ${doer}`],
      [doer]: ['done that'],
    });
    expect([await owed(t, asker), await owed(t, doer)]).toEqual([0, 0]);
    await t.pass(24 * HOUR);
    expect(t.chat.calls).toEqual([]);
    expect(Object.values(await all(t)).flat()).toHaveLength(4);
    expect(t.failures).toEqual([]);
  });

  it('goes also where no chat runs, and where one hangs', async () => {
    const alone = await opened();
    alone.app.channels.delete('teams');
    await ask(alone, { words: 'this', relays: [beginning('relay:1', { words: 'this' })] });
    await alone.settle();
    expect(await said(alone, 'Z')).toEqual(['done this']);

    const { until, open: answer } = aGate();
    const t = await opened();
    t.chat.always({ kind: 'wait-before', until });
    const asker = await ask(t, { words: 'this', relays: [], tells: true });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(1));
    await ask(t, { words: 'more', relays: [beginning('relay:1', { words: 'more' })] }, asker);
    await vi.waitFor(async () => expect(await said(t, 'Z')).toEqual(['done more']));
    answer();
    await t.settle();
  });

  it('is tried again and again while a chat hangs, and comes there although it still does', async () => {
    const t = await opened();
    const { until, open: answer } = aGate();
    t.chat.always({ kind: 'wait-before', until });
    const asker = await ask(t, { words: 'this', relays: [], tells: true });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(1));
    let refused = 0;
    t.store.always((method) => (method === 'create' && refused++ < 3 ? 'reject' : undefined));
    await ask(t, { words: 'more', relays: [beginning('relay:1', { words: 'more' })], tells: true }, asker);
    for (let rounds = 0; rounds < 40 && (await t.count('doer')) === 0; rounds++) {
      t.clock.move(10 * SECOND);
      await t.app.dueRunner.run();
      await pause(5);
    }
    expect([refused, await said(t, 'Z')]).toEqual([4, ['done more']]);
    answer();
    await t.settle();
  });

  it('is one for each, in order, also where several have the same slot', async () => {
    const t = await opened();
    const other = await ask(t, { words: 'other', relays: [] });
    const relay = (words: string): Relay => ({ slot: 'same', type: 'asker/do', reference: other, data: { words } });
    await ask(t, { words: 'x', relays: ['one', 'two', 'three'].map(relay), tells: true });
    await t.settle();
    expect((await all(t))[other]).toEqual(['asked other', 'done one', 'done two', 'done three']);
  });

  it('is for one record of a key, which it begins where it is not there', async () => {
    const t = await opened();
    for (const words of ['one', 'two'])
      await ask(t, { words, relays: [beginning('relay', { words }, { key: 'the one' })] });
    await t.settle();
    expect(await t.count('doer')).toBe(1);
    expect(await said(t, 'Z')).toEqual(['done one', 'done two']);
  });

  it('may be for the record that gives it', async () => {
    const t = await opened();
    const asker = await ask(t, { words: 'this', relays: [] });
    const relay: Relay = { slot: 'self', type: 'asker/do', reference: asker, data: { words: 'mine', answerTo: asker } };
    await ask(t, { words: 'that', relays: [relay] }, asker);
    await t.settle();
    expect((await all(t))[asker]).toEqual(['asked this', 'asked that', 'done mine', `done mine, says ${asker}`]);
  });

  it('counts as owed until it has come there', async () => {
    const t = await opened();
    t.store.always((method) =>
      method === 'create' && t.store.calls.filter((one) => one === 'create').length > 1 ? 'reject' : undefined,
    );
    const asker = await ask(t, { words: 'this', relays: [beginning('relay:1', { words: 'this' })] });
    await t.settle();
    expect(await owed(t, asker)).toBe(1);
    expect((await t.record(asker)).stored.due).not.toBeNull();
    expect(t.failures).toMatchObject([{ what: 'delivery', record: asker, code: 'store-failed', attempts: 1 }]);
    t.store.always(undefined);
    await t.pass(10 * SECOND);
    expect(await owed(t, asker)).toBe(0);
    expect(await said(t, 'Z')).toEqual(['done this']);
  });

  it('is noted as done as soon as the store lets it, and not given again for that', async () => {
    const t = await opened();
    t.store.always((method) => (method === 'replace' ? 'reject' : undefined));
    const asker = await ask(t, { words: 'this', relays: [beginning('relay:1', { words: 'this' })] });
    await t.settle();
    expect([await said(t, 'Z'), await owed(t, asker)]).toEqual([['done this'], 1]);
    t.store.always(undefined);
    t.clock.move(SECOND);
    await t.runDue();
    expect([await said(t, 'Z'), await owed(t, asker)]).toEqual([['done this'], 0]);
  });

  it('is never one that nothing on the record remembers', async () => {
    const t = await opened();
    await expect(ask(t, { words: '', relays: [beginning('relay:1', { words: 'this' })] })).rejects.toThrow('event');
    expect(await t.count('asker')).toBe(0);
  });

  it.each<[string, Partial<Relay>, string]>([
    ['refuses it', { data: { words: 'no' } }, 'unwilling'],
    ['is not there', { type: 'doer/do', reference: 'Z-222222' }, 'not-there'],
    ['is of another kind', { type: 'doer/do', reference: 'asker' }, 'not-there'],
    ['has no such command', { type: 'doer/nothing' }, 'unknown-command'],
    ['is of no kind that there is', { type: 'nobody/begin' }, 'unknown-command'],
    ['is not named', { type: 'doer/do' }, 'malformed'],
    ['does not read it', { data: { word: 'this' } }, 'malformed'],
  ])('is given up at once where the other record %s, and the first hears of it', async (_, changed, code) => {
    const t = await opened();
    const asker = await ask(t, { words: 'this', relays: [] });
    const { reference } = changed;
    const of = { ...changed, ...(reference === 'asker' ? { reference: asker } : {}) };
    await ask(t, { words: 'that', relays: [{ ...beginning('relay:1', { words: 'MARKER' }), ...of }] }, asker);
    await t.settle();
    expect((await all(t))[asker]).toEqual(['asked this', 'asked that', `relay:1 parked ${code}`]);
    expect(await owed(t, asker)).toBe(0);
    expect(await said(t, 'Z')).toEqual([]);
    expect(t.failures).toEqual([{ what: 'delivery', record: asker, code, attempts: 1 }]);
  });

  it('is tried again while the other record cannot be read, and given up in the end', async () => {
    const t = await opened();
    const asker = await ask(t, { words: 'this', relays: [] });
    const other = await ask(t, { words: 'other', relays: [] });
    const { stored, etag = '' } = await t.record(other);
    await t.store.replace({ ...stored, state: `${stored.state.slice(0, -8)}AAAAAAAA` }, etag);
    await ask(
      t,
      { words: 'x', relays: [{ slot: 'r', type: 'asker/do', reference: other, data: { words: 'x' } }] },
      asker,
    );
    await t.pass(MINUTE);
    const before = ((await t.record(asker)).state as unknown as Errand).said;
    expect(before).toEqual(['asked this', 'asked x', 'r delayed sealed-altered']);
    await t.pass(24 * HOUR);
    const after = ((await t.record(asker)).state as unknown as Errand).said;
    expect(after.at(-1)).toBe('r parked sealed-altered');
    expect(await owed(t, asker)).toBe(0);
  });

  it('holds up neither of two records that ask each other over and over, nor two pairs of them', async () => {
    const t = await opened();
    const [one, two, three, four] = await Promise.all(
      ['one', 'two', 'three', 'four'].map((words) => ask(t, { words, relays: [] })),
    );
    const asked = [one, two, three, four].flatMap((from = '') =>
      [one, two, three, four].map((to = '') => ({ from, to })),
    );
    await Promise.all(
      asked.map(({ from, to }, n) =>
        ask(
          t,
          {
            words: `${n}`,
            relays: [{ slot: `r${n}`, type: 'asker/do', reference: to, data: { words: `${n}`, answerTo: from } }],
          },
          from,
        ),
      ),
    );
    await t.settle();
    const done = Object.values(await all(t))
      .flat()
      .filter((line) => line.startsWith('done'));
    expect(done).toHaveLength(32);
    expect(t.failures).toEqual([]);
  });
});

it('a command for another record is kept so that a version which knows none can open the record all the same', () => {
  const message = relayed(beginning('relay:1', { words: 'this' }, { key: 'the one' }));
  const kept = JSON.parse(JSON.stringify(asKept(message)));
  // As version 0.1.0 reads it.
  const before = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), person: z.string() }),
    z.object({ kind: z.literal('thread'), below: z.string() }),
  ]);
  expect(before.parse(kept.to)).toEqual({ kind: 'person', person: '' });
  expect(asOwed(kept)).toEqual(JSON.parse(JSON.stringify(message)));
});

describe('a command for another record, where a process ends', () => {
  it.each(['before the other record was written', 'after the other record was written'] as const)(
    '%s: the next one gives it, with one effect',
    async (when) => {
      const path = aPath();
      const t = await opened({ path });
      let creations = 0;
      let isDead = false;
      const isBefore = when.startsWith('before');
      t.store.always((method) => {
        if (method === 'create') creations += 1;
        // The second record that is made is the one that was asked for.
        if (creations === 2 && method === 'create' && isBefore) isDead = true;
        if (creations === 2 && method !== 'create') isDead = true;
        return isDead ? 'hang' : undefined;
      });
      const asker = await ask(t, { words: 'this', relays: [beginning('relay:1', { words: 'this' })] });
      await vi.waitFor(() => expect(isDead).toBe(true));
      const next = await t.another();
      expect(await next.count('doer')).toBe(isBefore ? 0 : 1);
      expect(await owed(next, asker)).toBe(1);
      await next.runDue({ takeOver: true });
      await next.pass(HOUR);
      expect(await said(next, 'Z')).toEqual(['done this']);
      expect((await all(next))[asker]).toEqual(['asked this']);
      expect(await owed(next, asker)).toBe(0);
    },
  );

  it('is given by another process when the first stands still, and once in all', async () => {
    const several = severalReplicas((options) => opened(options));
    const { one, other, world } = await several(2);
    const { until, open: wake } = aGate();
    let creations = 0;
    one.store.always((method) => {
      if (method === 'create') creations += 1;
      return method === 'create' && creations === 2 ? { waitFor: until } : undefined;
    });
    const asker = await ask(one, { words: 'this', relays: [beginning('relay:1', { words: 'this' })] });
    await vi.waitFor(() => expect(creations).toBe(2));
    await other.runDue();
    expect(await other.count('doer')).toBe(0);
    world.pass(51 * SECOND);
    await other.runDue();
    await other.settle();
    expect(await said(other, 'Z')).toEqual(['done this']);
    wake();
    await one.settle();
    expect(await said(other, 'Z')).toEqual(['done this']);
    expect((await all(other))[asker]).toEqual(['asked this']);
    expect(await owed(other, asker)).toBe(0);
  });

  it('is given back by one that is told to end, and none is begun by it', async () => {
    const several = severalReplicas((options) => opened(options));
    const { one, other } = await several(2);
    await one.app.stop();
    const asker = await ask(one, { words: 'this', relays: [beginning('relay:1', { words: 'this' })] });
    await one.settle();
    await other.runDue();
    await other.settle();
    await other.pass(MINUTE);
    expect(await said(other, 'Z')).toEqual(['done this']);
    expect(await owed(other, asker)).toBe(0);
  });
});

it('a command for another record has its effect once, at whichever call the store fails and however', async () => {
  let failed = 0;
  for (const trouble of ['reject', 'lose-answer'] as const) {
    for (let at = 0; at < 40; at++) {
      const t = await opened();
      let calls = 0;
      t.store.always(() => (calls++ === at ? trouble : undefined));
      const id = `asked ${at}`;
      const data = JSON.parse(
        JSON.stringify({ words: 'this', relays: [beginning('relay:1', { words: 'this', answerTo: '' })] }),
      );
      delete data.relays[0].data.answerTo;
      const first = await t.give('asker/ask', { by: people.dsl, data, id }).catch(() => undefined);
      if (first === undefined) await t.give('asker/ask', { by: people.dsl, data, id });
      await t.settle();
      if (calls <= at) break;
      failed += 1;
      t.store.always(undefined);
      await t.pass(HOUR);
      expect([await said(t, 'Y'), await said(t, 'Z')], `${trouble} at ${at}`).toEqual([['asked this'], ['done this']]);
      const { records } = await t.store.all({ limit: 10 });
      expect(
        records.map(({ outbox }) => outbox.length),
        `${trouble} at ${at}`,
      ).toEqual([0, 0]);
    }
  }
  expect(failed).toBeGreaterThan(15);
});
