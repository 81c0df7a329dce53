import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLatencies } from '../../../src/telemetry/sdk/latencies.ts';

describe('how quick 95 in 100 were', () => {
  it('is nothing where there were none, and is asked anew each time', () => {
    const latencies = createLatencies();
    expect(latencies.taken()).toBeUndefined();
    latencies.add(5);
    expect(latencies.taken()).toBeDefined();
    expect(latencies.taken()).toBeUndefined();
  });

  it('does not rise by a few slow ones, and rises by one in ten', () => {
    const latencies = createLatencies();
    const of = (slow: number) => {
      for (let call = 0; call < 100; call++) latencies.add(call < slow ? 2_000 : 4);
      return latencies.taken() ?? 0;
    };
    expect(of(5)).toBeLessThan(5);
    expect(of(10)).toBeGreaterThan(1_900);
  });

  it('is right to a tenth, whatever they were', () => {
    const times = fc.array(fc.double({ min: 0.6, max: 20_000, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(times, (all) => {
        const latencies = createLatencies();
        for (const time of all) latencies.add(time);
        const exact = all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1] ?? 0;
        const said = latencies.taken() ?? 0;
        expect(said).toBeGreaterThanOrEqual(exact * 0.999);
        expect(said).toBeLessThanOrEqual(exact * 1.101);
      }),
    );
  });
});
