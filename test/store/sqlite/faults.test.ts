import { describe, expect, test } from 'vitest';
import { StoreFault } from '../../../src/application/faults.ts';
import { storeFault, toStoreFault } from '../../../src/store/sqlite/faults.ts';

describe('what is thrown below the store', () => {
  test.each([
    [sqlite(5), 'store-in-use'],
    [sqlite(261), 'store-in-use'],
    [sqlite(6), 'store-in-use'],
    [sqlite(8), 'store-read-only'],
    [sqlite(1032), 'store-read-only'],
    [sqlite(11), 'store-corrupt'],
    [sqlite(26), 'store-corrupt'],
    [sqlite(13), 'store-full'],
    [sqlite(10), 'store-failed'],
    [sqlite(1034), 'store-failed'],
    [system('EROFS'), 'store-read-only'],
    [system('EACCES'), 'store-read-only'],
    [system('EPERM'), 'store-read-only'],
    [system('ENOSPC'), 'store-full'],
    [system('EDQUOT'), 'store-full'],
    [system('EIO'), 'store-failed'],
    [new TypeError('what Sam wrote'), 'store-failed'],
    ['what Sam wrote', 'store-failed'],
    [undefined, 'store-failed'],
  ])('becomes a fault with a code and what to do, and is not quoted (%o is %s)', (thrown, code) => {
    const fault = toStoreFault(thrown, 'C-1');
    expect(fault).toBeInstanceOf(StoreFault);
    expect(fault).toMatchObject({ code, whatToDo: expect.stringMatching(/\.$/) });
    expect(fault.cause).toBeUndefined();
    expect(fault.message).toContain('C-1');
    expect(fault.message).not.toContain('Sam');
  });

  test('stays what it is when it is a fault already', () => {
    const fault = storeFault('store-newer', 'its schema is 9');
    expect(toStoreFault(fault)).toBe(fault);
  });
});

function sqlite(errcode: number): unknown {
  return Object.assign(new Error('near what Sam wrote'), { code: 'ERR_SQLITE_ERROR', errcode, errstr: 'fixed words' });
}

function system(code: string): unknown {
  return Object.assign(new Error('what Sam wrote'), { code });
}
