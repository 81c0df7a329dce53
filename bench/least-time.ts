import type { Allowance, ChatRequest, Table } from './chat-limits.ts';

/** Many calls of one sort. */
export interface Calls {
  readonly count: number;
  readonly allowances: readonly Allowance[];
}

/**
 * The shortest time in which so many calls can be made, from the first to the last, in milliseconds. Call i may not come
 * before call i - most has been `withinMs` ago, for each allowance; the earliest times that keep this are the recursion
 * t(i) = max over the allowances of t(i - most) + withinMs. For one allowance that is floor((count - 1) / most) x withinMs.
 */
export function leastMs({ count, allowances }: Calls): number {
  // Only as far back as the longest allowance looks.
  const back = Math.max(1, ...allowances.map(({ most }) => most));
  const at = new Float64Array(back);
  let last = 0;
  for (let call = 0; call < count; call++) {
    for (const { most, withinMs } of allowances)
      if (call >= most) last = Math.max(last, (at[(call - most) % back] ?? 0) + withinMs);
    at[call % back] = last;
  }
  return last;
}

/**
 * A time in which nobody could make all these calls sooner, in milliseconds: of everything that they count towards, the
 * one that takes longest. Nothing is taken off for the way to the chat and back, nor for who waits behind whom, so that
 * it is never too much.
 */
export function leastMsOfAll(requests: Iterable<ChatRequest>, table: Table): number {
  const lines = new Map<string, { count: number; allowances: readonly Allowance[] }>();
  for (const request of requests)
    for (const { key, allowances } of table(request)) {
      const line = lines.get(key) ?? { count: 0, allowances };
      line.count++;
      lines.set(key, line);
    }
  let longest = 0;
  for (const line of lines.values()) longest = Math.max(longest, leastMs(line));
  return longest;
}

/** What everybody is told by needs: a post for each; in Teams, where nobody's chat is known yet, its beginning before that. */
export function* campaignCalls(chat: 'teams' | 'slack', people: number, isBegun: boolean): Iterable<ChatRequest> {
  for (let number = 0; number < people; number++) {
    if (chat === 'slack') yield { method: 'chat.postMessage', thread: `person ${number}` };
    else {
      if (!isBegun) yield { method: 'send', thread: `beginning with person ${number}` };
      yield { method: 'send', thread: `person ${number}` };
    }
  }
}
