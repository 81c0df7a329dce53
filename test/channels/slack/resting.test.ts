import { expect, it } from 'vitest';
import { slackCall, slackLimits } from '../../../src/channels/slack/limits.ts';
import { createResting } from '../../../src/channels/slack/resting.ts';

const post = (channel: string) => slackCall(slackLimits, 'chat.postMessage', channel);

it('a channel rests alone until a second one is refused meanwhile, and an edit with its method', () => {
  let now = 0;
  const resting: (readonly string[])[] = [];
  const limiter = {
    rest: ({ lines }: { lines: readonly { name: string }[] }) => void resting.push(lines.map(({ name }) => name)),
  };
  const rest = createResting({ limiter, monotonicMs: () => now });
  rest(post('C1'), 30_000);
  rest(post('C1'), 30_000);
  now = 30_000;
  rest(post('C2'), 30_000);
  now = 59_999;
  rest(post('C3'), 30_000);
  rest(slackCall(slackLimits, 'chat.update', 'C4'), 30_000);
  expect(resting).toEqual([
    ['posts in C1'],
    ['posts in C1'],
    ['posts in C2'],
    ['chat.postMessage', 'posts in C3'],
    ['chat.update'],
  ]);
});
