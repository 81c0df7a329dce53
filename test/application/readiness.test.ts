import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReadiness } from '../../src/application/readiness.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const well = async () => undefined;
const ill = () => Promise.reject(new Error('SECRET'));
const silent = () => new Promise<never>(() => {});

/** Readiness of these parts, with a clock that the test moves and a count of how often each was asked. */
function aReadiness(parts: Record<string, () => Promise<unknown>>) {
  let now = 0;
  let asked = 0;
  const counted = () => {
    asked++;
    return parts;
  };
  const readiness = createReadiness({ parts: counted, monotonicMs: () => now });
  return {
    ...readiness,
    asked: () => asked,
    move(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe('the service is ready', () => {
  it('when everything that it needs answers', async () => {
    expect(await aReadiness({ store: well, vault: well, teams: well }).missing()).toEqual([]);
  });

  it('but for what fails, each by its name and without a word about why', async () => {
    expect(await aReadiness({ store: ill, vault: well, slack: ill, clock: well }).missing()).toEqual([
      'store',
      'slack',
    ]);
  });

  it('but for what throws at once', async () => {
    const throwing = () => {
      throw new Error('SECRET');
    };
    expect(await aReadiness({ store: throwing }).missing()).toEqual(['store']);
  });

  it('but for what does not answer, which is known after two seconds', async () => {
    const answer = aReadiness({ store: well, vault: silent, teams: silent }).missing();
    let isKnown = false;
    void answer.then(() => {
      isKnown = true;
    });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(isKnown).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual(['vault', 'teams']);
  });
});

describe('those who ask whether it is', () => {
  it('at once and within a second are told the same, and later ones anew', async () => {
    const parts: Record<string, () => Promise<unknown>> = { store: well };
    const readiness = aReadiness(parts);
    await Promise.all(Array.from({ length: 50 }, () => readiness.missing()));
    parts.store = ill;
    readiness.move(999);
    expect([await readiness.missing(), readiness.asked()]).toEqual([[], 1]);
    readiness.move(1);
    expect([await readiness.missing(), readiness.asked()]).toEqual([['store'], 2]);
  });

  it('are told that it stops from the moment that it does, also when they had asked before', async () => {
    const readiness = aReadiness({ store: well });
    const before = readiness.missing();
    readiness.stop();
    expect([await before, await readiness.missing()]).toEqual([['stopping'], ['stopping']]);
  });
});
