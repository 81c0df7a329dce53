import { describe, expect, it } from 'vitest';
import { createKeyedQueue } from '../../src/application/keyed-queue.ts';

describe('work in turns', () => {
  it('is done one after the other for one key, in the order in which it came', async () => {
    const turns = createKeyedQueue();
    const order: string[] = [];
    const work = (name: string, steps: number) => async () => {
      order.push(`${name} begins`);
      for (let step = 0; step < steps; step++) await Promise.resolve();
      order.push(`${name} ends`);
      return name;
    };
    const all = await Promise.all([
      turns('a', work('one', 5)),
      turns('a', work('two', 1)),
      turns('a', work('three', 3)),
    ]);
    expect(all).toEqual(['one', 'two', 'three']);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
  });

  it('is done side by side for different keys', async () => {
    const turns = createKeyedQueue();
    const { promise, resolve } = Promise.withResolvers<string>();
    const slow = turns('a', () => promise);
    expect(await turns('b', async () => 'done')).toBe('done');
    resolve('slow');
    expect(await slow).toBe('slow');
  });

  it('goes on after work that failed, and whoever asked for that learns of it', async () => {
    const turns = createKeyedQueue();
    const failing = turns('a', () => Promise.reject(new Error('no')));
    const next = turns('a', async () => 'next');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
    expect(await turns('a', async () => 'later')).toBe('later');
  });
});
