import { afterEach, describe, expect, it, vi } from 'vitest';
import { StoreFault } from '../../src/application/faults.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import { applications, type TestApplication, UNTIL_FADED } from '../support/application.ts';
import { monday, someAnswers, textsOf } from '../support/concern.ts';
import type { Standing, Trouble } from '../support/fake-chat.ts';
import { people } from '../support/school.ts';
import { aVisitor } from '../support/visitor.ts';

const { open, aPath } = applications();
const safeguarding = 'channel:safeguarding';
const refuse: Trouble = { kind: 'refuse' };
const noAnswer: Trouble = { kind: 'no-answer' };

afterEach(() => {
  vi.useRealTimers();
});

/** The lines below the card of a case. */
function thread(t: TestApplication): readonly string[] {
  const [root] = t.chat.at(safeguarding);
  return t.chat.at(`thread:${root?.post.at.id}`).map(({ content }) => content.preview);
}

function previews(standing: readonly Standing[]): readonly string[] {
  return standing.map(({ content }) => content.preview);
}

async function historyHas(t: TestApplication, reference: string, event: string): Promise<number> {
  return (await t.events(reference)).filter((one) => one === event).length;
}

describe('a concern that was reported', () => {
  it('[R197] [R204] stands in the safeguarding channel as a reference and a state, without a name or a word of it', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ names: 'Robin Ash', narrative: 'MARKER words' }));
    const [card, ...others] = t.chat.all();
    expect(others).toEqual([]);
    expect(card).toMatchObject({ place: safeguarding, content: { preview: `Concern ${reference} · new` } });
    expect(JSON.stringify(card)).not.toMatch(/Robin|Ash|MARKER/);
  });

  it('has one card, which each step edits, and one line in its thread for each step', async () => {
    const t = await open();
    const reference = await t.report();
    await t.give('concern/take', { reference });
    await t.give('concern/note', { reference, data: { text: 'Rang the tutor.' } });
    await t.give('concern/close', { reference, data: { outcome: 'supported', reason: 'Done.' } });
    await t.settle();
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · closed`]);
    expect(thread(t).map((line) => line.replace(/, .*/, ''))).toEqual([
      'Seen by the Designated Safeguarding Lead',
      'The Designated Safeguarding Lead has taken this',
      'The Designated Safeguarding Lead added a note',
      'The Designated Safeguarding Lead closed this',
    ]);
    expect(t.failures).toEqual([]);
  });

  it('is posted once though a step follows before the card is delivered', async () => {
    const t = await open();
    t.chat.next(refuse);
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    await t.settle();
    // The line waits for the card that it hangs below.
    expect(t.chat.at(safeguarding)).toEqual([]);
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · acknowledged`]);
    expect(thread(t)).toEqual(['Seen by the Designated Safeguarding Lead, 14:05.']);
    // The older content was never posted: the newer took its place.
    expect(t.chat.calls.filter(({ slot }) => slot === 'case').map(({ what }) => what)).toEqual(['post', 'post']);
  });

  it('keeps all lines of its thread though the card fails for a day while steps follow', async () => {
    const t = await open();
    t.chat.always(({ slot }) => (slot === 'case' ? refuse : undefined));
    const reference = await t.report();
    for (let step = 1; step <= 5; step++) {
      await t.give('concern/note', { reference, data: { text: `note ${step}` } });
      await t.pass(step * MINUTE);
    }
    t.chat.always(undefined);
    await t.pass(10 * HOUR);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · acknowledged`]);
    expect(thread(t).filter((line) => line.includes('added a note'))).toHaveLength(5);
    expect(await historyHas(t, reference, 'MessageParked')).toBe(0);
  });

  it('is delivered by another round of the clock when it could not be at once', async () => {
    const t = await open();
    t.chat.next(refuse, { kind: 'down' }, { kind: 'fall-over' });
    const reference = await t.report();
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · new`]);
    expect(t.failures.map(({ what, code, attempts }) => [what, code, attempts])).toEqual([
      ['delivery', 'chat-refuse', 1],
      ['delivery', 'chat-down', 2],
      ['delivery', 'unexpected', 3],
    ]);
  });
});

