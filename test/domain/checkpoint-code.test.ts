import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrom, readCode } from '../../src/domain/checkpoint-code.ts';

describe('the code of a checkpoint', () => {
  it('is the first hundred bits of the hash, five a letter', () => {
    expect(codeFrom(Uint8Array.from([0b00000_000, 0b01_00010_0, ...Array(30).fill(0)]))).toBe(
      '01200-00000-00000-00000',
    );
    expect(codeFrom(new Uint8Array(32).fill(0xff))).toBe('ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ');
    // Worked out apart, from the digits of SHA-256 of "abc": ba7816bf 8f01cfea 414140de 5.
    expect(codeFrom(createHash('sha256').update('abc').digest())).toBe('Q9W1D-FWF07-7YMGA-183F5');
  });

  it('depends on each of these bits and on none behind them', () => {
    const bits = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bits, fc.nat(255), (hash, bit) => {
        const other = hash.map((byte, at) => (at === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));
        expect(codeFrom(other) === codeFrom(hash)).toBe(bit >= 100);
      }),
    );
  });

  it('can be read however people write it', () => {
    for (const text of [
      '01K3Q-F2M8A-04TZX-R6WNC',
      'oik3q f2m8a o4tzx r6wnc',
      ' OlK3QF2M8A–04TZX—r6wnc\n',
      '0 1 K 3 Q F2M8A04TZXR6WNC',
    ])
      expect(readCode(text), text).toBe('01K3Q-F2M8A-04TZX-R6WNC');
  });

  it('is not read out of what is none', () => {
    for (const text of [
      '',
      '7K3Q9',
      '7K3Q9-F2M8A-04TZX-R6WN',
      '7K3Q9-F2M8A-04TZX-R6WNCC',
      '7K3Q9-F2M8A-04TZX-R6WNU',
      '7K3Q9_F2M8A_04TZX_R6WNC',
    ])
      expect(readCode(text), text).toBeUndefined();
  });

  it('is read back as it was made', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        expect(readCode(codeFrom(hash))).toBe(codeFrom(hash));
      }),
    );
  });
});
