import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { applications } from '../support/application.ts';
import { someAnswers } from '../support/concern.ts';
import { people } from '../support/school.ts';
import { aVisitor } from '../support/visitor.ts';

const { open } = applications();

describe('[R002] somebody who is away', () => {
  test('is not called for what is reported then, and is back by themselves as school opens on the day', async () => {
    const t = await open();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    await dsl.pressTo(await dsl.type('absence/begin'), 'Say so', { until: '2026-11-30' });
    await t.settle();
    const reference = await t.report(someAnswers({ danger: 'yes' }));
    await t.pass(6 * MINUTE);
    const calls = t.chat.all().filter(({ content }) => content.preview.includes('Nobody has acknowledged'));
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls)).not.toContain(people.dsl);
    expect((await t.record(reference)).state).toMatchObject({ status: 'new', file: { reminded: 1 } });
    await t.give('concern/acknowledge', { by: people.deputy, reference });
    await t.pass(10 * 24 * HOUR);
    expect(await t.count('absence')).toBe(1);
    expect(t.chat.at('channel:safeguarding').map(({ content }) => JSON.stringify(content.data))).toContainEqual(
      expect.stringContaining('The Designated Safeguarding Lead is back.'),
    );
    expect(t.failures).toEqual([]);
  });

  test('has one record, however often they go away, and nobody has another’s', async () => {
    const t = await open();
    for (const [person, until] of [
      [people.head, '2026-11-30'],
      [people.head, '2026-12-01'],
      [people.chair, '2026-12-01'],
    ] as const) {
      const visitor = aVisitor(t, person, 'dialog');
      const shown = await visitor.pressTo(await visitor.type('absence/begin'), 'Say so', { until });
      expect(JSON.stringify(shown.content)).toContain('You are away until');
    }
    expect(await t.count('absence')).toBe(2);
    const head = aVisitor(t, people.head, 'dialog');
    const again = await head.pressTo(await head.type('absence/begin'), 'Say so', { until: '2026-12-02' });
    await head.pressTo(again, 'I am back');
    expect(await t.count('absence')).toBe(2);
  });
});