describe('a card that cannot be delivered for half a minute', () => {
  it('is told of to everybody who handles the case, in their own chats, and comes when the channel is back', async () => {
    const t = await open();
    t.chat.always((call) => (call.place === safeguarding ? refuse : undefined));
    const reference = await t.report();
    await t.pass(MINUTE);
    const said = t.chat.at(`person:${people.dsl}`).map(({ content }) => content.preview);
    expect(said.join()).toContain('could not be delivered yet');
    t.chat.always(undefined);
    await t.pass(5 * MINUTE);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    expect(await t.events(reference)).toEqual(expect.arrayContaining(['MessageDelayed', 'MessageCame']));
  });
});

describe('an attempt that failed', () => {
  it('is repeated after ever longer waits', async () => {
    const t = await open();
    t.chat.always(refuse);
    await t.report();
    const times = [t.clock.now()];
    // The card's alone: after half a minute, notices about it go out as well.
    const cardCalls = () => t.chat.calls.filter(({ slot }) => slot === 'case').length;
    const before = cardCalls();
    for (let seconds = 0; seconds < 3_600 && cardCalls() < before + 4; seconds++) {
      const calls = cardCalls();
      t.clock.move(SECOND);
      await t.runDue();
      if (cardCalls() > calls) times.push(t.clock.now());
    }
    const gaps = times.slice(1).map((at, index) => Date.parse(at) - Date.parse(times[index] ?? at));
    expect(gaps[0]).toBeGreaterThanOrEqual(2_000);
    expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(60_000);
  });

  it.each([
    ['45 seconds', 45_000],
    ['ten minutes', 600_000],
  ])('is never repeated earlier than the chat asked: %s', async (_, retryAfterMs) => {
    const t = await open();
    t.chat.next({ kind: 'throttle', retryAfterMs });
    await t.report();
    const asked = t.clock.now();
    while (t.chat.calls.length < 2) {
      t.clock.move(SECOND);
      await t.runDue();
    }
    expect(Date.parse(t.clock.now()) - Date.parse(asked)).toBeGreaterThanOrEqual(retryAfterMs);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
  });

  it('holds back also what waits for its turn there already when the chat asks to be left alone', async () => {
    const t = await open();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    t.chat.next({ kind: 'wait-before', until: second.promise }, { kind: 'wait-before', until: first.promise });
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(2));
    t.chat.next({ kind: 'throttle', retryAfterMs: MINUTE });
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.failures).toHaveLength(1));
    for (const turn of [first, second]) turn.resolve();
    await t.settle();
    expect(t.chat.sent).toHaveLength(1);
    await t.pass(59 * SECOND);
    expect(t.chat.sent).toHaveLength(1);
    await t.pass(2 * MINUTE);
    expect(t.chat.at(safeguarding)).toHaveLength(3);
    expect(t.failures.map(({ code }) => code)).toEqual(['chat-throttle']);
  });

  it('holds back everything else for the place that the chat asked to leave alone, and nothing for others', async () => {
    const t = await open();
    const first = await t.report();
    t.chat.next({ kind: 'throttle', retryAfterMs: 5 * MINUTE });
    await t.report();
    const calls = t.chat.calls.length;
    await t.report();
    await t.give('concern/acknowledge', { reference: first });
    await t.pass(4 * MINUTE);
    expect(t.chat.calls.slice(calls).map(({ place }) => place)).toEqual([
      `person:${people.teacher}`,
      `person:${people.teacher}`,
    ]);
    await t.pass(2 * MINUTE);
    expect(previews(t.chat.at(safeguarding)).map((line) => line.replace(/.* · /, ''))).toEqual([
      'acknowledged',
      'new',
      'new',
    ]);
    expect(t.failures).toHaveLength(1);
  });

  it.each([
    ['missing', Number.NaN],
    ['negative', -5_000],
    ['without end', Number.POSITIVE_INFINITY],
    ['ten years', 10 * 365 * 24 * HOUR],
  ])(
    'is repeated within a day though the length of time that the chat asked for is wrong: %s',
    async (_, retryAfterMs) => {
      const t = await open();
      t.chat.next({ kind: 'throttle', retryAfterMs });
      await t.report();
      await t.pass(25 * HOUR);
      expect(t.chat.at(safeguarding)).toHaveLength(1);
    },
  );

  it('is followed by no more after the last, and the DSL is told, and no other message was held up', async () => {
    const t = await open();
    t.chat.always(({ place }) => (place === `person:${people.teacher}` ? refuse : undefined));
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    await t.settle();
    expect(thread(t)).toHaveLength(1);
    await t.pass(24 * HOUR);
    const parked = await historyHas(t, reference, 'MessageParked');
    expect(parked).toBe(2);
    const told = previews(t.chat.at(`person:${people.dsl}`));
    expect(told).toContain(
      `A message about ${reference} to the reporter could not be delivered. Tell them another way.`,
    );
    expect(told).toHaveLength(parked);
    const attempts = t.chat.calls.filter(({ slot }) => slot === 'receipt');
    expect(attempts).toHaveLength(12);
    await t.pass(24 * HOUR);
    expect(t.chat.calls.filter(({ slot }) => slot === 'receipt')).toHaveLength(12);
    expect((await t.record(reference)).outbox).toEqual([]);
  });

  it('is the only one when it is hopeless: the DSL is told at once', async () => {
    const t = await open();
    t.chat.always(({ place }) => (place === safeguarding ? { kind: 'hopeless' } : undefined));
    const reference = await t.report();
    await t.settle();
    expect(t.chat.calls.filter(({ place }) => place === safeguarding)).toHaveLength(1);
    expect(await historyHas(t, reference, 'MessageParked')).toBe(1);
    for (const handler of [people.dsl, people.deputy])
      expect(previews(t.chat.at(`person:${handler}`))[0]).toContain(
        `A message about ${reference} to the safeguarding channel could not be delivered.`,
      );
  });

  it('parks the lines below a card that can never be posted, and the next step posts the card anew', async () => {
    const t = await open();
    t.chat.always(({ place }) => (place === safeguarding ? { kind: 'hopeless' } : undefined));
    const reference = await t.report();
    t.chat.always(undefined);
    await t.give('concern/note', { reference, data: { text: 'one' } });
    await t.settle();
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · acknowledged`]);
    expect(thread(t)).toHaveLength(2);
  });

  it('is not counted when its address could not be looked up: the chat was never asked', async () => {
    const t = await open();
    const { chat } = t;
    const broken = { ...chat, post: () => Promise.reject(new StoreFault('no', { code: 'store-slow', whatToDo: '' })) };
    t.app.channels.set('teams', broken);
    const reference = await t.report();
    t.app.channels.set('teams', chat);
    await t.pass(MINUTE);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    expect(t.failures.map(({ code }) => code)).toEqual(['store-slow']);
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(0);
  });
});

describe('a chat that takes a message and does not say so', () => {
  it('may show it twice, and the record says that it may', async () => {
    const t = await open();
    t.chat.next(noAnswer);
    const reference = await t.report();
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · new`, `Concern ${reference} · new`]);
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(1);
  });

  it('does no harm where it took an edit', async () => {
    const t = await open();
    const reference = await t.report();
    t.chat.next(noAnswer);
    await t.give('concern/take', { reference });
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · being handled`]);
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it('leaves no doubt where it took an edit and somebody then took the message away', async () => {
    const t = await open();
    const reference = await t.report();
    t.chat.next(noAnswer);
    await t.give('concern/take', { reference });
    await t.settle();
    const [card] = t.chat.at(safeguarding);
    if (card !== undefined) t.chat.takeAway(card.post);
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · being handled`]);
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(0);
  });

  it('is known to have the message twice also when newer content took its place meanwhile', async () => {
    const t = await open();
    t.chat.next(noAnswer);
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([
      `Concern ${reference} · new`,
      `Concern ${reference} · acknowledged`,
    ]);
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(1);
  });

  it('ends the wait itself after twelve seconds, so that a silent chat holds up nothing for ever', async () => {
    const t = await open();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    t.chat.next({ kind: 'stop-before' });
    const result = await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.advanceTimersByTimeAsync(12 * SECOND);
    vi.useRealTimers();
    await t.settle();
    expect(t.failures.map(({ code }) => code)).toEqual(['chat-slow']);
    t.clock.move(12 * SECOND);
    await t.pass(MINUTE);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    const reference = result.kind === 'done' ? result.reference : '';
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(1);
  });

  it('does not keep the service from stopping', async () => {
    const t = await open();
    t.chat.always({ kind: 'stop-before' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    const stopping = t.settle();
    await vi.advanceTimersByTimeAsync(4 * SECOND);
    await stopping;
    expect(t.failures).toEqual([{ what: 'stop', code: 'deliveries-slow' }]);
  });
});

