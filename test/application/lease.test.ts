import { describe, expect, it } from 'vitest';
import {
  CALL_MS,
  CLAIM_MS,
  type Claim,
  isHeld,
  LONGEST_ATTEMPT_MS,
  needsRenewal,
  permitOf,
} from '../../src/application/lease.ts';
import type { Owed } from '../../src/application/sealed-record.ts';

const owed: Owed = {
  id: 'a',
  notBefore: '2026-11-23T14:05:50.000Z',
  attempts: 3,
  settled: 2,
  owner: 'one',
  unsure: false,
  onlyEdits: false,
  message: {
    slot: 'case',
    to: { kind: 'channel', channel: 'safeguarding' },
    card: 'line',
    data: { text: 'a' },
    preview: 'a',
  },
};

/** The claim that goes with it, made so many milliseconds ago. */
function aClaim(elapsed = 0): Claim {
  return { id: 'a', attempts: 3, owner: 'one', isForChat: true, elapsedMs: () => elapsed };
}

describe('a claim is held', () => {
  it('while the message stands on its record as it was claimed, also when it has run out', () => {
    expect(isHeld(aClaim(), owed)).toBe(true);
    expect(isHeld(aClaim(CLAIM_MS * 2), { ...owed, notBefore: '2026-11-23T00:00:00.000Z', unsure: true })).toBe(true);
  });

  it.each<[string, Partial<Owed>]>([
    ['another message', { id: 'b' }],
    ['of another process', { owner: 'other' }],
    ['of a process that nobody knows', { owner: undefined }],
    ['a later attempt', { attempts: 4, settled: 3 }],
    ['an earlier attempt', { attempts: 2, settled: 1 }],
    ['an attempt that has ended', { settled: 3 }],
  ])('no more when there is %s', (_, now) => {
    expect(isHeld(aClaim(), { ...owed, ...now })).toBe(false);
  });
});

describe('a permit', () => {
  it('lets out what is answered, or given up, before the claim has run out', () => {
    const last = CLAIM_MS - CALL_MS;
    expect([0, last - 1, last, CLAIM_MS].map((elapsed) => permitOf(aClaim(elapsed)).holds())).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(permitOf(aClaim(Number.POSITIVE_INFINITY)).holds()).toBe(false);
  });

  it('lasts for each call of an attempt that begins without a renewal', () => {
    const latest = CLAIM_MS - LONGEST_ATTEMPT_MS;
    expect([latest, latest + 1].map((elapsed) => needsRenewal(aClaim(elapsed)))).toEqual([false, true]);
    const lastCall = latest + LONGEST_ATTEMPT_MS - CALL_MS;
    expect(permitOf(aClaim(lastCall - 1)).holds()).toBe(true);
  });
});
