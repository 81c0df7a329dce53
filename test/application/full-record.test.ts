import { describe, expect, it } from 'vitest';
import { RECORD_LIMIT_BYTES } from '../../src/domain/record.ts';
import { applications } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
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
});