describe('a process that is killed', () => {
  it('before it delivered, leaves a message that the next delivers once, without waiting for anything', async () => {
    const path = aPath();
    const t = await open({ path });
    t.chat.next({ kind: 'stop-before' });
    const result = await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(1));
    await t.close();
    const next = await open({ path, clock: t.clock, chat: t.chat });
    await next.runDue({ takeOver: next.store.sole });
    const reference = result.kind === 'done' ? result.reference : '';
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · new`]);
  });

  it('after the chat took the message, leaves one that the next delivers again, and the record says so', async () => {
    const t = await open();
    t.chat.next({ kind: 'stop-after' });
    const result = await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(1));
    const next = await t.another();
    await next.runDue({ takeOver: true });
    const reference = result.kind === 'done' ? result.reference : '';
    expect(t.chat.at(safeguarding)).toHaveLength(2);
    expect(await historyHas(next, reference, 'MessageMayBeRepeated')).toBe(1);
    await next.pass(MINUTE);
    expect(t.chat.at(safeguarding)).toHaveLength(2);
  });

  it('in the middle of a step, leaves what was not delivered to the next and repeats no edit', async () => {
    const t = await open();
    const reference = await t.report();
    t.chat.next(undefined, { kind: 'stop-before' });
    await t.give('concern/take', { reference });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(3));
    const next = await t.another();
    await next.runDue({ takeOver: true });
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · being handled`]);
    expect(thread(t)).toHaveLength(2);
    expect(previews(t.chat.at(`person:${people.teacher}`))).toEqual([
      `${reference}: being handled`,
      `Your report ${reference} has been seen.`,
    ]);
    expect(t.chat.calls.filter(({ what, slot }) => what === 'edit' && slot === 'case')).toHaveLength(1);
  });

  it('leaves its messages to the next also where one record cannot be read', async () => {
    const t = await open();
    t.chat.always({ kind: 'stop-before' });
    const damaged = await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    const whole = await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(2));
    t.chat.always(undefined);
    const reference = damaged.kind === 'done' ? damaged.reference : '';
    const { stored, etag = '' } = await t.record(reference);
    await t.store.replace({ ...stored, state: `${stored.state.slice(0, -8)}AAAAAAAA` }, etag);
    const next = await t.another();
    await next.runDue({ takeOver: true });
    expect(previews(t.chat.at(safeguarding))).toEqual([
      `Concern ${whole.kind === 'done' ? whole.reference : ''} · new`,
    ]);
    expect(next.failures).toContainEqual({ what: 'due', record: reference, code: 'sealed-altered' });
  });

  it('leaves its messages to the others only after a while, where others run beside it', async () => {
    const t = await open();
    t.chat.next({ kind: 'stop-before' });
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(1));
    const other = await t.another();
    await other.runDue();
    expect(t.chat.calls).toHaveLength(1);
    // The lease has run out; the others wait a little longer, as their time may differ.
    t.clock.move(49 * SECOND);
    await other.runDue();
    expect(t.chat.calls).toHaveLength(1);
    t.clock.move(SECOND);
    await other.runDue();
    expect(t.chat.at(safeguarding)).toHaveLength(1);
  });

  it('and had its clock an hour ahead, leaves messages that the next delivers at once all the same', async () => {
    const t = await open();
    t.clock.move(HOUR);
    t.chat.next({ kind: 'stop-before' });
    await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(1));
    t.clock.set(monday);
    const next = await t.another();
    await next.runDue({ takeOver: true });
    expect(t.chat.at(safeguarding)).toHaveLength(1);
  });
});

