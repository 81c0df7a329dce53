import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aboutStaff, someAnswers } from '../support/concern.ts';
import { people } from '../support/school.ts';
import type { StoreTrouble } from '../support/troubled-store.ts';

const { open } = applications();

/** From now on the store finds nothing, one way or the other; it writes and reads single records all the same. */
function queriesAre(t: TestApplication, trouble: StoreTrouble | (() => StoreTrouble | undefined)): void {
  t.store.always((method) => {
    if (method !== 'query') return undefined;
    return typeof trouble === 'function' ? trouble() : trouble;
  });
}

const missed = (code: string) => ({ what: 'gather', school: 'oakfield', code });

/** What somebody sees of those who were seen before. */
async function seenBefore(t: TestApplication, reference: string): Promise<string> {
  const opened = await t.give('concern/open', { by: people.dsl, reference });
  if (opened.kind !== 'done') throw new Error(opened.sentence);
  const blocks = (opened.reply?.data.blocks ?? []) as unknown as readonly { heading: string; text: string }[];
  return blocks.find(({ heading }) => heading === 'Seen before')?.text ?? '';
}

const notAll = 'There may be more: not everything could be looked through.';

describe('a concern, while nobody can say who is away', () => {
  it.each([
    ['reject', 'store-failed'],
    ['hang', 'store-slow'],
  ] as const)('is kept all the same, and so is a call for the team (queries %s)', async (trouble, code) => {
    const t = await open();
    queriesAre(t, trouble);
    const danger = { by: people.teacher, data: someAnswers({ danger: 'yes' }) };
    expect(await t.give('concern/report', danger)).toMatchObject({ kind: 'done' });
    const call = { by: people.teacher, data: { names: 'Robin Ash, 9B', room: 'Library' } };
    expect(await t.give('concern/call-team', call)).toMatchObject({ kind: 'done' });
    expect(t.failures).toEqual([missed(code), missed(code)]);
    t.store.always(undefined);
    await t.settle();
    expect(await t.count('concern')).toBe(2);
  });

  it.each(['reject', 'hang'] as const)('is reminded of all the same (queries %s)', async (trouble) => {
    const t = await open();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    queriesAre(t, trouble);
    t.clock.move(6 * MINUTE);
    await t.runDue();
    t.store.always(undefined);
    await t.settle();
    expect(await t.events(reference)).toContain('WaitNoticed');
  });
});

describe('a case of several people', () => {
  const names = ['Robin Ash', 'Kit Marsh', 'Sam Reed', 'Noor Hale', 'Jo Fenn', 'Alex Birch', 'Dana Pool', 'Lee Moor'];

  it('opens while the store is slow to say who was seen before', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ names: names.join('\n') }));
    queriesAre(t, () => ({ waitFor: sleep(100) }));
    expect(await t.give('concern/open', { by: people.dsl, reference })).toMatchObject({ kind: 'done' });
  });

  it.each([
    ['reject', 'store-failed'],
    ['hang', 'store-slow'],
  ] as const)('opens where it cannot be said at all, and says so (queries %s)', async (trouble, code) => {
    const t = await open();
    const reference = await t.report(someAnswers({ names: names.join('\n') }));
    queriesAre(t, trouble);
    expect(await seenBefore(t, reference)).toBe(notAll);
    expect(t.failures.at(-1)).toEqual(missed(code));
  });

  it('shows whom the others find, where one of them cannot be looked for', async () => {
    const t = await open();
    const earlier = await t.report(someAnswers({ names: 'Kit Marsh' }));
    t.clock.move(HOUR);
    const reference = await t.report(someAnswers({ names: 'Robin Ash\nKit Marsh' }));
    let asked = 0;
    queriesAre(t, () => (++asked === 1 ? 'reject' : undefined));
    const seen = await seenBefore(t, reference);
    expect(seen).toContain(`${earlier} ·`);
    expect(seen).toContain(notAll);
  });

  it('[R198] says that not all was looked through where it stopped looking', async () => {
    const t = await open();
    await t.report(someAnswers({ names: 'Kit Marsh', others: 'Callum Farrow, witness' }));
    t.clock.move(HOUR);
    for (let count = 0; count < 65; count++) await t.report(aboutStaff('Callum Farrow'));
    const last = await t.report(someAnswers({ names: 'Robin Ash', others: 'Callum Farrow, witness' }));
    expect(await seenBefore(t, last)).toBe(notAll);
  });
});
