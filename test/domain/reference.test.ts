import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference, referenceFrom } from '../../src/domain/reference.ts';

describe('a reference', () => {
  it('can be read out by telephone: no 0 or O, no 1, I or L, no U', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 32 }), (bytes) => {
        expect(referenceFrom('C', bytes)).toMatch(/^C-[2-9A-HJKMNP-TV-Z]{6}$/);
      }),
    );
  });

  it('is the same for the same bytes', () => {
    const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(referenceFrom('C', bytes)).toBe(referenceFrom('C', bytes));
    expect(referenceFrom('S', bytes)).toBe(`S-${referenceFrom('C', bytes).slice(2)}`);
  });

  it('uses every letter, so that few references collide', () => {
    const letters = new Set<string>();
    for (let number = 0; number < 2_000; number++) {
      const bytes = new Uint8Array(8).map((_, index) => (number * 2_654_435_761 + index * 97) >>> (index + 3));
      for (const letter of referenceFrom('C', bytes).slice(2)) letters.add(letter);
    }
    expect([...letters].sort().join('')).toBe('23456789ABCDEFGHJKMNPQRSTVWXYZ');
  });
});

describe('reading a reference', () => {
  it.each([
    ['C-7K3Q9F', 'C-7K3Q9F'],
    ['c-7k3q9f', 'C-7K3Q9F'],
    ['C7K3Q9F', 'C-7K3Q9F'],
    ['  c7k3Q9f \n', 'C-7K3Q9F'],
    ['SA-234567', 'SA-234567'],
  ])('takes %j as people type it', (typed, reference) => {
    expect(parseReference(typed)).toBe(reference);
  });

  it.each([
    '',
    'C-',
    'C-7K3Q9',
    'C-7K3Q9F2',
    'C-7K3Q9O',
    'C-1K3Q9F',
    '7K3Q9F-C',
    'C-7K3Q9F; drop',
    '__proto__',
    'C--7K3Q9F',
  ])('does not take %j for one', (typed) => {
    expect(parseReference(typed)).toBeUndefined();
  });

  it('reads back every reference that is made', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 32 }), (bytes) => {
        const reference = referenceFrom('C', bytes);
        expect(parseReference(reference.toLowerCase())).toBe(reference);
        expect(parseReference(reference.replace('-', ''))).toBe(reference);
      }),
    );
  });
});
