import { describe, expect, it } from 'vitest';
import type { CommandResult } from '../../../src/application/command.ts';
import { verifyStore } from '../../../src/application/verify.ts';
import { MINUTE } from '../../../src/domain/instant.ts';
import { arrival } from '../../../src/workflows/arrival/index.ts';
import { registry } from '../../../src/workflows/index.ts';
import { applications, type TestApplication } from '../../support/application.ts';
import { aSchool, people } from '../../support/school.ts';

const { open, aPath } = applications();

/** What came in from a chat, with or without a key of its own. */
async function came(t: TestApplication, event: string, isKeyed = true): Promise<boolean> {
  const id = `slack ${event}`;
  const of = { id, school: t.school, type: 'arrival/note', by: { kind: 'clock' }, data: {} } as const;
  const result: CommandResult = await t.app.commands.handle(isKeyed ? { ...of, key: id } : of);
  if (result.kind !== 'done') throw new Error(`refused: ${result.sentence}`);
  return result.isRepeated;
}

describe.each([true, false])('what came in from a chat (keyed: %s)', (isKeyed) => {
  it('is known again when it comes a second time, and nothing else is', async () => {
    const t = await open();
    expect([await came(t, 'Ev1', isKeyed), await came(t, 'Ev2', isKeyed)]).toEqual([false, false]);
    expect([await came(t, 'Ev1', isKeyed), await came(t, 'Ev2', isKeyed)]).toEqual([true, true]);
    expect(await t.count('arrival')).toBe(2);
  });

  it('is new once when it comes to two processes at the same time', async () => {
    const t = await open();
    const other = await t.another();
    const all = Array.from({ length: 20 }, (_, turn) => came(turn % 2 === 0 ? t : other, 'Ev1', isKeyed));
    expect((await Promise.all(all)).filter((isRepeated) => !isRepeated)).toHaveLength(1);
    expect(await t.count('arrival')).toBe(1);
  });

  it('is known again after a restart', async () => {
    const path = aPath();
    const t = await open({ path });
    await came(t, 'Ev1', isKeyed);
    await t.close();
    const next = await open({ path, clock: t.clock });
    expect(await came(next, 'Ev1', isKeyed)).toBe(true);
  });

  it('is known for longer than a token of Teams is believed, and then taken out of the store', async () => {
    const t = await open();
    await came(t, 'Ev1', isKeyed);
    await t.pass(70 * MINUTE - 1);
    expect(await came(t, 'Ev1', isKeyed)).toBe(true);
    await t.pass(1);
    expect(await t.count('arrival')).toBe(0);
    expect(await came(t, 'Ev1', isKeyed)).toBe(false);
    expect(t.failures).toEqual([]);
  });
});

describe('an arrival', () => {
  it('is another in another school', async () => {
    const elmfield = aSchool({ id: 'elmfield' });
    const t = await open({ schools: [aSchool(), elmfield] });
    await came(t, 'Ev1');
    const of = { id: 'slack Ev1', key: 'slack Ev1', type: 'arrival/note', by: { kind: 'clock' }, data: {} } as const;
    expect(await t.app.commands.handle({ ...of, school: elmfield })).toMatchObject({ isRepeated: false });
  });

  it('is found whole by verify', async () => {
    const t = await open();
    await came(t, 'Ev1');
    expect(await verifyStore({ ...t, sealer: t.app.sealer, registry })).toMatchObject({ checked: 1, damaged: [] });
  });

  it('cannot be asked for by a person, owes nothing, and is on no list', async () => {
    const t = await open();
    await came(t, 'Ev1');
    for (const command of Object.values(arrival.commands)) expect(command.internal).toBe(true);
    expect(await t.give('arrival/note', { by: people.dsl })).toMatchObject({ kind: 'refused' });
    expect(arrival.lists).toEqual([]);
    expect(arrival.findableBy({ status: 'noted', removeAt: '' })).toEqual([]);
    expect(t.chat.all()).toEqual([]);
  });
});
