import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { theClock } from '../../src/domain/people.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications } from '../support/application.ts';
import { monday, someAnswers } from '../support/concern.ts';
import { aFakeChat, type Trouble } from '../support/fake-chat.ts';
import { aGate, aWorld, happened, passFor, reportTo, severalReplicas, TAKEN_OVER } from '../support/replicas.ts';
import { people } from '../support/school.ts';

const { open } = applications();
const replicas = severalReplicas(open);
const safeguarding = 'channel:safeguarding';
const refuse: Trouble = { kind: 'refuse' };

describe('clocks that are off by an hour', () => {
  const skews = [HOUR, -HOUR, 0];

  it('make nobody take over early, and nobody late', async () => {
    const { world, chat, one, other, third } = await replicas(3, skews);
    for (const t of [one, other, third]) {
      const before = chat.at(safeguarding).length;
      chat.next({ kind: 'stop-before' });
      await reportTo(t);
      const others = [one, other, third].filter((process) => process !== t);
      world.pass(TAKEN_OVER - SECOND);
      await Promise.all(others.map((process) => process.runDue()));
      expect(chat.at(safeguarding)).toHaveLength(before);
      world.pass(SECOND);
      await Promise.all(others.map((process) => process.runDue()));
      expect(chat.at(safeguarding)).toHaveLength(before + 1);
    }
  });

  it('call nothing to mind early, and nothing twice', async () => {
    const { world, all, other } = await replicas(3, skews);
    const reference = await other.report(someAnswers({ danger: 'yes' }));
    await passFor(world, all, 5 * MINUTE - SECOND);
    expect(await happened(other, reference, 'WaitNoticed')).toBe(0);
    await passFor(world, all, SECOND);
    expect(await happened(other, reference, 'WaitNoticed')).toBe(1);
    const { stored } = await other.record(reference);
    for (const { at } of stored.entries) expect(at <= world.now()).toBe(true);
  });

  it('and that somebody sets right in the middle of an attempt do no harm', async () => {
    const world = aWorld(monday);
    const chat = aFakeChat();
    const machine = await world.aMachine({ skewMs: -HOUR });
    const one = await open({ store: world.store, clock: machine.clock, chat });
    const other = await open({ store: world.store, clock: (await world.aMachine()).clock, chat });
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    const reference = await reportTo(one);
    // By its wall clock an hour has passed: it cannot tell that from a suspension, and lets go.
    machine.setWall(0);
    gate.open();
    await one.settle();
    expect(chat.sent).toEqual([]);
    await passFor(world, [one, other], 5 * SECOND);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it.each([HOUR, -HOUR])(
    'by %d where the store has no time of its own, do no harm to the one process',
    async (skew) => {
      const t = await open();
      t.chat.next(refuse, refuse);
      const reference = await t.report(someAnswers({ danger: 'yes' }));
      t.clock.move(skew);
      await t.pass(MINUTE);
      t.clock.move(-skew);
      await t.pass(10 * MINUTE);
      expect(t.chat.at(safeguarding)).toHaveLength(1);
      expect((await t.record(reference)).outbox).toEqual([]);
      expect(await happened(t, reference, 'MessageMayBeRepeated')).toBe(0);
      expect(await happened(t, reference, 'WaitNoticed')).toBeGreaterThan(0);
    },
  );
});

describe('a machine that was suspended for an hour', () => {
  async function woken() {
    const world = aWorld(monday);
    const machine = await world.aMachine();
    const t = await open({ store: world.store, clock: machine.clock, chat: aFakeChat() });
    machine.suspend(HOUR);
    return { world, machine, t };
  }

  it('puts the right time to what is reported when it wakes, and calls nothing to mind early', async () => {
    const { world, t } = await woken();
    const reported = world.now();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    expect((await t.record(reference)).stored.entries[0]?.at).toBe(reported);
    await passFor(world, [t], 5 * MINUTE - SECOND);
    expect(await happened(t, reference, 'WaitNoticed')).toBe(0);
    await passFor(world, [t], SECOND);
    expect(await happened(t, reference, 'WaitNoticed')).toBe(1);
  });

  it('takes a report also while the store does not say what time it is', async () => {
    const { world, t } = await woken();
    world.store.time = () => Promise.reject(new Error('away'));
    const reported = world.now();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    expect((await t.record(reference)).stored.entries[0]?.at).toBe(reported);
  });

  it('does not wait for that longer than people can wait', async () => {
    const { world, t } = await woken();
    world.store.time = () => new Promise(() => {});
    const began = performance.now();
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

describe('a clock that somebody sets ahead by an hour', () => {
  it('calls nothing to mind early, whether or not the store says what time it is', async () => {
    const world = aWorld(monday);
    const machine = await world.aMachine();
    const t = await open({ store: world.store, clock: machine.clock, chat: aFakeChat() });
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    const { time } = world.store;
    world.store.time = () => Promise.reject(new Error('away'));
    machine.setWall(HOUR);
    const calls = t.store.calls.length;
    await passFor(world, [t], 2 * MINUTE);
    expect(t.store.calls.length).toBe(calls);
    world.store.time = time;
    await passFor(world, [t], 3 * MINUTE - SECOND);
    expect(await happened(t, reference, 'WaitNoticed')).toBe(0);
    await passFor(world, [t], SECOND);
    expect(await happened(t, reference, 'WaitNoticed')).toBe(1);
  });

  it('lets nobody take over early what another process has in hand', async () => {
    const world = aWorld(monday);
    const chat = aFakeChat();
    const machine = await world.aMachine();
    const one = await open({ store: world.store, clock: (await world.aMachine()).clock, chat });
    const other = await open({ store: world.store, clock: machine.clock, chat });
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until });
    const reference = await reportTo(one);
    const { time } = world.store;
    world.store.time = () => Promise.reject(new Error('away'));
    machine.setWall(HOUR);
    await other.give('concern/take', { reference });
    world.store.time = time;
    await other.settle();
    gate.open();
    await one.settle();
    await passFor(world, [one, other], MINUTE);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it('keeps a deadline that comes up just then from being carried out', async () => {
    const world = aWorld(monday);
    const machine = await world.aMachine();
    const t = await open({ store: world.store, clock: machine.clock, chat: aFakeChat() });
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    const [due] = registry.get('concern')?.deadlines((await t.record(reference)).state) ?? [];
    if (due === undefined) throw new Error('something is due');
    const { at, command, data } = due;
    const of = { school: t.school, reference, type: command, data, deadline: at };
    const give = () => t.app.commands.handle({ ...of, id: `deadline ${command}`, by: theClock });
    const { time } = world.store;
    world.store.time = () => Promise.reject(new Error('away'));
    machine.setWall(HOUR);
    await expect(give()).rejects.toMatchObject({ code: 'clock-in-doubt' });
    expect(await happened(t, reference, 'WaitNoticed')).toBe(0);
    world.store.time = time;
    world.pass(5 * MINUTE);
    await give();
    expect(await happened(t, reference, 'WaitNoticed')).toBe(1);
  });
});
