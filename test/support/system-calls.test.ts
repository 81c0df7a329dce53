import { describe, expect, it } from 'vitest';
import { parseTrace } from './system-calls.ts';

describe('what strace writes', () => {
  it('is read as calls on files and connections, in the order in which they began', () => {
    const trace = [
      '11 pwrite64(9</tmp/records.db-wal>, "\\0C-7K3Q9F\\n", 10, 24) = 10',
      '12 fdatasync(9</tmp/records.db-wal> <unfinished ...>',
      '11 write(24<TCP:[127.0.0.1:3978->127.0.0.1:40000]>, "HTTP/1.1 200 OK", 15) = 15',
      '12 <... fdatasync resumed>)           = 0',
      '11    +++ exited with 0 +++',
    ].join('\n');
    expect(parseTrace(trace)).toEqual([
      expect.objectContaining({ name: 'pwrite64', on: '/tmp/records.db-wal', begins: 0, ends: 0, succeeded: true }),
      expect.objectContaining({ name: 'fdatasync', on: '/tmp/records.db-wal', begins: 1, ends: 3, succeeded: true }),
      expect.objectContaining({ name: 'write', on: 'TCP:[127.0.0.1:3978->127.0.0.1:40000]', begins: 2, ends: 2 }),
    ]);
    expect(parseTrace(trace)[0]?.given).toContain('C-7K3Q9F');
  });

  it('tells of a call that failed and of one that never ended', () => {
    const trace = [
      '11 fsync(9</tmp/records.db-wal>) = -1 EIO (Input/output error)',
      '12 fsync(9</tmp/records.db-wal> <unfinished ...>',
      '11 +++ killed by SIGKILL +++',
    ].join('\n');
    expect(parseTrace(trace)).toEqual([
      expect.objectContaining({ begins: 0, ends: 0, succeeded: false }),
      expect.objectContaining({ begins: 1, ends: Number.POSITIVE_INFINITY, succeeded: false }),
    ]);
  });
});
