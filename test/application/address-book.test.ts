import { describe, expect, it } from 'vitest';
import { applications } from '../support/application.ts';
import { aSchool, people } from '../support/school.ts';

const { open, aPath } = applications();
const who = `person:${people.dsl}`;
const reach = { serviceUrl: 'https://chat.example/', conversation: 'a:1' };

describe('how somebody is reached', () => {
  it('is remembered, also after a restart', async () => {
    const path = aPath();
    const t = await open({ path });
    expect(await t.app.addresses.find(t.school, 'teams', who)).toBeUndefined();
    await t.app.addresses.remember(t.school, 'teams', who, reach);
    expect(await t.app.addresses.find(t.school, 'teams', who)).toEqual(reach);
    await t.close();
    const next = await open({ path });
    expect(await next.app.addresses.find(next.school, 'teams', who)).toEqual(reach);
  });

  it('is one record for each person, whatever chat they use', async () => {
    const t = await open();
    await t.app.addresses.remember(t.school, 'teams', who, reach);
    await t.app.addresses.remember(t.school, 'slack', who, { channel: 'D1' });
    expect(await t.count('address')).toBe(1);
    expect(await t.app.addresses.find(t.school, 'slack', who)).toEqual({ channel: 'D1' });
    expect(await t.app.addresses.find(t.school, 'teams', who)).toEqual(reach);
  });

  it('is written once though it comes with every press, also with many at once', async () => {
    const t = await open();
    await Promise.all(Array.from({ length: 20 }, () => t.app.addresses.remember(t.school, 'teams', who, { ...reach })));
    const calls = t.store.calls.length;
    for (let times = 0; times < 20; times++) await t.app.addresses.remember(t.school, 'teams', who, { ...reach });
    expect(t.store.calls).toHaveLength(calls);
    const { records } = await t.store.all({ limit: 10 });
    expect(records.map(({ kind, entries }) => [kind, entries.length])).toEqual([['address', 1]]);
  });

  it('is kept with the school and is not another’s', async () => {
    const elmfield = aSchool({ id: 'elmfield' });
    const t = await open({ schools: [aSchool(), elmfield] });
    await t.app.addresses.remember(t.school, 'teams', who, reach);
    expect(await t.app.addresses.find(elmfield, 'teams', who)).toBeUndefined();
  });

  it('is forgotten when the bot was removed, and learnt again when it comes back', async () => {
    const t = await open();
    await t.app.addresses.remember(t.school, 'teams', who, reach);
    await t.app.addresses.forget(t.school, 'teams', who);
    expect(await t.app.addresses.find(t.school, 'teams', who)).toBeUndefined();
    await t.app.addresses.remember(t.school, 'teams', who, { ...reach, conversation: 'a:2' });
    expect(await t.app.addresses.find(t.school, 'teams', who)).toEqual({ ...reach, conversation: 'a:2' });
    await t.app.addresses.forget(t.school, 'teams', 'person:nobody');
    expect(await t.count('address')).toBe(1);
  });

  it('stays at hand while the store is down, and what is new is told to have failed', async () => {
    const t = await open();
    await t.app.addresses.remember(t.school, 'teams', who, reach);
    t.store.always('reject');
    expect(await t.app.addresses.find(t.school, 'teams', who)).toEqual(reach);
    await expect(t.app.addresses.remember(t.school, 'teams', who, { conversation: 'a:3' })).rejects.toThrow();
    t.store.always(undefined);
    expect(await t.app.addresses.find(t.school, 'teams', who)).toEqual(reach);
  });

  it('stands nowhere in clear', async () => {
    const t = await open();
    await t.app.addresses.remember(t.school, 'teams', who, { ...reach, conversation: 'MARKER' });
    const { records } = await t.store.all({ limit: 10 });
    expect(JSON.stringify(records)).not.toMatch(/MARKER|chat\.example|oakfield\.example/);
  });
});