describe('somebody who lost the right to a case', () => {
  it('[R198] gets nothing that was still on its way to them, and what they have of it in their chat fades', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(t, people.dsl);
    const [card] = t.chat.at(safeguarding);
    if (card !== undefined) await dsl.press(card, 'Open');
    await t.settle();
    expect(dsl.chat()).toHaveLength(1);
    // Opened again, but before that could be delivered, a colleague names them in it.
    t.chat.always(({ place }) => (place === `person:${people.dsl}` ? refuse : undefined));
    if (card !== undefined) await dsl.press(card, 'Open');
    await t.settle();
    const named = { name: 'Naila Rahimi', kind: 'staff', capacity: 'instigator' };
    await t.give('concern/add-person', { reference, by: people.deputy, data: named });
    t.chat.always(undefined);
    await t.pass(UNTIL_FADED);
    expect(dsl.chat().map(({ content }) => content.card)).toEqual(['notice']);
    expect(JSON.stringify(dsl.chat())).not.toContain('MARKER');
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(await historyHas(t, reference, 'MessageParked')).toBe(0);
  });
});

describe('a case that somebody opens again', () => {
  it('[R198] stays in no place in their chat, though the first could not be put away when the second was posted', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(t, people.dsl);
    const [card] = t.chat.at(safeguarding);
    if (card === undefined) throw new Error('no card');
    await dsl.press(card, 'Open');
    await t.settle();
    t.chat.next(refuse);
    await dsl.press(card, 'Open');
    await t.settle();
    expect(dsl.chat()).toHaveLength(2);
    await t.pass(MINUTE);
    const showing = dsl.chat().filter(({ content }) => JSON.stringify(content).includes('MARKER'));
    expect(showing.map(({ post }) => post)).toEqual([dsl.chat()[1]?.post]);
    await t.pass(UNTIL_FADED);
    expect(JSON.stringify(dsl.chat())).not.toContain('MARKER');
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(Object.keys((await t.record(reference)).posts).filter((slot) => slot.startsWith('aside'))).toEqual([]);
  });

  it('[R198] is shown, and what stood there fades, whatever the chat answers to putting that away', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ narrative: 'MARKER' }));
    const dsl = aVisitor(t, people.dsl);
    const [card] = t.chat.at(safeguarding);
    if (card === undefined) throw new Error('no card');
    await dsl.press(card, 'Open');
    await t.settle();
    t.chat.always(({ what }) => (what === 'remove' ? { kind: 'fall-over' } : undefined));
    await dsl.press(card, 'Open');
    await t.settle();
    expect(dsl.chat()).toHaveLength(2);
    await t.pass(UNTIL_FADED);
    expect(JSON.stringify(dsl.chat())).not.toContain('MARKER');
    expect((await t.record(reference)).outbox).toEqual([]);
  });

  it('stands where it stands, also when the store lost its answer to that', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl);
    const [card] = t.chat.at(safeguarding);
    if (card === undefined) throw new Error('no card');
    t.store.always((method) => (method === 'replace' ? 'lose-answer' : undefined));
    await dsl.press(card, 'Open').catch(() => {});
    await t.settle();
    expect(dsl.chat()).toHaveLength(1);
    t.store.always(undefined);
    t.clock.move(SECOND);
    await t.runDue();
    const { posts, outbox } = await t.record(reference);
    expect(Object.keys(posts)).toEqual(['case', `view:${people.dsl}`]);
    expect(outbox).toHaveLength(1);
  });
});

