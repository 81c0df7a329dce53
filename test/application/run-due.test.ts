import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Registry, Workflow } from '../../src/domain/decider.ts';
import { HOUR, later, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { monday, someAnswers } from '../support/concern.ts';
import { aSchool, people } from '../support/school.ts';

const { open, aPath } = applications();
const safeguarding = 'channel:safeguarding';

afterEach(() => {
  vi.useRealTimers();
});

async function count(t: TestApplication, reference: string, event: string): Promise<number> {
  return (await t.events(reference)).filter((one) => one === event).length;
}

/** All workflows, with something else about concerns. */
function withConcern(changed: Partial<Workflow<unknown, unknown>>): Registry {
  return new Map([...registry, ['concern', { ...concern, ...changed } as Workflow<unknown, unknown>]]);
}

describe('a concern that nobody acknowledges', () => {
  it('is called to mind at each of the school’s times, and again and again after the last', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    const at = async (minutes: number) => {
      await t.pass(minutes * MINUTE);
      return await count(t, reference, 'WaitNoticed');
    };
    // The third is the step at which it comes to the head.
    expect([await at(4), await at(2), await at(5), await at(10), await at(30)]).toEqual([0, 1, 2, 2, 5]);
    expect(await count(t, reference, 'ConcernEscalated')).toBe(1);
    expect(t.chat.at(`person:${people.head}`).map(({ content }) => content.card)).toContain('case');
    const [root] = t.chat.at(safeguarding);
    expect(t.chat.at(`thread:${root?.post.at.id}`)).toHaveLength(6);
    expect(t.failures).toEqual([]);
  });

  it('is called to mind no more when somebody has seen it', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    await t.give('concern/acknowledge', { reference });
    await t.pass(24 * HOUR);
    expect(await count(t, reference, 'WaitNoticed')).toBe(0);
  });

  it('is called to mind once though the service was down for hours, and though two rounds run at once', async () => {
    const path = aPath();
    const t = await open({ path });
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    await t.close();
    t.clock.move(3 * HOUR);
    const next = await open({ path, clock: t.clock, chat: t.chat });
    const other = await next.another();
    await Promise.all([next.runDue(), other.runDue(), next.runDue()]);
    expect(await count(next, reference, 'WaitNoticed')).toBe(1);
  });

  it('is called to mind once though the store wrote it and lost the answer', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    t.clock.move(5 * MINUTE);
    t.store.always((method) => (method === 'replace' ? 'lose-answer' : undefined));
    await t.runDue();
    await t.settle();
    t.store.always(undefined);
    await t.pass(2 * MINUTE);
    expect(await count(t, reference, 'WaitNoticed')).toBe(1);
  });

  it('waits for the school to open when it is routine, through the night of the clock change', async () => {
    const t = await open();
    // A Friday afternoon in term; the clocks go back in the night to Sunday, and Monday is in the holidays.
    t.clock.set('2026-10-23T14:50:00.000Z');
    const reference = await t.report();
    const { stored } = await t.record(reference);
    expect(stored.due).toBe('2026-11-02T08:30:00.000Z');
    await t.pass(24 * 9 * HOUR);
    expect(await count(t, reference, 'WaitNoticed')).toBe(0);
    await t.pass(24 * HOUR);
    expect(await count(t, reference, 'WaitNoticed')).toBeGreaterThan(0);
  });

  it('is called to mind once by a clock that is an hour wrong, and then goes right again', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    t.clock.move(HOUR);
    await t.runDue();
    t.clock.move(-HOUR);
    await t.runDue();
    await t.pass(30 * MINUTE);
    expect(await count(t, reference, 'WaitNoticed')).toBe(1);
    await t.pass(HOUR);
    expect(await count(t, reference, 'WaitNoticed')).toBeGreaterThan(1);
  });
});

