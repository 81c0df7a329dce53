import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Vault } from '../../src/application/ports.ts';
import { MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications, UNTIL_FADED } from '../support/application.ts';
import { monday, someAnswers } from '../support/concern.ts';
import { aFakeChat, type Trouble } from '../support/fake-chat.ts';
import { aGate, aWorld, happened, passFor, reportTo, severalReplicas, TAKEN_OVER } from '../support/replicas.ts';
import { people } from '../support/school.ts';
import { aVisitor } from '../support/visitor.ts';

const { open } = applications();
const replicas = severalReplicas(open);
const safeguarding = 'channel:safeguarding';
const refuse: Trouble = { kind: 'refuse' };

afterEach(() => {
  vi.useRealTimers();
});

describe('several processes with the same due work', () => {
  it.each([2, 3])('%d of them deliver each message once, whoever is first', async (count) => {
    const { world, chat, all, one } = await replicas(count);
    chat.always(refuse);
    for (let index = 0; index < 20; index++) await one.report(someAnswers({ danger: 'yes' }));
    chat.always(undefined);
    await passFor(world, all, 6 * MINUTE);
    expect(chat.at(safeguarding)).toHaveLength(20);
    expect(chat.all()).toHaveLength(40);
    for (const t of all) expect(t.failures.filter(({ code }) => code !== 'chat-refuse')).toEqual([]);
    const { records } = await world.store.all({ limit: 500 });
    for (const { id } of records) {
      expect(await happened(one, id, 'WaitNoticed')).toBe(1);
      expect(await happened(one, id, 'MessageMayBeRepeated')).toBe(0);
      expect((await one.record(id)).outbox).toEqual([]);
    }
  });

  it('begin each with other records than the others, and with those first that have waited for long', async () => {
    const world = aWorld(monday);
    const chat = aFakeChat();
    const aReader = async () => {
      const read: string[] = [];
      const get: typeof world.store.get = (school, id) => {
        read.push(id);
        return world.store.get(school, id);
      };
      const { clock } = await world.aMachine();
      const t = await open({ store: { ...world.store, get }, clock, chat });
      return { t, read };
    };
    const [one, other] = [await aReader(), await aReader()];
    chat.always(refuse);
    const early = await Promise.all(Array.from({ length: 10 }, () => one.t.report()));
    world.pass(11 * SECOND);
    const late = await Promise.all(Array.from({ length: 30 }, () => one.t.report()));
    world.pass(3 * SECOND);
    const firstRead = async ({ t, read }: typeof one) => {
      read.splice(0);
      t.store.always((method) => (method === 'replace' ? 'reject' : undefined));
      await t.runDue();
      return read.slice(0, 40);
    };
    const [byOne, byOther] = [await firstRead(one), await firstRead(other)];
    for (const by of [byOne, byOther]) {
      expect(by.slice(0, 10).toSorted()).toEqual(early.toSorted());
      expect(by.slice(10).toSorted()).toEqual(late.toSorted());
    }
    expect(byOne).not.toEqual(byOther);
  });

  it('are not said to leave a record due that another has seen to', async () => {
    const { world, chat, one, other } = await replicas(2);
    chat.next(refuse, refuse, refuse);
    await one.report();
    for (let rounds = 0; rounds < 40; rounds++) {
      world.pass(SECOND);
      // Both have listed the record before either has seen to it.
      await Promise.all([one.runDue(), other.runDue()]);
    }
    expect([...one.failures, ...other.failures].map(({ code }) => code)).toEqual(Array(3).fill('chat-refuse'));
    expect(chat.at(safeguarding)).toHaveLength(1);
  });

  it('are not misled by a list that is older than what another has done since', async () => {
    const { world, chat, one } = await replicas(1);
    const reference = await one.report(someAnswers({ danger: 'yes' }));
    const { stored } = await one.record(reference);
    const stale = [{ school: stored.school, id: reference, due: stored.due ?? '' }];
    const lagging = { ...world.store, due: async () => stale };
    const { clock } = await world.aMachine();
    const other = await open({ store: lagging, clock, chat });
    world.pass(5 * MINUTE);
    await one.runDue();
    for (let rounds = 0; rounds < 5; rounds++) {
      await other.runDue();
      world.pass(SECOND);
    }
    expect(other.failures).toEqual([]);
    expect(await happened(one, reference, 'WaitNoticed')).toBe(1);
  });
});

