import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPrint } from '../../src/domain/in-print.ts';

describe('a name out of a store, in print', () => {
  it('is as it is where the service gave it', () => {
    expect(inPrint('C-7K3Q9F')).toBe('C-7K3Q9F');
  });

  it('is encoded where it could move the cursor, end the line or be taken for words', () => {
    expect(inPrint('x\u001b[2J\n1 ü.')).toBe('x%1B%5B2J%0A1%20%C3%BC%2E');
    expect(inPrint('')).toBe('%');
  });

  it('is never the same for two names', () => {
    const name = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(name, (one) => {
        const said = inPrint(one);
        expect(said).toMatch(/^[\w%-]+$/);
        expect(said === '%' ? '' : decodeURIComponent(said)).toBe(one);
      }),
    );
  });
});