describe('deadlines of one record', () => {
  it('that come at the same time all happen', async () => {
    const t = await open();
    const reference = await t.report();
    const referral = {
      agency: 'police',
      date: '2026-11-23',
      time: '14:00',
      method: 'telephone',
      nextCheck: '2026-11-24',
    };
    await t.give('concern/refer', { reference, data: referral });
    await t.give('concern/refer', { reference, data: referral });
    await t.give('concern/withhold-from-parents', { reference, data: { reason: 'Risk.', reviewOn: '2026-11-24' } });
    await t.pass(24 * HOUR);
    expect(await count(t, reference, 'ReferralCheckCame')).toBe(2);
    expect(await count(t, reference, 'ParentsReviewCame')).toBe(1);
    // What nobody has answered comes again in a week.
    expect((await t.record(reference)).stored.due).toBe('2026-12-01T08:30:00.000Z');
    const [root] = t.chat.at(safeguarding);
    const lines = t.chat.at(`thread:${root?.post.at.id}`).map(({ content }) => content.preview);
    expect(lines.filter((line) => line.includes('Time to'))).toHaveLength(3);
  });

  it('that were set again for the same moment happen again', async () => {
    const t = await open();
    t.clock.set('2026-11-23T08:00:00.000Z');
    const reference = await t.report();
    const withhold = { reference, data: { reason: 'Risk.', reviewOn: '2026-11-23' } };
    await t.give('concern/withhold-from-parents', withhold);
    await t.pass(HOUR);
    expect(await count(t, reference, 'ParentsReviewCame')).toBe(1);
    // A clock that was wrong makes the same day and moment come again.
    t.clock.set('2026-11-23T08:00:00.000Z');
    await t.give('concern/withhold-from-parents', withhold);
    await t.pass(HOUR);
    expect(await count(t, reference, 'ParentsReviewCame')).toBe(2);
    // Where nobody decides, it comes again in a week.
    expect((await t.record(reference)).stored.due).toBe('2026-11-30T08:30:00.000Z');
  });

  it('do not happen when the record had them no more in the moment of writing', async () => {
    const asked: string[] = [];
    const eager = withConcern({
      refuses: () => undefined,
      decide: (state, ask, context) => {
        asked.push(ask.type);
        return concern.decide(state as never, ask, context);
      },
    });
    const t = await open({ registry: eager });
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    const [deadline] = concern.deadlines((await t.record(reference)).state);
    const give = (at: string) =>
      t.app.commands.handle({
        id: `at ${at}`,
        school: t.school,
        type: deadline?.command ?? '',
        reference,
        deadline: at,
        by: { kind: 'clock' },
        data: deadline?.data ?? {},
      });
    expect(await give(later(monday, MINUTE))).toMatchObject({ kind: 'done', messages: [] });
    await t.give('concern/acknowledge', { reference });
    expect(await give(deadline?.at ?? '')).toMatchObject({ kind: 'done', messages: [] });
    expect(asked).toEqual(['concern/report', 'concern/acknowledge']);
  });

  it('are given at their time, and none before it', async () => {
    const asked: string[] = [];
    const two = withConcern({
      deadlines: () =>
        [1, 2].map((number) => ({ at: later(monday, number * MINUTE), command: 'concern/remind', data: { number } })),
      decide: (state, ask, context) => {
        if (ask.type !== 'concern/remind') return concern.decide(state as never, ask, context);
        asked.push(context.at);
        return { kind: 'decision', events: [], messages: [] };
      },
    });
    const t = await open({ registry: two });
    await t.report();
    t.clock.move(MINUTE);
    await t.runDue();
    expect(asked).toEqual([later(monday, MINUTE)]);
  });

  it('that are refused are not asked for again and again', async () => {
    let asked = 0;
    const stubborn = withConcern({
      deadlines: () => [{ at: later(monday, MINUTE), command: 'concern/remind', data: {} }],
      refuses: (_state, type) => {
        if (type !== 'concern/remind') return undefined;
        asked++;
        return { kind: 'refusal', code: 'not-now', sentence: '' };
      },
    });
    const t = await open({ registry: stubborn });
    await t.report();
    t.clock.move(MINUTE);
    for (let seconds = 0; seconds < 60; seconds++) {
      await t.runDue();
      t.clock.move(SECOND);
    }
    expect(asked).toBe(1);
    expect(t.failures).toEqual([{ what: 'due', record: expect.any(String), code: 'stays-due' }]);
  });
});

describe('a deadline that cannot be given', () => {
  /** Fails whenever a reminder is decided. */
  const broken = withConcern({
    decide: (state, ask, context) => {
      if (ask.type === 'concern/remind') throw new TypeError('nobody foresaw this');
      return concern.decide(state as never, ask, context);
    },
  });

  it('keeps no message of its record from going, and is told of', async () => {
    const t = await open({ registry: broken });
    t.chat.always({ kind: 'refuse' });
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    await t.pass(6 * MINUTE);
    t.chat.always(undefined);
    await t.pass(HOUR);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(t.failures).toContainEqual({ what: 'due', record: reference, code: 'unforeseen-TypeError' });
  });

  it('keeps no other deadline of its record from being given', async () => {
    const asked: unknown[] = [];
    const two = withConcern({
      deadlines: () =>
        [1, 2].map((number) => ({ at: later(monday, MINUTE), command: 'concern/remind', data: { number } })),
      decide: (state, ask, context) => {
        if (ask.type !== 'concern/remind') return concern.decide(state as never, ask, context);
        asked.push(ask.type);
        throw new TypeError('nobody foresaw this');
      },
    });
    const t = await open({ registry: two });
    await t.report();
    t.clock.move(MINUTE);
    await t.runDue();
    expect(asked).toHaveLength(2);
    expect(t.failures).toHaveLength(1);
  });
});

