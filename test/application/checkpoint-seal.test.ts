import { expect, it } from 'vitest';
import { sealCheckpoint } from '../../src/application/checkpoint-seal.ts';
import { stranger } from '../support/checkpoints.ts';

it('no code is made for a checkpoint that nobody could read again', () => {
  const at = '2026-11-23T16:00:00.000Z';
  const of = { school: 'oakfield', date: '2026-11-23', at, previous: undefined, publicKey: stranger.publicKey };
  const unlike = { kind: 'concern', seq: 1, updatedAt: at, hash: 'short' };
  expect(sealCheckpoint({ ...of, lines: [{ reference: '' }] }, stranger).code).toMatch(/^(\w{5}-){3}\w{5}$/);
  for (const wrong of [{ lines: [{ reference: 'C-222222', standing: unlike }] }, { lines: [], at: 'never' }])
    expect(() => sealCheckpoint({ ...of, ...wrong }, stranger)).toThrow(
      expect.objectContaining({ code: 'checkpoint-unreadable' }),
    );
});
