import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsConcern } from '../../src/domain/concern-mention.ts';
import { referenceFrom } from '../../src/domain/reference.ts';

describe('the reference of a concern in words for all staff', () => {
  it.each([
    'About C-7K3Q9F.',
    'about c-7k3q9f',
    'C7K3Q9F',
    'see c 7k3q9f, please',
    'C - 7K3Q9F',
    'C\n7K3Q9F',
    'C_7K3Q9F',
    'C–7K3Q9F',
    'C—7K3Q9F',
    'C‑7K3Q9F',
    'C−7K3Q9F',
    'Ｃ－７Ｋ３Ｑ９Ｆ',
    'C-\u200b7K3\u00adQ9F',
    'C-7K3Q9F-2',
    '(C-7K3Q9F)',
    'https://oakfield.example/C-7K3Q9F.pdf',
    'C-ABDEFG',
  ])('is found in %j [R174]', (words) => {
    expect(mentionsConcern(words)).toBe(true);
  });

  it.each([
    '',
    'Meet in room C 12 at 14:30.',
    'Plan C - please ask the office.',
    'Part C needs seven people by Friday.',
    'C ABDEFG has no digit and no dash.',
    'The policy P-7K3Q9F is on the website.',
    'ABC-7K3Q9F is the code of a parcel.',
    'C-7K3Q9F2 is one too many.',
    'Vitamin C, 1,000 mg',
  ])('is not found in %j [R174]', (words) => {
    expect(mentionsConcern(words)).toBe(false);
  });

  it('is found for any reference, however it is joined, where a digit is in it [R174]', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.constantFrom('-', '', ' ', '–', ' - ', '\u2011', '\u00a0', '－'),
        fc.boolean(),
        (bytes, joint, isLower) => {
          const reference = referenceFrom('C', bytes);
          const [letter = '', code = ''] = reference.split('-');
          const written = `${letter}${joint}${code}`;
          const isSure = /\d/.test(code) || (joint.trim().length === joint.length && joint !== '');
          expect(mentionsConcern(`See ${isLower ? written.toLowerCase() : written}.`)).toBe(isSure);
        },
      ),
    );
  });
});