describe('a chat that hangs', () => {
  /** Seconds pass, with a round of the clock in each, until it has come to something; gives how many. */
  async function secondsUntil(t: TestApplication, isThere: () => boolean | Promise<boolean>): Promise<number> {
    for (let seconds = 0; seconds < 120; seconds++) {
      await t.app.dueRunner.run();
      await vi.advanceTimersByTimeAsync(SECOND);
      t.clock.move(SECOND);
      if (await isThere()) return seconds;
    }
    return Number.POSITIVE_INFINITY;
  }

  it('for one case does not keep another from being called to mind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const t = await open();
    const urgent = await t.report(someAnswers({ danger: 'yes' }));
    t.chat.always({ kind: 'refuse' });
    t.clock.move(5 * MINUTE - 4 * SECOND);
    await t.report();
    t.chat.always({ kind: 'stop-before' });
    const isNoticed = async () => (await count(t, urgent, 'WaitNoticed')) > 0;
    expect(await secondsUntil(t, isNoticed)).toBeLessThanOrEqual(5);
    expect(t.chat.calls.length).toBeGreaterThan(2);
  });

  it('for hundreds of cases does not keep the message of another for longer than seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const t = await open();
    t.chat.always({ kind: 'refuse' });
    for (let index = 0; index < 250; index++) await t.report();
    t.clock.move(SECOND);
    await t.report();
    t.clock.move(4 * SECOND);
    let calls = 0;
    t.chat.always(() => (calls++ < 250 ? { kind: 'stop-before' } : undefined));
    expect(await secondsUntil(t, () => t.chat.at(safeguarding).length > 0)).toBeLessThanOrEqual(5);
  });

  it('is asked for no message twice, however many rounds go by', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const t = await open();
    t.chat.next({ kind: 'refuse' });
    await t.report();
    t.clock.move(3 * SECOND);
    t.chat.next({ kind: 'stop-before' });
    for (let rounds = 0; rounds < 10; rounds++) await t.app.dueRunner.run();
    await vi.advanceTimersByTimeAsync(0);
    expect(t.chat.calls).toHaveLength(2);
    const stopping = expect(t.app.stop()).rejects.toMatchObject({ code: 'deliveries-slow' });
    await vi.advanceTimersByTimeAsync(4 * SECOND);
    await stopping;
  });
});

