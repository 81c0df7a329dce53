import { describe, expect, test } from 'vitest';
import { VaultFault } from '../../src/application/faults.ts';
import { deriveReference } from '../../src/application/record-reference.ts';
import type { Registry } from '../../src/domain/decider.ts';
import { MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications, type TestApplication, type TestApplicationOptions } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { aFakeChat } from '../support/fake-chat.ts';
import { aCrowdedSchool, crowdOf, type Hearer, keyOf, rounds } from '../support/hearers.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';

const { open } = applications();

async function aRound(t: TestApplication, people: readonly string[], words = 'Lock the gate.'): Promise<string> {
  const begun = await t.give('round/begin', { data: { words, people } });
  if (begun.kind !== 'done') throw new Error(begun.sentence);
  return begun.reference;
}

async function opened(count: number, options: TestApplicationOptions = {}) {
  return await open({ registry: rounds, schools: [aCrowdedSchool(count)], ...options });
}

async function referenceOf(t: TestApplication, round: string, person: string): Promise<string> {
  const workflow = rounds.get('hearer');
  if (workflow === undefined) throw new Error('there are no hearers');
  return await deriveReference(t.vault, t.school.id, workflow, keyOf(round, person));
}

async function hearerOf(t: TestApplication, round: string, person: string): Promise<Hearer> {
  return (await t.record(await referenceOf(t, round, person))).state as unknown as Hearer;
}

async function counts(t: TestApplication, round: string) {
  const token = await t.vault.token(t.school.id, `round ${round}`);
  return await t.store.count({ school: t.school.id, kind: 'hearer', token });
}

function noKey(): VaultFault {
  return new VaultFault('the key is not there', { code: 'vault-key-gone', whatToDo: 'Nothing: this is a test.' });
}

/** Rounds that go out while the school is open; to this person at any hour. */
function byHours(urgent?: string): Registry {
  const hearer = rounds.get('hearer');
  if (hearer === undefined) throw new Error('there are no hearers');
  const atOnce = (chat: string) => `to send at once in ${chat}`;
  const timed: typeof hearer = {
    ...hearer,
    findableBy(state) {
      const { person, chat, waits } = state as Hearer;
      return [...hearer.findableBy(state), ...(waits && person === urgent ? [atOnce(chat)] : [])];
    },
    paced: { command: 'hearer/send', findBy: (chat, isOpen) => (isOpen ? `to send in ${chat}` : atOnce(chat)) },
  };
  return new Map([...rounds, ['hearer', timed]]);
}