describe('two processes', () => {
  it('that run beside each other deliver each message once', async () => {
    const t = await open();
    const other = await t.another();
    t.chat.always(refuse);
    for (let count = 0; count < 5; count++) await t.report();
    t.chat.always(undefined);
    t.clock.move(MINUTE);
    await Promise.all([t.runDue(), other.runDue(), t.runDue(), other.runDue()]);
    expect(t.chat.at(safeguarding)).toHaveLength(5);
  });

  it('do not take a message from each other in the middle of a slow attempt', async () => {
    const t = await open();
    const reference = await t.report();
    const other = await t.another();
    // The first call of five takes twenty-five seconds by the clock and the second ten, in the middle of which the
    // other process looks for what nobody is at any more.
    let calls = 0;
    let looking: Promise<void> | undefined;
    const answered = (milliseconds: number): Trouble => ({
      kind: 'wait-after',
      until: Promise.resolve().then(() => t.clock.move(milliseconds)),
    });
    t.chat.always(() => {
      calls++;
      if (calls === 1) return answered(25 * SECOND);
      if (calls !== 2) return undefined;
      const trouble = answered(10 * SECOND);
      void Promise.resolve().then(() => {
        looking = other.runDue();
      });
      return trouble;
    });
    await t.give('concern/take', { reference });
    await t.settle();
    await looking;
    expect(calls).toBe(5);
    expect(thread(t)).toHaveLength(2);
    expect(previews(t.chat.at(`person:${people.teacher}`))).toHaveLength(2);
  });
});