describe('a process that stalls', () => {
  it('before a message leaves, sends nothing late when another has taken over, and notes nothing', async () => {
    const { world, chat, one, other } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    const reference = await reportTo(one);
    world.pass(TAKEN_OVER);
    await other.runDue();
    expect(chat.at(safeguarding)).toHaveLength(1);
    const before = await one.record(reference);
    gate.open();
    await one.settle();
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(chat.sent).toHaveLength(1);
    expect((await one.record(reference)).etag).toBe(before.etag);
    expect(one.failures).toEqual([{ what: 'delivery', record: reference, code: 'lease-over', attempts: 1 }]);
    // Nobody can tell from outside that the first had sent nothing.
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(1);
  });

  it.each([
    ['is let go', 'wait-before', 1],
    ['was really posted', 'wait-after', 2],
    ['fails', 'refuse-after', 1],
    ['fails for good', 'hopeless-after', 1],
  ] as const)('does not disturb the attempt of the one that took over when its own %s', async (_, kind, count) => {
    const { world, chat, one, other } = await replicas(2);
    const [stalled, slow] = [aGate(), aGate()];
    chat.next({ kind, until: stalled.until });
    const reference = await reportTo(one);
    const calls = chat.calls.length;
    world.pass(TAKEN_OVER);
    chat.next({ kind: 'wait-before', until: slow.until });
    const taking = other.runDue();
    await vi.waitFor(() => expect(chat.calls).toHaveLength(calls + 1));
    const [taken] = (await other.record(reference)).outbox;
    expect(taken).toMatchObject({ attempts: 2, settled: 1, unsure: true, owner: other.app.replica });
    stalled.open();
    await one.settle();
    expect((await other.record(reference)).outbox).toEqual([taken]);
    const known = kind === 'wait-after' ? ['MessageMayBeRepeated'] : [];
    expect(await one.events(reference)).toEqual(['ConcernReported', ...known]);
    slow.open();
    await taking;
    expect((await other.record(reference)).outbox).toEqual([]);
    const standing = chat.at(safeguarding);
    expect(standing).toHaveLength(count);
    // Later steps edit what was posted last.
    expect((await other.record(reference)).posts.case).toEqual(standing.at(-1)?.post);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(1);
    expect(await happened(one, reference, 'MessageParked')).toBe(0);
  });

  it.each([
    ['was really posted', 'wait-after'],
    ['failed', 'refuse-after'],
    ['failed for good', 'hopeless-after'],
  ] as const)('and whose message another has delivered meanwhile changes nothing when its own %s', async (_, kind) => {
    const { world, chat, one, other } = await replicas(2);
    const gate = aGate();
    chat.next({ kind, until: gate.until });
    const reference = await reportTo(one);
    world.pass(TAKEN_OVER);
    await other.runDue();
    const before = await other.record(reference);
    expect(before.outbox).toEqual([]);
    gate.open();
    await one.settle();
    expect((await other.record(reference)).etag).toBe(before.etag);
    expect(await happened(one, reference, 'MessageParked')).toBe(0);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(1);
  });

  it('holds on to no message that another has taken over, though it had claimed several', async () => {
    const { world, chat, one, other } = await replicas(2);
    const reference = await one.report();
    const [stalled, slow] = [aGate(), aGate()];
    const calls = chat.calls.length;
    // The first of its messages waits for its turn, then those of the other process are made but for the second.
    chat.next({ kind: 'wait-before', until: stalled.until }, undefined, { kind: 'wait-before', until: slow.until });
    await one.give('concern/take', { reference });
    await vi.waitFor(() => expect(chat.calls).toHaveLength(calls + 1));
    world.pass(TAKEN_OVER + SECOND);
    const taking = other.runDue();
    await vi.waitFor(() => expect(chat.calls).toHaveLength(calls + 3));
    const before = await other.record(reference);
    expect(before.outbox.length).toBeGreaterThan(1);
    world.pass(SECOND);
    stalled.open();
    await one.settle();
    expect((await other.record(reference)).outbox).toEqual(before.outbox);
    slow.open();
    await taking;
    const { outbox } = await other.record(reference);
    expect([outbox, chat.calls.length]).toEqual([[], calls + 1 + before.outbox.length + 1]);
  });

  it('tells where its message stands when the one that took over could not deliver it', async () => {
    const { world, chat, one, other } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until }, refuse);
    const reference = await reportTo(one);
    world.pass(TAKEN_OVER);
    await other.runDue();
    const failed = await other.record(reference);
    expect(failed.posts).toEqual({});
    expect(failed.outbox).toMatchObject([{ attempts: 2, settled: 2 }]);
    expect(failed.outbox[0]?.owner).toBeUndefined();
    gate.open();
    await one.settle();
    world.pass(MINUTE);
    await other.runDue();
    // It is edited, not posted a second time.
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(chat.calls.map(({ what }) => what)).toEqual(['post', 'post', 'edit']);
    const { outbox, posts } = await other.record(reference);
    expect([outbox, posts.case]).toEqual([[], chat.at(safeguarding)[0]?.post]);
    expect(await happened(other, reference, 'MessageMayBeRepeated')).toBe(1);
  });

  it('and that nobody took over from, lets go and begins anew', async () => {
    const { world, chat, one } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    const reference = await reportTo(one);
    world.pass(33 * SECOND);
    gate.open();
    await one.settle();
    expect(chat.sent).toEqual([]);
    expect((await one.record(reference)).outbox).toMatchObject([{ attempts: 0, settled: 0, unsure: false }]);
    expect((await one.record(reference)).outbox[0]?.owner).toBeUndefined();
    world.pass(2 * SECOND);
    await one.runDue();
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it('for less than five seconds goes on, as what it saw of the record still counts', async () => {
    const { world, chat, one } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    await reportTo(one);
    world.pass(5 * SECOND - 1);
    gate.open();
    await one.settle();
    expect([chat.at(safeguarding).length, one.failures]).toEqual([1, []]);
  });

  it('for longer than that sends nothing, and looks at the record anew for its next attempt', async () => {
    const { world, chat, one } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    const reference = await reportTo(one);
    world.pass(5 * SECOND);
    gate.open();
    await one.settle();
    expect([chat.sent, one.failures.map(({ code }) => code)]).toEqual([[], ['way-out-slow']]);
    await passFor(world, [one], 3 * SECOND);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it('between the decision and its delivery, asks anew whether it may deliver', async () => {
    const { world, chat, one, other } = await replicas(2);
    const gate = aGate();
    let gets = 0;
    one.store.always((method) => (method === 'get' && ++gets === 2 ? { waitFor: gate.until } : undefined));
    const giving = one.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await giving;
    await vi.waitFor(() => expect(gets).toBe(2));
    world.pass(TAKEN_OVER);
    await other.runDue();
    gate.open();
    await one.settle();
    expect([chat.calls.length, chat.at(safeguarding).length]).toEqual([1, 1]);
  });

  it('right before it calls the chat, does not call it any more', async () => {
    const { world, chat, one } = await replicas(2);
    const gate = aGate();
    let gets = 0;
    one.store.always((method) => (method === 'get' && ++gets === 3 ? { waitFor: gate.until } : undefined));
    await one.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(gets).toBe(3));
    world.pass(40 * SECOND);
    gate.open();
    await one.settle();
    expect(chat.calls).toEqual([]);
    expect(one.failures.map(({ code }) => code)).toEqual(['lease-over']);
  });

  it('in the middle of a decision, counts its claim from before it knew what time it was', async () => {
    const { world, chat, other } = await replicas(2);
    const reference = await other.report();
    const gate = aGate();
    let isAsked = false;
    let isSlow = false;
    const unwrap: Vault['unwrap'] = async (school, wrapped) => {
      isAsked ||= isSlow;
      if (isSlow) await gate.until;
      return await other.vault.unwrap(school, wrapped);
    };
    const { clock } = await world.aMachine();
    const slow = await open({ store: world.store, clock, chat, vault: { ...other.vault, unwrap } });
    isSlow = true;
    const calls = chat.calls.length;
    chat.next({ kind: 'stop-after' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    void slow.give('concern/take', { reference });
    await vi.waitFor(() => expect(isAsked).toBe(true));
    world.pass(49 * SECOND);
    isSlow = false;
    gate.open();
    vi.useRealTimers();
    await vi.waitFor(() => expect(chat.calls).toHaveLength(calls + 1));
    world.pass(2 * SECOND);
    await other.runDue();
    const begun = chat.calls.slice(calls).map(({ slot }) => slot);
    expect(begun.filter((slot) => slot === begun[0])).toHaveLength(1);
  });

  it('while it writes its claim, has no time left when it wakes', async () => {
    const { world, chat, one, other } = await replicas(2);
    chat.next(refuse);
    const reference = await one.report();
    world.pass(3 * SECOND);
    const gate = aGate();
    one.store.always((method) => (method === 'replace' ? { waitFor: gate.until } : undefined));
    const before = one.store.calls.length;
    const running = one.runDue();
    // Beside it, the records are asked what the school file means for them.
    await vi.waitFor(() => expect(one.store.calls.slice(before)).toContain('replace'));
    world.pass(MINUTE);
    one.store.always(undefined);
    gate.open();
    // What it wrote is over already: both may go for it, and one of them is first.
    await Promise.all([running, other.runDue()]);
    await passFor(world, [one, other], 2 * MINUTE);
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect((await one.record(reference)).outbox).toEqual([]);
  });
});

describe('a case that was opened in a chat by a process that stalls', () => {
  it.each([
    ['is posted again by the one that takes over', TAKEN_OVER + SECOND, 2],
    ['was to be put away before it wakes', UNTIL_FADED, 1],
  ])('[R198] does not stay there when it %s', async (_, forMs, count) => {
    const { world, chat, one, other } = await replicas(2);
    const reference = await one.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(one, people.dsl);
    const [card] = chat.at(safeguarding);
    const gate = aGate();
    chat.always((call) =>
      call.slot.startsWith('view:') && dsl.chat().length === 0 ? { kind: 'wait-after', until: gate.until } : undefined,
    );
    if (card !== undefined) await dsl.press(card, 'Open');
    await vi.waitFor(() => expect(dsl.chat()).toHaveLength(1));
    world.pass(forMs);
    await other.runDue();
    expect(dsl.chat()).toHaveLength(count);
    gate.open();
    await one.settle();
    await passFor(world, [other], UNTIL_FADED);
    expect(dsl.chat()).toHaveLength(count);
    expect(JSON.stringify(dsl.chat())).not.toContain('MARKER');
    expect((await other.record(reference)).outbox).toEqual([]);
  });
});

describe('somebody who loses the right to a case', () => {
  it('[R198] while the process that was to send it stands still, is not sent it when that wakes', async () => {
    const { world, chat, one, other } = await replicas(2);
    const reference = await one.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(one, people.dsl);
    const [card] = chat.at(safeguarding);
    const gate = aGate();
    chat.always((call) =>
      call.slot.startsWith('view:') && dsl.chat().length === 0 ? { kind: 'wait-before', until: gate.until } : undefined,
    );
    if (card !== undefined) await dsl.press(card, 'Open');
    await vi.waitFor(() => expect(chat.calls.at(-1)?.slot).toMatch(/^view:/));
    world.pass(15 * SECOND);
    const named = { name: 'Naila Rahimi', kind: 'staff', capacity: 'instigator' };
    expect(await other.give('concern/add-person', { reference, by: people.deputy, data: named })).toMatchObject({
      kind: 'done',
    });
    await other.settle();
    gate.open();
    await one.settle();
    chat.calm();
    await passFor(world, [one, other], MINUTE);
    expect(JSON.stringify(dsl.chat())).not.toContain('MARKER');
  });

  it('[R198] while what stands in their chat is slowly put away, is not sent the case below it', async () => {
    const { world, chat, one, other } = await replicas(2);
    const reference = await one.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(one, people.dsl);
    const [card] = chat.at(safeguarding);
    if (card === undefined) throw new Error('no card');
    await dsl.press(card, 'Open');
    await one.settle();
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until });
    const calls = chat.calls.length;
    await dsl.press(card, 'Open');
    await vi.waitFor(() => expect(chat.calls[calls]?.what).toBe('remove'));
    const named = { name: 'Naila Rahimi', kind: 'staff', capacity: 'instigator' };
    await other.give('concern/add-person', { reference, by: people.deputy, data: named });
    await other.settle();
    world.pass(6 * SECOND);
    gate.open();
    await one.settle();
    expect(chat.calls.slice(calls).filter(({ what, slot }) => what === 'post' && slot.startsWith('view:'))).toEqual([]);
  });
});

describe('a way out to the chat that takes long', () => {
  it('is gone by each time the record was looked at anew, after what stood there was put away', async () => {
    const { world, chat, one } = await replicas(2);
    await one.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(one, people.dsl);
    const [card] = chat.at(safeguarding);
    if (card === undefined) throw new Error('no card');
    await dsl.press(card, 'Open');
    await one.settle();
    const gate = aGate();
    chat.next({ kind: 'wait-after', until: gate.until });
    const calls = chat.calls.length;
    await dsl.press(card, 'Open');
    await vi.waitFor(() => expect(chat.calls[calls]?.what).toBe('remove'));
    world.pass(6 * SECOND);
    gate.open();
    await one.settle();
    expect(dsl.chat()).toHaveLength(2);
    expect(one.failures).toEqual([]);
  });

  it('for good is told of like any other that does not come', async () => {
    const { world, chat, one } = await replicas(2);
    chat.always((call) => {
      if (call.place !== safeguarding) return undefined;
      return { kind: 'wait-before', until: Promise.resolve().then(() => world.pass(5 * SECOND)) };
    });
    const reference = await one.report();
    for (let seconds = 0; seconds < 60; seconds++) {
      world.pass(SECOND);
      await one.runDue();
    }
    expect(chat.at(safeguarding)).toEqual([]);
    expect(await happened(one, reference, 'MessageDelayed')).toBe(1);
    expect(await happened(one, reference, 'MessageMayBeRepeated')).toBe(0);
  });
});

describe('a card that could not be delivered for half a minute', () => {
  it('is told of though the process that made the fourth attempt died in it', async () => {
    const { world, chat, one, other } = await replicas(2);
    let attempts = 0;
    const fourth = aGate();
    chat.always(({ place }) => {
      if (place !== safeguarding) return undefined;
      if (++attempts !== 4) return refuse;
      fourth.open();
      return { kind: 'stop-before' };
    });
    const reference = await one.report();
    for (let seconds = 0; seconds < 60 && attempts < 4; seconds++) {
      world.pass(SECOND);
      await Promise.race([one.runDue(), fourth.until]);
    }
    expect(attempts).toBe(4);
    for (let minutes = 0; minutes < 4; minutes++) {
      world.pass(MINUTE);
      await other.runDue();
    }
    expect(await happened(other, reference, 'MessageDelayed')).toBe(1);
    expect(chat.at(`person:${people.dsl}`)).not.toEqual([]);
  });
});

describe('a call that the chat does not answer', () => {
  it('in twelve seconds may not leave after that', async () => {
    const { chat, one, world } = await replicas(1);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    await one.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.advanceTimersByTimeAsync(12 * SECOND);
    vi.useRealTimers();
    await one.settle();
    expect(one.failures.map(({ code }) => code)).toEqual(['chat-slow']);
    gate.open();
    world.pass(5 * SECOND);
    await one.runDue();
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect(chat.sent).toHaveLength(1);
  });
});

describe('a process that is killed', () => {
  it('is taken over from by one of the others, fifty seconds after it had claimed', async () => {
    const { world, chat, one, other, third } = await replicas(3);
    chat.next({ kind: 'stop-before' });
    await reportTo(one);
    world.pass(TAKEN_OVER - 1);
    await Promise.all([other.runDue(), third.runDue()]);
    expect(chat.calls).toHaveLength(1);
    world.pass(1);
    await Promise.all([other.runDue(), third.runDue()]);
    expect([chat.calls.length, chat.at(safeguarding).length]).toEqual([2, 1]);
  });
});
