import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBackground } from '../../../src/channels/slack/background.ts';
import type { ModalState } from '../../../src/channels/slack/incoming.ts';
import { createTyping, KEPT_AFTER_MS, KEPT_EVERY_MS, SWEPT_EVERY_MS } from '../../../src/channels/slack/typing.ts';

const place = { id: 'form-1', step: 0 };
const HOUR = 3_600_000;

let kept: string[];
let failures: unknown[];
let background: ReturnType<typeof createBackground>;
let typing: ReturnType<typeof createTyping>;

beforeEach(() => {
  vi.useFakeTimers();
  kept = [];
  failures = [];
  const sleep = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => resolve());
    });
  background = createBackground({ sleep, failed: (error) => void failures.push(error) });
  typing = createTyping(background);
});

afterEach(() => {
  vi.useRealTimers();
});

function modal(text: string): ModalState {
  return { viewId: 'V1', hash: '1.a', metadata: '', values: { narrative: { answer: { value: text } } } };
}

const keep = async ({ values }: ModalState) => void kept.push(textIn(values));
const type = (text: string, at: string) => typing.typed(place, modal(text), at, keep);
const stands = () => {
  const values = typing.in(place);
  return values && textIn(values);
};

function textIn(values: ModalState['values']): string {
  return String((values['narrative']?.['answer'] as { readonly value: string } | undefined)?.value);
}

describe('what somebody types', () => {
  it('is kept three seconds after the first letter, and then so often that a record has room for hours', async () => {
    type('a', '1');
    type('ab', '2');
    await vi.advanceTimersByTimeAsync(KEPT_AFTER_MS);
    expect(kept).toEqual(['ab']);
    type('abc', '3');
    await vi.advanceTimersByTimeAsync(KEPT_EVERY_MS - 1);
    expect(kept).toEqual(['ab']);
    await vi.advanceTimersByTimeAsync(KEPT_EVERY_MS);
    expect(kept).toEqual(['ab', 'abc']);
    type('x'.repeat(3_000), '4');
    await vi.advanceTimersByTimeAsync(4 * KEPT_EVERY_MS);
    expect(kept).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(KEPT_EVERY_MS);
    expect(kept).toHaveLength(3);
  });

  it('is what came last by Slack’s own clock, and what a press or a submission said after that', () => {
    type('ab', '2');
    type('a', '1');
    expect(stands()).toBe('ab');
    typing.stands(place, modal('abc'));
    type('a', '1');
    expect(stands()).toBe('abc');
    expect(typing.in({ id: 'form-1', step: 1 })).toBeUndefined();
    expect(typing.in({ id: 'form-2', step: 0 })).toBeUndefined();
  });

  it('is kept no more when it was sent or closed, and not taken in again when it was sent', async () => {
    type('a', '1');
    await typing.forget('form-1');
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(kept).toEqual([]);
    type('ab', '2');
    typing.sent('form-1');
    type('abc', '3');
    typing.stands(place, modal('abc'));
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(kept).toEqual([]);
    expect(stands()).toBeUndefined();
  });

  it('is remembered for half an hour at least and for an hour at most', async () => {
    type('a', '1');
    await vi.advanceTimersByTimeAsync(SWEPT_EVERY_MS - 1);
    type('ab', '2');
    await vi.advanceTimersByTimeAsync(SWEPT_EVERY_MS);
    expect(stands()).toBe('ab');
    await vi.advanceTimersByTimeAsync(SWEPT_EVERY_MS);
    expect(stands()).toBeUndefined();
    type('abc', '3');
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(stands()).toBeUndefined();
    expect(kept).toEqual(['a', 'ab', 'abc']);
  });

  it('is remembered of two thousand forms at the most', () => {
    for (let form = 0; form <= 2_000; form++) typing.stands({ id: `form ${form}`, step: 0 }, modal('a'));
    expect(typing.in({ id: 'form 0', step: 0 })).toBeUndefined();
    expect(typing.in({ id: 'form 1', step: 0 })).toBeDefined();
  });

  it('is closed only after what was being kept of it', async () => {
    const slow = Promise.withResolvers<void>();
    typing.typed(place, modal('a'), '1', () => slow.promise);
    await vi.advanceTimersByTimeAsync(KEPT_AFTER_MS);
    let isClosed = false;
    const closing = typing.forget('form-1').then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isClosed).toBe(false);
    slow.resolve();
    await closing;
  });
});

describe('stopping while somebody types', () => {
  it('keeps what stands there at once', async () => {
    type('a', '1');
    await vi.advanceTimersByTimeAsync(KEPT_AFTER_MS);
    type('ab', '2');
    await background.stop();
    expect(kept).toEqual(['a', 'ab']);
    expect(failures).toEqual([]);
  });

  it('takes two seconds at the most', async () => {
    typing.typed(place, modal('a'), '1', () => new Promise(() => undefined));
    const stopped = background.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    await stopped;
    expect(failures).toEqual([expect.objectContaining({ code: 'drafts-slow' })]);
  });
});
