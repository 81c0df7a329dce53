import { describe, expect, it } from 'vitest';
import { earliest, HOUR, later, MINUTE, SECOND } from '../../src/domain/instant.ts';

describe('an instant', () => {
  it('is moved on, and back', () => {
    expect(later('2026-11-23T23:59:59.500Z', SECOND)).toBe('2026-11-24T00:00:00.500Z');
    expect(later('2026-11-23T00:00:00.000Z', -MINUTE)).toBe('2026-11-22T23:59:00.000Z');
    expect(later('2028-02-28T23:30:00.000Z', HOUR)).toBe('2028-02-29T00:30:00.000Z');
  });

  it('is found as the earliest of several', () => {
    expect(earliest(['2026-11-23T10:00:00.000Z', '2026-11-22T10:00:00.000Z'])).toBe('2026-11-22T10:00:00.000Z');
    expect(earliest([])).toBeUndefined();
  });
});
