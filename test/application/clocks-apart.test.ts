import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications } from '../support/application.ts';
import { monday, someAnswers } from '../support/concern.ts';
import { aFakeChat, type Trouble } from '../support/fake-chat.ts';
import { aGate, aWorld, happened, passFor, reportTo, severalReplicas, TAKEN_OVER } from '../support/replicas.ts';

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