describe('a message that somebody took away', () => {
  it('is posted anew by the next step, and later lines hang below it', async () => {
    const t = await open();
    const reference = await t.report();
    const [first] = t.chat.at(safeguarding);
    if (first !== undefined) t.chat.takeAway(first.post);
    await t.give('concern/take', { reference });
    await t.settle();
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · being handled`]);
    expect(thread(t).length).toBeGreaterThan(0);
    await t.give('concern/note', { reference, data: { text: 'one' } });
    await t.settle();
    expect(thread(t).at(-1)).toContain('added a note');
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(0);
  });
});

describe('what became of a message', () => {
  it('is not forgotten because the store did not answer: the message is not posted again for that', async () => {
    const t = await open();
    t.store.always((method) => (method === 'replace' ? 'reject' : undefined));
    const reference = await t.report();
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    expect(t.failures.map(({ code }) => code)).toEqual(['store-failed']);
    t.store.always(undefined);
    await t.pass(2 * MINUTE);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(await historyHas(t, reference, 'MessageMayBeRepeated')).toBe(0);
    await t.give('concern/take', { reference });
    await t.settle();
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · being handled`]);
  });

  it('is noted once though the answer of the store was lost', async () => {
    const t = await open();
    t.store.always((method) => (method === 'replace' ? 'lose-answer' : undefined));
    const reference = await t.report();
    t.store.always(undefined);
    await t.pass(2 * MINUTE);
    expect(t.chat.calls).toHaveLength(1);
    expect((await t.record(reference)).outbox).toEqual([]);
  });

  it('is put on the record before the message is given up, so that a kill in between loses neither', async () => {
    const t = await open();
    t.chat.always(({ place }) => (place === safeguarding ? { kind: 'hopeless' } : undefined));
    let replaced = 0;
    t.store.always((method) => (method === 'replace' && ++replaced === 2 ? 'reject' : undefined));
    const reference = await t.report();
    expect(await historyHas(t, reference, 'MessageParked')).toBe(1);
    t.store.always(undefined);
    await t.pass(2 * MINUTE);
    expect(await historyHas(t, reference, 'MessageParked')).toBe(1);
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(previews(t.chat.at(`person:${people.dsl}`))).toHaveLength(1);
  });

  it('does not disturb what others write on the record meanwhile', async () => {
    const t = await open();
    const other = await t.another();
    const reference = await t.report();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? t : other).give('concern/note', { reference, data: { text: `note ${index}` } }),
      ),
    );
    await t.settle();
    await other.settle();
    await t.pass(MINUTE);
    expect(await historyHas(t, reference, 'NoteAdded')).toBe(20);
    expect(thread(t).filter((line) => line.includes('added a note'))).toHaveLength(20);
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
  });

  it('of a record of a school that is not set up here is nobody’s to find out', async () => {
    const t = await open();
    t.chat.next(refuse);
    await t.report();
    const other = await t.another();
    expect(other.chat).toBe(t.chat);
    const elsewhere = await open({ store: t.store, schools: [], chat: t.chat, clock: t.clock });
    t.clock.move(MINUTE);
    await elsewhere.runDue();
    expect(t.chat.at(safeguarding)).toEqual([]);
    expect(elsewhere.failures.map(({ code }) => code)).toEqual(['unknown-school']);
  });
});

