import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/channels/retry-after.ts';

const HERE = 'Mon, 23 Nov 2026 15:00:00 GMT';
const nowMs = () => Date.parse(HERE);
const DAY = 86_400_000;

describe('how long a chat asks to wait', () => {
  it.each([
    ['30', 30_000],
    [' 7 ', 7_000],
    ['0.25', 250],
    ['1.0004', 1_001],
    ['86401', DAY],
    ['9'.repeat(400), DAY],
    ['30, 60', 60_000],
    ['45,soon, 30', 45_000],
    ['Mon, 23 Nov 2026 15:02:00 GMT, Mon, 23 Nov 2026 15:01:00 GMT', 120_000],
    ['7, Mon, 23 Nov 2026 15:01:00 GMT', 60_000],
  ])('is taken from %s', (given, expected) => {
    expect(retryAfterMs(given, undefined, nowMs)).toBe(expected);
  });

  it("is taken from a date, by the chat's own clock where it says what that shows", () => {
    const date = 'Mon, 23 Nov 2026 14:07:00 GMT';
    expect(retryAfterMs(date, 'Mon, 23 Nov 2026 14:05:00 GMT', nowMs)).toBe(120_000);
    expect(retryAfterMs(date, undefined, () => Date.parse('2026-11-23T14:06:30.000Z'))).toBe(30_000);
    expect(retryAfterMs(date, 'yesterday', () => Date.parse('2026-11-23T14:06:30.000Z'))).toBe(30_000);
    expect(retryAfterMs('Sat, 23 Nov 2086 14:07:00 GMT', HERE, nowMs)).toBe(DAY);
  });

  it.each([
    [undefined],
    [null],
    [30],
    [['30']],
    [''],
    ['0'],
    ['-5'],
    ['NaN'],
    ['Infinity'],
    ['soon'],
    ['1e9'],
    ['1e9x'],
    ['0x20'],
    ['2 minutes'],
    ['Sun, 22 Nov 2026 14:07:00 GMT'],
    ['2026-12-24'],
    ['Mon, 99 Nov 2026 14:07:00 GMT'],
  ])('cannot be told from %j', (given) => {
    expect(retryAfterMs(given, HERE, nowMs)).toBeUndefined();
  });
});
