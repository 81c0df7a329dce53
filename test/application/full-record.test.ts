import { describe, expect, it } from 'vitest';
import { RECORD_LIMIT_BYTES } from '../../src/domain/record.ts';
import { applications } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { someAnswers } from '../support/concern.ts';
import { people } from '../support/school.ts';
import { mondayMorning, requestAnswers } from '../support/site-access.ts';

const { open } = applications();

describe('a record that is full while something still waits', () => {
  it('[R129] keeps its room for whoever ends it: the clock asks no more, and the end can still be said', async () => {
    const t = await open({ clock: aClock(mondayMorning) });
    const asked = await t.give('site-access/request', { by: people.teacher, data: requestAnswers() });
    if (asked.kind !== 'done') throw new Error(asked.sentence);
    const { reference } = asked;
    const end = { untilDate: '2026-11-23', untilTime: '11:00', why: 'Letters from the trenches.' };
    await t.give('site-access/approve', { reference, by: people.dsl, data: end });
    await t.give('site-access/opened', { reference, by: people.networkManager });
    const giveUntilFull = async (command: string, by: string, data: Record<string, string>) => {
      while ((await t.give(command, { reference, by, data })).kind === 'done') await t.settle();
    };
    await giveUntilFull('site-access/ask', people.dsl, { text: '\u{1F4DA}'.repeat(2_000) });
    t.clock.set('2026-11-23T11:00:00.000Z');
    await t.runDue();
    expect((await t.record(reference)).stored.status).toBe('ended');
    for (const length of [500, 50, 1])
      await giveUntilFull('site-access/cannot-block', people.networkManager, { reason: '\u{1F4DA}'.repeat(length) });
    for (let day = 0; day < 21; day++)
      for (const at of ['08:30', '12:30', '15:00']) {
        t.clock.set(`2026-12-${String(day + 1).padStart(2, '0')}T${at}:00.000Z`);
        await t.runDue();
        await t.settle();
      }
    const { stored } = await t.record(reference);
    expect(stored.status).toBe('ended');
    expect(RECORD_LIMIT_BYTES - Buffer.byteLength(JSON.stringify(stored))).toBeGreaterThan(299_000);
    const blocked = await t.give('site-access/blocked-again', { reference, by: people.networkManager });
    expect(blocked).toMatchObject({ kind: 'done' });
    await t.settle();
    expect((await t.record(reference)).stored.status).toBe('blocked');
  });

  it('[R071] still takes what a case owes before it can be closed, and leaves room for who reads and ends it', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ kind: 'contact-by-adult' }));
    const give = async (command: string, data: Record<string, string> = {}) => {
      const given = await t.give(command, { reference, by: people.dsl, data });
      await t.settle();
      return given.kind === 'done' ? 'done' : given.code;
    };
    const giveUntilFull = async (command: string, data: Record<string, string>) => {
      let last = await give(command, data);
      while (last === 'done') last = await give(command, data);
      expect(last).toBe('record-full');
    };
    await give('concern/take');
    for (const length of [10_000, 500, 1])
      await giveUntilFull('concern/note', { text: '\u{1F4DA}'.repeat(length / 2 + 1) });
    expect(await give('concern/close', { outcome: 'supported', reason: 'Done.' })).toBe('police-first');
    const told = { date: '2026-11-23', time: '14:00', method: 'telephone', agencyReference: '44/1' };
    expect(await give('concern/tell-police', told)).toBe('done');
    expect(await give('concern/assess', { 'under-13': 'no', note: 'Seen.' })).toBe('done');
    await giveUntilFull('concern/assess', { note: '\u{1F4DA}'.repeat(1_000) });
    const { stored } = await t.record(reference);
    expect(RECORD_LIMIT_BYTES - Buffer.byteLength(JSON.stringify(stored))).toBeGreaterThan(140_000);
    expect(await give('concern/open')).toBe('done');
  });
});