describe('a record that cannot be seen to', () => {
  /** Damages a record so that it does not open. */
  async function damage(t: TestApplication, reference: string): Promise<void> {
    const { stored, etag = '' } = await t.record(reference);
    await t.store.replace({ ...stored, state: `${stored.state.slice(0, -8)}AAAAAAAA` }, etag);
  }

  it('does not keep the others from theirs, and is left alone for a minute', async () => {
    const t = await open();
    const damaged = await t.report(someAnswers({ danger: 'yes' }));
    const whole = await t.report(someAnswers({ danger: 'yes' }));
    await damage(t, damaged);
    t.clock.move(5 * MINUTE);
    for (let seconds = 0; seconds < 50; seconds++) {
      await t.runDue();
      t.clock.move(SECOND);
    }
    expect(await count(t, whole, 'WaitNoticed')).toBe(1);
    const due = { what: 'due', record: damaged, code: 'sealed-altered' };
    // As the service begins it also asks each open concern what the school file means for it: said once, as nobody else
    // would know that this one was not looked at again.
    const asked = { what: 'ask', record: damaged, school: 'oakfield', code: 'sealed-altered' };
    expect(t.failures).toEqual([due, asked]);
    t.clock.move(20 * SECOND);
    await t.runDue();
    expect(t.failures).toEqual([due, asked, due]);
  });

  it('is one of two hundred, all due before the one that can', async () => {
    const t = await open();
    for (let index = 0; index < 210; index++) await damage(t, await t.report(someAnswers({ danger: 'yes' })));
    t.clock.move(SECOND);
    const whole = await t.report(someAnswers({ danger: 'yes' }));
    t.clock.move(5 * MINUTE);
    await t.runDue();
    expect(await count(t, whole, 'WaitNoticed')).toBe(1);
    // What is asked because of the school file goes on beside it, and says so itself.
    const ofTheClock = () => t.failures.filter(({ what }) => what === 'due');
    expect(ofTheClock()).toHaveLength(210);
    await t.runDue();
    expect(ofTheClock()).toHaveLength(210);
  });

  it('is one of a hundred of a school that is not set up here any more', async () => {
    const elmfield = aSchool({ id: 'elmfield' });
    const before = await open({ schools: [elmfield] });
    for (let index = 0; index < 120; index++) await before.report(someAnswers({ danger: 'yes' }));
    const t = await open({ store: before.store, clock: before.clock, chat: before.chat });
    t.clock.move(SECOND);
    const ours = await t.report(someAnswers({ danger: 'yes' }));
    t.clock.move(5 * MINUTE);
    await t.runDue();
    expect(await count(t, ours, 'WaitNoticed')).toBe(1);
    expect(new Set(t.failures.map(({ code }) => code))).toEqual(new Set(['unknown-school']));
    expect(t.failures).toHaveLength(120);
    // Nothing can be done about them, so they are not looked at every minute.
    t.clock.move(2 * MINUTE);
    await t.runDue();
    expect(t.failures).toHaveLength(120);
    t.clock.move(HOUR);
    await t.runDue();
    expect(t.failures.filter(({ code }) => code === 'unknown-school')).toHaveLength(240);
  });

  it('is one of hundreds of a school that is not set up here any more, which makes no round any longer', async () => {
    const elmfield = aSchool({ id: 'elmfield' });
    const before = await open({ schools: [elmfield] });
    for (let index = 0; index < 250; index++) await before.report(someAnswers({ danger: 'yes' }));
    const rows: number[] = [];
    const due: typeof before.store.due = async (...asked) => {
      const found = await before.store.due(...asked);
      rows.push(found.length);
      return found;
    };
    const t = await open({ store: { ...before.store, due }, clock: before.clock, chat: before.chat });
    t.clock.move(5 * MINUTE);
    await t.runDue();
    rows.splice(0);
    t.clock.move(SECOND);
    await t.runDue();
    expect(rows).toEqual([0]);
  });

  it('is one of a kind that this version does not know', async () => {
    const before = await open();
    await before.report(someAnswers({ danger: 'yes' }));
    const t = await open({ store: before.store, registry: new Map(), clock: before.clock });
    t.clock.move(5 * MINUTE);
    await t.runDue();
    expect(t.failures.map(({ code }) => code)).toEqual(['unknown-kind']);
  });
});

describe('a round of the clock', () => {
  it('sees to more records than it takes at once', async () => {
    const t = await open();
    const references: string[] = [];
    for (let index = 0; index < 250; index++) references.push(await t.report(someAnswers({ danger: 'yes' })));
    t.clock.move(5 * MINUTE);
    await t.runDue();
    for (const reference of references) expect(await count(t, reference, 'WaitNoticed')).toBe(1);
  });

  it('is given up when the store does not answer, and the next does its work', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    t.clock.move(5 * MINUTE);
    t.store.always('reject');
    await expect(t.runDue()).rejects.toThrow('the store did not do it');
    t.store.always(undefined);
    await t.runDue();
    expect(await count(t, reference, 'WaitNoticed')).toBe(1);
  });

  it('at the start takes over what an earlier process had claimed, all of it, and nothing that is not yet due', async () => {
    const t = await open();
    t.chat.always({ kind: 'stop-before' });
    for (let index = 0; index < 120; index++)
      await t.give('concern/report', { by: people.teacher, data: { ...someAnswers({ danger: 'yes' }) } });
    await vi.waitFor(() => expect(t.chat.calls).toHaveLength(120));
    t.chat.always(undefined);
    await t.report(someAnswers({ danger: 'yes' }));
    const next = await t.another();
    await next.runDue({ takeOver: true });
    expect(t.chat.at(safeguarding)).toHaveLength(121);
    const { records } = await t.store.all({ limit: 500 });
    expect(records.every(({ outbox }) => outbox.length === 0)).toBe(true);
    // What was looked at before its time is seen to when that comes.
    t.clock.move(5 * MINUTE);
    await next.runDue();
    expect(next.failures).toEqual([]);
    for (const { id } of records) expect(await count(next, id, 'WaitNoticed')).toBe(1);
  });
});
