import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canBeKept, decodeId, encodeId } from '../../../src/store/cosmos/ids.ts';

describe('the id of a document', () => {
  test('is the reference itself, for every reference that the service makes', () => {
    for (const reference of ['C-7K3Q9F', 'K-00000000', 'school-keys', 'a_b'])
      expect(encodeId(reference)).toBe(reference);
  });

  test('gives back any reference, and holds nothing that an id or an address does not take', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (reference) => {
        const id = encodeId(reference);
        expect(id).toMatch(/^[A-Za-z0-9_~-]+$/);
        expect(decodeId(id)).toBe(reference);
      }),
    );
  });

  test.each(['/', '\\', '?', '#', ' ', '.', '..', '%', '%2f', '~', '+', '&', '"', 'é', '\0', '\n'])(
    'has nothing in it of what an address loses or an id may not hold (%j)',
    (part) => {
      for (const reference of [part, `C${part}`, `${part}C`]) {
        expect(encodeId(reference)).toMatch(/^[A-Za-z0-9_~-]+$/);
        expect(decodeId(encodeId(reference))).toBe(reference);
      }
    },
  );

  test('is another for every other reference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(encodeId(one) === encodeId(other)).toBe(one === other);
      }),
    );
    expect(new Set(['', '~', '~~', '7e', '~7e', '~7E'].map(encodeId)).size).toBe(6);
  });

  test('that no reference has stands for none', () => {
    for (const id of ['', 'a b', '~7', '~zz', '~41', 'a/b', '~7E', 'a~']) expect(decodeId(id), id).toBeUndefined();
  });
});

test('what Cosmos DB could not keep as it is cannot be kept', () => {
  expect(canBeKept('oakfield', 'C-7K3Q9F')).toBe(true);
  expect(canBeKept('/replicas', 'C-7K3Q9F')).toBe(false);
  expect(canBeKept('oakfield', 'half a pair \ud83d')).toBe(false);
  expect(canBeKept('half a pair \ud83d', 'C-7K3Q9F')).toBe(false);
  expect([canBeKept('oakfield', 'x'.repeat(1_023)), canBeKept('oakfield', 'x'.repeat(1_024))]).toEqual([true, false]);
  expect([canBeKept('x'.repeat(2_048), 'C-1'), canBeKept('x'.repeat(2_049), 'C-1')]).toEqual([true, false]);
});
