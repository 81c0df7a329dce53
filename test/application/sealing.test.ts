import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntegrityFault } from '../../src/application/faults.ts';
import { seal, unseal } from '../../src/application/sealing.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const text = fc.string({ unit: 'binary' });
const context = fc.array(text, { maxLength: 5 });
const sealing = fc.record({ key: bytes(32), iv: bytes(12), context, plain: text });

describe('what was sealed', () => {
  test('is read again with the same key in the same context, whatever it says', () => {
    fc.assert(
      fc.property(sealing, ({ key, iv, context, plain }) => {
        expect(unseal(key, context, seal(key, iv, context, plain))).toBe(plain);
      }),
    );
  });

  test('is read again when it is empty, and when it is long', () => {
    const key = randomBytes(32);
    for (const plain of ['', 'ü👩‍👩‍👧\0'.repeat(200_000)]) {
      expect(unseal(key, ['oakfield'], seal(key, randomBytes(12), ['oakfield'], plain))).toBe(plain);
    }
  });

  test('is version, iv, ciphertext and tag, and shows nothing of the text', () => {
    fc.assert(
      fc.property(sealing, ({ key, iv, context, plain }) => {
        const sealed = seal(key, iv, context, plain);
        expect(sealed).toMatch(/^1\.[A-Za-z0-9_-]+$/);
        const raw = Buffer.from(sealed.slice(2), 'base64url');
        expect(raw.length).toBe(12 + Buffer.byteLength(plain) + 16);
        expect(raw.subarray(0, 12)).toEqual(Buffer.from(iv));
      }),
    );
    const sealed = seal(randomBytes(32), randomBytes(12), [], 'Sam told me about it'.repeat(10));
    expect(Buffer.from(sealed.slice(2), 'base64url').toString('latin1')).not.toContain('Sam');
  });

  test('keeps a report whose text ends in half a character, with a mark in its place', () => {
    const key = randomBytes(32);
    expect(unseal(key, [], seal(key, randomBytes(12), [], 'ends in \ud83d'))).toBe('ends in \ufffd');
  });
});

