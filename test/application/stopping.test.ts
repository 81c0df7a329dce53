import { afterEach, describe, expect, it, vi } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications } from '../support/application.ts';
import type { Trouble } from '../support/fake-chat.ts';
import { aGate, happened, passFor, reportTo, severalReplicas, TAKEN_OVER } from '../support/replicas.ts';
import type { StoreTrouble } from '../support/troubled-store.ts';

const { open } = applications();
const replicas = severalReplicas(open);
const safeguarding = 'channel:safeguarding';
const refuse: Trouble = { kind: 'refuse' };

afterEach(() => {
  vi.useRealTimers();
});

describe('a process that stops', () => {
  it('delivers what it has claimed when the chat lets it', async () => {
    const { chat, one } = await replicas(2);
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    const reference = await reportTo(one);
    await one.give('concern/take', { reference });
    const stopping = one.app.stop();
    gate.open();
    await stopping;
    expect(chat.at(safeguarding)).toHaveLength(1);
    expect((await one.record(reference)).outbox.filter(({ attempts, settled }) => attempts > settled)).toEqual([]);
  });

  it('gives back what it has not attempted, and what waits for its turn: another goes on at once', async () => {
    const { chat, one, other } = await replicas(2);
    const reference = await one.report();
    const gate = aGate();
    // The edit of the card waits for its turn; the lines below it and the receipt have not been attempted.
    chat.next({ kind: 'wait-before', until: gate.until });
    const calls = chat.calls.length;
    await one.give('concern/take', { reference });
    await vi.waitFor(() => expect(chat.calls).toHaveLength(calls + 1));
    expect((await one.record(reference)).outbox.length).toBeGreaterThan(2);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stopping = one.app.stop();
    await vi.advanceTimersByTimeAsync(2_500);
    gate.open();
    vi.useRealTimers();
    await stopping;
    expect(chat.calls).toHaveLength(calls + 1);
    expect(chat.sent).toHaveLength(calls);
    const left = (await other.record(reference)).outbox;
    expect(left.length).toBeGreaterThan(2);
    expect(left).toEqual(left.map((owed) => ({ ...owed, attempts: 0, settled: 0, unsure: false, owner: undefined })));
    other.clock.move(SECOND);
    await other.runDue();
    expect((await other.record(reference)).outbox).toEqual([]);
    expect(await happened(other, reference, 'MessageMayBeRepeated')).toBe(0);
    expect(one.failures).toEqual([]);
  });

  it('leaves a call that is under way to be taken over, and says that it had to', async () => {
    const { world, chat, one, other } = await replicas(2);
    const reference = await one.report();
    chat.next({ kind: 'stop-after' });
    const calls = chat.calls.length;
    await one.give('concern/take', { reference });
    await vi.waitFor(() => expect(chat.calls).toHaveLength(calls + 1));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stopping = expect(one.app.stop()).rejects.toMatchObject({ code: 'deliveries-slow' });
    await vi.advanceTimersByTimeAsync(4 * SECOND);
    await stopping;
    vi.useRealTimers();
    const { outbox } = await other.record(reference);
    expect(outbox.filter(({ attempts, settled }) => attempts > settled)).toHaveLength(1);
    await passFor(world, [other], TAKEN_OVER + SECOND);
    expect((await other.record(reference)).outbox).toEqual([]);
    expect(chat.at(safeguarding)).toHaveLength(1);
  });

  it.each([
    ['as soon as it can', false],
    ['only when the store lets it, and leaves it to be taken over', true],
  ])('gives back no message that it has delivered and could not note: it notes it %s', async (_, isAway) => {
    const { world, chat, one, other } = await replicas(2);
    chat.next(refuse);
    const reference = await one.report();
    // A claim that was not written, the same one written without an answer, and then an outcome that was not.
    const troubles: StoreTrouble[] = ['reject', 'lose-answer', 'reject'];
    one.store.always((method) => (method === 'replace' ? troubles.shift() : undefined));
    for (let rounds = 0; rounds < 2; rounds++) {
      world.pass(3 * SECOND);
      await one.runDue();
    }
    expect([troubles, chat.at(safeguarding).length]).toEqual([[], 1]);
    let replaces = 0;
    one.store.always((method) => (isAway && method === 'replace' && ++replaces === 1 ? 'reject' : undefined));
    await one.app.stop().catch(() => {});
    await passFor(world, [other], 2 * TAKEN_OVER);
    expect((await other.record(reference)).outbox).toEqual([]);
    expect(chat.at(safeguarding)).toHaveLength(isAway ? 2 : 1);
    expect(await happened(other, reference, 'MessageMayBeRepeated')).toBe(isAway ? 1 : 0);
  });

  it('claims nothing more while it finishes what it has', async () => {
    const { world, chat, one, other } = await replicas(2);
    chat.next(refuse);
    const waiting = await one.report();
    const gate = aGate();
    chat.next({ kind: 'wait-before', until: gate.until });
    await reportTo(one);
    const stopping = one.app.stop();
    world.pass(4 * SECOND);
    await one.runDue();
    const [owed] = (await one.record(waiting)).outbox;
    expect([chat.calls.length, owed?.attempts, owed?.settled]).toEqual([2, 1, 1]);
    gate.open();
    await stopping;
    await other.runDue();
    expect(chat.at(safeguarding)).toHaveLength(2);
  });

  it('claims nothing more', async () => {
    const { world, chat, one } = await replicas(2);
    chat.next(refuse);
    const reference = await one.report();
    await one.app.stop();
    world.pass(MINUTE);
    await one.runDue();
    expect(chat.calls).toHaveLength(1);
    // Also what somebody still gives is given back.
    await one.give('concern/take', { reference });
    await one.settle();
    expect(chat.calls).toHaveLength(1);
    const { outbox } = await one.record(reference);
    expect(outbox.every(({ attempts, settled }) => attempts === settled)).toBe(true);
  });
});
