import { describe, expect, it } from 'vitest';
import { createLineUses } from '../../src/channels/line-uses.ts';

const HOUR = 3_600_000;
const lineOf = (person: number) => ({ name: `person-${person}`, windows: [{ most: 60, withinMs: 30_000 }] });

describe('the lines of those who were written to', () => {
  it('are forgotten when nobody uses them any more, a thousand in one go at the most', () => {
    const uses = createLineUses(() => 1);
    for (let person = 0; person < 4_500; person++) uses.of(lineOf(person)).take(HOUR, 'campaign');
    const left: number[] = [];
    for (let call = 0; call < 5; call++) {
      uses.forgetIdle(2 * HOUR + call);
      left.push(uses.count());
    }
    expect(left).toEqual([3_500, 2_500, 1_500, 500, 0]);
  });

  it('are kept while a limit reaches back to what was said, or somebody waits', () => {
    const uses = createLineUses(() => 1);
    uses.of(lineOf(1)).take(HOUR, 'owed');
    uses.of(lineOf(2)).wait('owed', 1);
    const recent = uses.of(lineOf(3));
    recent.take(2 * HOUR - 29_999, 'owed');
    for (let call = 0; call < 3; call++) uses.forgetIdle(2 * HOUR + call);
    expect(uses.count()).toBe(2);
    expect(uses.of(lineOf(3))).toBe(recent);
  });

  it('that come while it is looked for others are there afterwards', () => {
    const uses = createLineUses(() => 1);
    for (let person = 0; person < 1_500; person++) uses.of(lineOf(person)).take(HOUR, 'campaign');
    uses.forgetIdle(2 * HOUR);
    const fresh = uses.of(lineOf(9_999));
    fresh.take(2 * HOUR, 'owed');
    uses.forgetIdle(2 * HOUR + 1);
    uses.forgetIdle(2 * HOUR + 2);
    expect(uses.count()).toBe(1);
    expect(uses.of(lineOf(9_999))).toBe(fresh);
  });
});