describe('a message for each of many people', () => {
  test('comes to each once, and each record knows that it came', async () => {
    const t = await opened(250);
    const round = await aRound(t, crowdOf(250).slice(0, 100));
    await t.give('round/ask-more', {
      by: 'clock',
      reference: round,
      data: { words: 'Lock the gate.', people: crowdOf(250).slice(100) },
    });
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 250 });
    expect(t.chat.sent).toHaveLength(250);
    expect(new Set(t.chat.sent.map(({ place }) => place)).size).toBe(250);
    expect((await hearerOf(t, round, crowdOf(1)[0] ?? '')).history).toEqual(['asked', 'sent', 'came']);
    expect(t.failures).toEqual([]);
  });

  test('is asked for, sent and noted by three writes and few reads of its record', async () => {
    const t = await opened(100);
    await t.runDue();
    const before = t.store.calls.length;
    await aRound(t, crowdOf(100));
    await t.settle();
    const of = Map.groupBy(t.store.calls.slice(before), (method) => method);
    // One for the round itself, and two for what it owed: three for each of the hundred.
    expect((of.get('create')?.length ?? 0) + (of.get('replace')?.length ?? 0)).toBeLessThanOrEqual(3 * 100 + 3);
    expect(of.get('get')?.length ?? 0).toBeLessThan(2 * 100 + 20);
    expect(of.get('query')?.length ?? 0).toBeLessThan(30);
  });

  test('leaves the store alone where there is none, but for a look each minute', async () => {
    const t = await opened(0);
    await t.runDue();
    const looks = () => t.store.calls.filter((method) => method === 'query').length;
    const before = looks();
    for (let second = 0; second < 50; second++) {
      t.clock.move(SECOND);
      await t.runDue();
    }
    expect(looks()).toBe(before);
    t.clock.move(20 * SECOND);
    await t.runDue();
    expect(looks()).toBeGreaterThan(before);
    expect(looks()).toBeLessThan(before + 5);
  });

  test('that was left by a process that ended is sent by the next', async () => {
    const first = await opened(40);
    first.app.channels.delete('teams');
    const round = await aRound(first, crowdOf(40));
    await first.settle();
    expect(await counts(first, round)).toEqual({ pending: 40 });
    const next = await first.another();
    await next.runDue({ takeOver: true });
    await next.settle();
    expect(await counts(next, round)).toEqual({ delivered: 40 });
    expect(next.chat.sent).toHaveLength(40);
  });

  test('is sent once where two processes find it at the same time', async () => {
    const store = { ...sqliteHere(), sole: false };
    const first = await opened(120, { store });
    first.app.channels.delete('teams');
    const round = await aRound(first, crowdOf(100));
    await first.settle();
    first.app.channels.set('teams', first.chat);
    const second = await first.another();
    first.clock.move(2 * MINUTE);
    await Promise.all([first.runDue(), second.runDue()]);
    await Promise.all([first.settle(), second.settle()]);
    expect(await counts(first, round)).toEqual({ delivered: 100 });
    expect(first.chat.sent).toHaveLength(100);
  });

  test('goes no faster than the chat takes it: few are in hand while it hangs', async () => {
    const t = await opened(100);
    const held = Promise.withResolvers<void>();
    t.chat.always({ kind: 'wait-after', until: held.promise });
    const round = await aRound(t, crowdOf(100));
    while (t.chat.calls.length < 8) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(t.chat.calls).toHaveLength(8);
    expect((await counts(t, round))['pending']).toBeGreaterThan(80);
    t.chat.calm();
    held.resolve();
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 100 });
  });

  test('waits while the chat does not take any, and is not tried a hundred times meanwhile', async () => {
    const t = await opened(100);
    t.chat.always({ kind: 'down' });
    const round = await aRound(t, crowdOf(100));
    await t.settle();
    expect(t.chat.calls.length).toBeLessThan(20);
    t.chat.calm();
    for (let second = 0; second < 120; second++) {
      t.clock.move(SECOND);
      await t.runDue();
      await t.settle();
    }
    expect(await counts(t, round)).toEqual({ delivered: 100 });
  });

  test('that can reach nobody is known at once, and the others are told all the same', async () => {
    const t = await opened(30);
    const [away = ''] = crowdOf(30);
    t.chat.always(({ place }) => (place === `person:${away}` ? { kind: 'no-address' } : undefined));
    const round = await aRound(t, crowdOf(30));
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 29, unreachable: 1 });
    expect((await hearerOf(t, round, away)).history).toEqual(['asked', 'sent', 'parked']);
    t.chat.calm();
    await t.app.arrived(t.school, away, 'teams');
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 30 });
  });

  test('is delivered by a later try where the first was refused, and its record hears of it then', async () => {
    const t = await opened(1);
    t.chat.next({ kind: 'refuse' });
    const round = await aRound(t, crowdOf(1));
    await t.settle();
    expect(await counts(t, round)).toEqual({ pending: 1 });
    await t.pass(10 * SECOND);
    expect((await hearerOf(t, round, crowdOf(1)[0] ?? '')).history).toEqual(['asked', 'sent', 'came']);
    expect(t.chat.all()).toHaveLength(1);
  });

  test('whose note cannot be written is not sent again for that', async () => {
    const t = await opened(5);
    const round = await aRound(t, []);
    let writes = 0;
    // The second write of each record claims its message; the third notes what became of it.
    t.store.always((method) => (method === 'replace' && t.chat.sent.length > 0 && ++writes < 9 ? 'reject' : undefined));
    await t.give('round/ask-more', { by: 'clock', reference: round, data: { words: 'x', people: crowdOf(5) } });
    await t.settle();
    t.store.always(undefined);
    await t.pass(3 * MINUTE);
    expect(await counts(t, round)).toEqual({ delivered: 5 });
    expect(new Set(t.chat.sent.map(({ place }) => place)).size).toBe(t.chat.sent.length);
  });

  test('that was sent, and noted by a write whose answer was lost, is not sent again', async () => {
    const t = await opened(5);
    const round = await aRound(t, []);
    t.store.always((method) => (method === 'replace' && t.chat.sent.length > 0 ? 'lose-answer' : undefined));
    await t.give('round/ask-more', { by: 'clock', reference: round, data: { words: 'x', people: crowdOf(5) } });
    await t.settle();
    t.store.always(undefined);
    await t.pass(3 * MINUTE);
    expect(await counts(t, round)).toEqual({ delivered: 5 });
    expect(new Set(t.chat.sent.map(({ place }) => place)).size).toBe(t.chat.sent.length);
  });

  test('of which its command makes nothing is left alone, and the others go', async () => {
    const t = await opened(10);
    const nothing = await aRound(t, crowdOf(3), 'nothing');
    const round = await aRound(t, crowdOf(10));
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 10 });
    expect(await counts(t, nothing)).toEqual({ pending: 3 });
    await t.runDue();
    await t.settle();
    const before = t.store.calls.length;
    for (let second = 0; second < 20; second++) await t.runDue();
    expect(t.store.calls.slice(before).filter((method) => method !== 'due')).toEqual([]);
  });

  test('stops when the service does: what has not begun stays, and nothing is half done', async () => {
    const t = await opened(100);
    const held = Promise.withResolvers<void>();
    t.chat.always({ kind: 'wait-after', until: held.promise });
    const round = await aRound(t, crowdOf(100));
    while (t.chat.calls.length < 8) await new Promise((resolve) => setImmediate(resolve));
    const stopping = t.app.stop();
    t.chat.calm();
    held.resolve();
    await stopping;
    const sent = t.chat.sent.length;
    expect(sent).toBeLessThan(20);
    expect(await counts(t, round)).toMatchObject({ delivered: sent });
    const next = await t.another();
    await next.runDue({ takeOver: true });
    await next.settle();
    expect(await counts(next, round)).toEqual({ delivered: 100 });
    expect(t.chat.sent).toHaveLength(100);
  });

  test('waits while the school is closed, but for what may go out then, and goes out when the school opens', async () => {
    const crowd = crowdOf(250);
    const [urgent = ''] = crowd.slice(-1);
    const t = await opened(250, { registry: byHours(urgent), clock: aClock('2026-11-24T07:00:00.000Z') });
    const round = await aRound(t, crowd.slice(0, 100));
    const more = { by: 'clock', reference: round, data: { words: 'x', people: crowd.slice(100) } } as const;
    await t.give('round/ask-more', more);
    await t.runDue();
    await t.settle();
    expect(t.chat.sent.map(({ place }) => place)).toEqual([`person:${urgent}`]);
    t.clock.set('2026-11-24T08:29:59.000Z');
    await t.runDue();
    await t.settle();
    expect(t.chat.sent).toHaveLength(1);
    t.clock.set('2026-11-24T08:30:00.000Z');
    await t.runDue();
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 250 });
    expect(t.failures).toEqual([]);
  });

  test('stops going out when the school closes, with what was found before and not begun', async () => {
    const t = await opened(100, { registry: byHours(), clock: aClock('2026-11-24T15:59:59.000Z') });
    const held = Promise.withResolvers<void>();
    t.chat.always({ kind: 'wait-after', until: held.promise });
    const round = await aRound(t, crowdOf(100));
    while (t.chat.calls.length < 8) await new Promise((resolve) => setImmediate(resolve));
    t.clock.set('2026-11-24T16:00:00.000Z');
    t.chat.calm();
    held.resolve();
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 8, pending: 92 });
    t.clock.set('2026-11-25T08:30:00.000Z');
    await t.runDue();
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 100 });
  });

  test('goes out by the hours of each school', async () => {
    const [open = ''] = crowdOf(1);
    const later = { ...aCrowdedSchool(1), id: 'lateham' };
    const closed = { ...later, calendar: { ...later.calendar, hours: { from: '10:00', until: '16:00' } } };
    const clock = aClock('2026-11-24T09:00:00.000Z');
    const t = await opened(1, { registry: byHours(), schools: [aCrowdedSchool(1), closed], clock });
    await t.give('round/begin', { school: closed, data: { words: 'x', people: [open] } });
    const round = await aRound(t, [open]);
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 1 });
    expect(t.chat.sent).toHaveLength(1);
    t.clock.set('2026-11-24T10:00:00.000Z');
    await t.runDue();
    await t.settle();
    expect(t.chat.sent).toHaveLength(2);
  });

  test('goes out by the hours that the school file gives now, changed while it waited', async () => {
    const [open = ''] = crowdOf(1);
    const { calendar, ...school } = aCrowdedSchool(1);
    const from = (time: string) => ({ ...school, calendar: { ...calendar, hours: { from: time, until: '16:00' } } });
    const clock = aClock('2026-11-24T09:00:00.000Z');
    const t = await opened(1, { registry: byHours(), schools: [from('10:00')], clock });
    const round = await aRound(t, [open]);
    await t.runDue();
    await t.settle();
    expect(t.chat.sent).toEqual([]);
    t.app.directory.replace([from('08:00')]);
    await t.runDue();
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 1 });
  });

  test('of a school that is served no more waits for nothing, and goes on when it is served again', async () => {
    const [open = ''] = crowdOf(1);
    const t = await opened(1, { registry: byHours(), clock: aClock('2026-11-24T07:00:00.000Z') });
    const round = await aRound(t, [open]);
    await t.runDue();
    t.app.directory.replace([]);
    t.clock.set('2026-11-24T09:00:00.000Z');
    await t.runDue();
    await t.settle();
    expect(t.chat.sent).toEqual([]);
    t.app.directory.replace([t.school]);
    await t.runDue();
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 1 });
    expect(t.failures.filter(({ code }) => code !== 'unknown-school')).toEqual([]);
  });

  test('of one school is not held up by another whose keys cannot be had', async () => {
    const good = { ...aCrowdedSchool(40), id: 'lateham' };
    const { vault } = await open();
    let isBroken = false;
    const refuses = (school: string) => isBroken && school === 'oakfield';
    const broken: typeof vault = {
      ...vault,
      token: (school, text) => (refuses(school) ? Promise.reject(noKey()) : vault.token(school, text)),
    };
    const t = await opened(0, { vault: broken, schools: [aCrowdedSchool(40), good] });
    isBroken = true;
    await t.runDue();
    await t.give('round/begin', { school: good, data: { words: 'x', people: crowdOf(40) } });
    await t.settle();
    expect(t.chat.sent).toHaveLength(40);
    expect(t.failures).toContainEqual({ what: 'pace', school: 'oakfield', code: 'vault-key-gone' });
    isBroken = false;
    await aRound(t, crowdOf(40));
    t.clock.move(3 * SECOND);
    await t.runDue();
    await t.settle();
    expect(t.chat.sent).toHaveLength(80);
  });

  test('goes on where one record is nothing but trouble', async () => {
    const hearer = rounds.get('hearer');
    if (hearer === undefined) throw new Error('there are no hearers');
    const [trouble = ''] = crowdOf(1);
    const broken: typeof hearer = {
      ...hearer,
      decide(state, ask, context) {
        if (ask.type === 'hearer/send' && (state as Hearer).person === trouble)
          throw new TypeError('nobody foresaw it');
        return hearer.decide(state, ask, context);
      },
    };
    const t = await opened(100, { registry: new Map([...rounds, ['hearer', broken]]) });
    const round = await aRound(t, crowdOf(100));
    await t.settle();
    expect(await counts(t, round)).toEqual({ delivered: 99, pending: 1 });
  });

  test('that waits for a chat which the school has given up, or which does not run, goes out in the other', async () => {
    const crowded = aCrowdedSchool(20);
    const inSlack = crowded.people.map((one) => ({ ...one, chat: 'slack' as const }));
    const both = { ...crowded, slack: { workspaceId: 'T012345' }, people: inSlack };
    const store = sqliteHere();
    const t = await opened(0, { store, slack: aFakeChat('slack'), schools: [both] });
    t.app.channels.delete('slack');
    t.app.channels.delete('teams');
    const round = await aRound(t, crowdOf(20));
    await t.settle();
    expect(await counts(t, round)).toEqual({ pending: 20 });
    const next = await open({ registry: rounds, store, schools: [aCrowdedSchool(20)], clock: t.clock });
    await next.runDue({ takeOver: true });
    await next.settle();
    expect(await counts(next, round)).toEqual({ delivered: 20 });
    expect(next.chat.sent).toHaveLength(20);
    const more = { by: 'clock', reference: round, data: { words: 'x', people: [people.teacher] } } as const;
    const without = await open({ registry: rounds, store, schools: [both], clock: t.clock });
    await without.give('round/ask-more', more);
    await without.settle();
    expect(without.chat.sent).toHaveLength(1);
  });

  test('that is said again leaves in the chat what it said before', async () => {
    const t = await opened(1);
    const [person = ''] = crowdOf(1);
    const round = await aRound(t, [person]);
    await t.settle();
    await t.give('hearer/again', { by: 'clock', reference: await referenceOf(t, round, person) });
    await t.settle();
    expect(t.chat.at(`person:${person}`)).toHaveLength(2);
    expect(t.chat.sent.map(({ what }) => what)).toEqual(['post', 'post']);
  });
});