describe('where there is no chat', () => {
  it('a message waits for one to be set up', async () => {
    const t = await open();
    t.app.channels.clear();
    const reference = await t.report();
    expect(t.failures.map(({ code }) => code)).toEqual(['no-channel']);
    t.app.channels.set('teams', t.chat);
    await t.pass(MINUTE);
    expect(previews(t.chat.at(safeguarding))).toEqual([`Concern ${reference} · new`]);
  });

  it('any more in which a message stands, its edits are not sent to another', async () => {
    const t = await open();
    const reference = await t.report();
    t.app.channels.delete('teams');
    t.app.channels.set('slack', { ...t.chat, id: 'slack' });
    await t.give('concern/take', { reference });
    await t.settle();
    expect(t.chat.calls.filter(({ what }) => what === 'edit')).toEqual([]);
    expect(t.failures.some(({ code }) => code === 'no-channel')).toBe(true);
  });
});

describe('what a chat is told', () => {
  it('[R197] never says a name or a word of the case in what a notification shows', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ narrative: 'MARKER one', names: 'MARKER two' }));
    const steps: readonly (readonly [string, Json])[] = [
      ['concern/note', { text: 'MARKER three' }],
      ['concern/ask', { text: 'MARKER four' }],
      ['concern/add-person', { name: 'MARKER five', kind: 'pupil', capacity: 'witness' }],
      ['concern/record-action', { action: 'MARKER six', reason: 'MARKER seven' }],
      ['concern/close', { outcome: 'supported', reason: 'MARKER eight' }],
    ];
    for (const [type, data] of steps) await t.give(type, { reference, data });
    await t.settle();
    for (const { content, place } of t.chat.all()) {
      expect(content.preview).not.toContain('MARKER');
      // The question is on the reporter's own card.
      if (place !== `person:${people.teacher}`) expect(textsOf(content.data).join(' ')).not.toContain('MARKER');
    }
    expect(t.chat.calls.length).toBeGreaterThan(10);
  });

  it('mentions the DSL and deputies of an urgent concern', async () => {
    const t = await open();
    await t.report(someAnswers({ danger: 'yes' }));
    expect(t.chat.at(safeguarding)[0]?.mentions).toEqual([people.dsl, people.deputy]);
  });
});