describe('what was sealed is not opened', () => {
  test('when any character of it was changed', () => {
    const anyCharacter = fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(...'01AQgw_-.= \n+/é'));
    fc.assert(
      fc.property(sealing, fc.nat(), anyCharacter, ({ key, iv, context, plain }, where, character) => {
        const sealed = seal(key, iv, context, plain);
        const at = where % sealed.length;
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        fc.pre(changed !== sealed);
        expectAltered(key, context, changed);
      }),
      { numRuns: 2_000 },
    );
  });

  test('when any bit of it was turned over', () => {
    fc.assert(
      fc.property(sealing, fc.nat(), ({ key, iv, context, plain }, where) => {
        const raw = Buffer.from(seal(key, iv, context, plain).slice(2), 'base64url');
        const bit = where % (raw.length * 8);
        raw.writeUInt8(raw.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expectAltered(key, context, `1.${raw.toString('base64url')}`);
      }),
      { numRuns: 1_000 },
    );
  });

  test('when anything was put before it, into it or behind it', () => {
    const inserted = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('A', '=', '==', ' ', '\n', '.', '\0'));
    fc.assert(
      fc.property(sealing, fc.nat(), inserted, ({ key, iv, context, plain }, where, more) => {
        const sealed = seal(key, iv, context, plain);
        const at = where % (sealed.length + 1);
        expectAltered(key, context, sealed.slice(0, at) + more + sealed.slice(at));
      }),
      { numRuns: 1_000 },
    );
  });

  test('when it was cut short at any place', () => {
    fc.assert(
      fc.property(sealing, ({ key, iv, context, plain }) => {
        const sealed = seal(key, iv, context, plain);
        for (let end = 0; end < sealed.length; end++) expectAltered(key, context, sealed.slice(0, end));
      }),
      { numRuns: 30 },
    );
  });

  test('in any other context', () => {
    fc.assert(
      fc.property(sealing, context, ({ key, iv, context, plain }, other) => {
        fc.pre(JSON.stringify(other) !== JSON.stringify(context));
        expectAltered(key, other, seal(key, iv, context, plain));
      }),
      { numRuns: 1_000 },
    );
  });

  test('in a context whose parts only run together to the same', () => {
    fc.assert(
      fc.property(sealing, fc.nat(), ({ key, iv, context, plain }, where) => {
        const joined = context.join('');
        const at = where % (joined.length + 1);
        const sealed = seal(key, iv, context, plain);
        for (const other of [[joined], [joined.slice(0, at), joined.slice(at)], [...context, ''], ['', ...context]]) {
          if (JSON.stringify(other) !== JSON.stringify(context)) expectAltered(key, other, sealed);
        }
      }),
    );
    const key = randomBytes(32);
    expectAltered(key, ['a1:b'], seal(key, randomBytes(12), ['a', 'b'], ''));
    expectAltered(key, ['1:a1:b'], seal(key, randomBytes(12), ['a', 'b'], ''));
  });

  test('as another entry, record or school', () => {
    const key = randomBytes(32);
    const sealed = seal(key, randomBytes(12), ['oakfield', 'C-7K3Q9F', 'entry', '3'], 'what was said');
    for (const other of [
      ['oakfield', 'C-7K3Q9F', 'entry', '4'],
      ['oakfield', 'C-7K3Q9F', 'state', '3'],
      ['oakfield', 'C-000000', 'entry', '3'],
      ['elmfield', 'C-7K3Q9F', 'entry', '3'],
      ['oakfield', 'C-7K3Q9F', 'entry'],
    ]) {
      expectAltered(key, other, sealed);
    }
  });

  test('with any other key', () => {
    fc.assert(
      fc.property(sealing, bytes(32), ({ key, iv, context, plain }, other) => {
        fc.pre(Buffer.compare(key, other) !== 0);
        expectAltered(other, context, seal(key, iv, context, plain));
      }),
    );
  });

  test('when its version is not known', () => {
    const key = randomBytes(32);
    const sealed = seal(key, randomBytes(12), [], 'what was said');
    for (const version of ['0', '2', '', '01', '1 ', 'v1', '１'])
      expectAltered(key, [], `${version}${sealed.slice(1)}`);
    for (const nonsense of ['', '.', '1', '1.', '1..', sealed.slice(2), `1.${'A'.repeat(37)}`, '__proto__']) {
      expectAltered(key, [], nonsense);
    }
  });
});

test('a fault of sealing says what to do and nothing of what was sealed', () => {
  const key = randomBytes(32);
  const sealed = seal(key, randomBytes(12), ['oakfield'], 'what Sam said');
  try {
    unseal(key, ['elmfield'], sealed);
    expect.unreachable();
  } catch (fault) {
    expect(fault).toMatchObject({ code: 'sealed-altered', whatToDo: expect.stringContaining('verify') });
    expect((fault as Error).cause).toBeUndefined();
    expect(`${fault}${JSON.stringify(fault)}`).not.toMatch(/Sam|field/);
  }
});

test('a key or an iv of the wrong length is refused', () => {
  expect(() => seal(randomBytes(16), randomBytes(12), [], '')).toThrow(RangeError);
  expect(() => seal(randomBytes(32), randomBytes(11), [], '')).toThrow(RangeError);
  expect(() => seal(randomBytes(32), randomBytes(16), [], '')).toThrow(RangeError);
  expect(() => unseal(randomBytes(16), [], seal(randomBytes(32), randomBytes(12), [], ''))).toThrow(RangeError);
});

function expectAltered(key: Uint8Array, context: readonly string[], sealed: string): void {
  let fault: unknown;
  try {
    unseal(key, context, sealed);
  } catch (thrown) {
    fault = thrown;
  }
  // Compared without a matcher's cost, for this runs many thousand times.
  if (!(fault instanceof IntegrityFault) || fault.code !== 'sealed-altered') expect.fail(`it was opened: ${sealed}`);
}
