import { describe, expect, it, vi } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import type { Trouble } from '../support/fake-chat.ts';
import { aGate, happened, passFor, reportTo, severalReplicas } from '../support/replicas.ts';

const { open } = applications();
const replicas = severalReplicas(open);
const safeguarding = 'channel:safeguarding';
const refuse: Trouble = { kind: 'refuse' };

/** The store is away for three minutes more, then back. */
async function passAway(world: { pass(milliseconds: number): void }, all: readonly TestApplication[]): Promise<void> {
  for (let minutes = 0; minutes < 3; minutes++) {
    world.pass(MINUTE);
    for (const t of all) await t.runDue().catch(() => {});
  }
  for (const t of all) t.store.always(undefined);
}

describe('a store that was away', () => {
  it('is told first what became of messages, so that no other process sends them again', async () => {
    const { world, chat, all, one, other } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until });
    const reference = await reportTo(one);
    for (const t of all) t.store.always('reject');
    gate.open();
    await one.settle();
    for (let minutes = 0; minutes < 10; minutes++) {
      world.pass(MINUTE);
      for (const t of all) await t.runDue().catch(() => {});
    }
    for (const t of all) t.store.always(undefined);
    await other.runDue();
    world.pass(2 * SECOND);
    await other.runDue();
    await one.runDue();
    await passFor(world, all, MINUTE);
    expect([chat.at(safeguarding).length, chat.calls.length]).toEqual([1, 1]);
    expect((await one.record(reference)).outbox).toEqual([]);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it('does not keep what is owed waiting for longer than ten seconds when it is back', async () => {
    const { world, chat, all, other } = await replicas(2);
    chat.next(refuse);
    await other.report();
    for (const t of all) t.store.always('reject');
    world.pass(MINUTE);
    for (const t of all) await t.runDue().catch(() => {});
    for (const t of all) t.store.always(undefined);
    await passFor(world, all, 10 * SECOND);
    expect(chat.at(safeguarding)).toHaveLength(1);
  });

  it('is told first, also where a process goes on with what it had in the middle', async () => {
    const { world, chat, all, one, other } = await replicas(2);
    const [first, second] = [aGate(), aGate()];
    chat.next({ kind: 'wait-after', until: first.until });
    const reference = await reportTo(one);
    chat.next({ kind: 'wait-after', until: second.until });
    await other.give('concern/take', { reference });
    await vi.waitFor(() => expect(chat.calls).toHaveLength(2));
    for (const t of all) t.store.always('reject');
    for (const gate of [first, second]) gate.open();
    for (const t of all) await t.settle();
    await passAway(world, all);
    await other.runDue();
    await one.runDue();
    await passFor(world, all, MINUTE);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect((await one.record(reference)).outbox).toEqual([]);
  });

  it('is told first, also where somebody takes a step at once', async () => {
    const { world, chat, all, one, other } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until });
    const reference = await reportTo(one);
    for (const t of all) t.store.always('reject');
    gate.open();
    await one.settle();
    await passAway(world, all);
    await other.runDue();
    await other.give('concern/take', { reference });
    await other.settle();
    await one.runDue();
    await passFor(world, all, MINUTE);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(chat.at(safeguarding)[0]?.content.preview).toContain('being handled');
  });

  it('is told what can be told while its lists do not come', async () => {
    const { world, chat, one, other } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until });
    await reportTo(one);
    one.store.always('reject');
    gate.open();
    await one.settle();
    await one.runDue().catch(() => {});
    one.store.always((method) => (method === 'due' ? 'reject' : undefined));
    for (let seconds = 0; seconds < 60; seconds++) {
      world.pass(SECOND);
      await one.runDue().catch(() => {});
      await other.runDue();
    }
    expect([chat.at(safeguarding).length, chat.calls.length]).toEqual([1, 1]);
  });

  it('now and then keeps what is owed waiting for no longer than until it answers', async () => {
    const { world, chat, one } = await replicas(2);
    chat.next(refuse);
    await one.report();
    let lists = 0;
    one.store.always((method) => (method === 'due' && ++lists % 2 === 1 ? 'reject' : undefined));
    for (let rounds = 0; rounds < 3; rounds++) {
      world.pass(2 * SECOND);
      await one.runDue().catch(() => {});
    }
    expect(chat.at(safeguarding)).toHaveLength(1);
  });

  it('now and then does not keep a message for ever that a process had in hand when it died', async () => {
    const { world, chat, one, other } = await replicas(2);
    chat.next({ kind: 'stop-before' });
    await reportTo(one);
    let lists = 0;
    other.store.always((method) => (method === 'due' && ++lists % 2 === 1 ? 'reject' : undefined));
    for (let seconds = 0; seconds < 70; seconds += 2) {
      world.pass(2 * SECOND);
      await other.runDue().catch(() => {});
    }
    expect(chat.at(safeguarding)).toHaveLength(1);
  });

  it.each([1, 2])('is back for every record that could not be read for a moment (%d processes)', async (count) => {
    const { world, chat, all, one } = await replicas(count);
    chat.next(refuse);
    await one.report();
    world.pass(3 * SECOND);
    for (const t of all) {
      t.store.always((method) => (method === 'get' ? 'reject' : undefined));
      await t.runDue();
    }
    for (const t of all) t.store.always('reject');
    await passAway(world, all);
    await passFor(world, all, 10 * SECOND);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(all.flatMap((t) => t.failures).filter(({ code }) => code === 'stays-due')).toEqual([]);
  });

  it('for one reading keeps a message for no longer than seconds', async () => {
    const { world, chat, one } = await replicas(1);
    chat.next(refuse);
    await one.report();
    world.pass(3 * SECOND);
    one.store.always((method) => (method === 'get' ? 'reject' : undefined));
    await one.runDue();
    one.store.always(undefined);
    await passFor(world, [one], 3 * SECOND);
    expect(chat.at(safeguarding)).toHaveLength(1);
  });

  it('is told by one process alone as soon as it is back', async () => {
    const t = await open();
    t.store.always((method) => (method === 'replace' ? 'reject' : undefined));
    const reference = await t.report();
    t.store.always(undefined);
    t.clock.move(SECOND);
    await t.runDue();
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(t.chat.calls).toHaveLength(1);
  });

  it.each(['reject', 'lose-answer'] as const)(
    'in the middle of a claim (%s) holds up the message until it is back, no longer',
    async (trouble) => {
      const t = await open();
      t.chat.next(refuse);
      const reference = await t.report();
      t.clock.move(3 * SECOND);
      t.store.always((method) => (method === 'replace' ? trouble : undefined));
      await t.runDue();
      expect(t.chat.calls).toHaveLength(1);
      t.store.always(undefined);
      t.clock.move(SECOND);
      await t.runDue();
      expect(t.chat.at(safeguarding)).toHaveLength(1);
      expect(await happened(t, reference, 'MessageMayBeRepeated')).toBe(0);
    },
  );

  it('and lost an answer does not make a process take back what is another’s by now', async () => {
    const { world, chat, one, other } = await replicas(2);
    const [late, slow] = [aGate(), aGate()];
    chat.next({ kind: 'wait-before', until: late.until });
    const reference = await reportTo(one);
    world.pass(34 * SECOND);
    one.store.always((method) => (method === 'replace' ? 'lose-answer' : undefined));
    late.open();
    await one.settle();
    // It has let go, and does not know that this was noted. The other begins the same attempt, the first.
    world.pass(2 * SECOND);
    chat.next({ kind: 'wait-before', until: slow.until });
    const taking = other.runDue();
    await vi.waitFor(() => expect(chat.calls).toHaveLength(2));
    const [taken] = (await other.record(reference)).outbox;
    expect(taken).toMatchObject({ attempts: 1, owner: other.app.replica });
    one.store.always(undefined);
    await one.runDue();
    expect((await other.record(reference)).outbox).toEqual([taken]);
    slow.open();
    await taking;
    expect([chat.calls.length, chat.at(safeguarding).length]).toEqual([2, 1]);
  });
});
