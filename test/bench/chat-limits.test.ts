import { describe, expect, it } from 'vitest';
import {
  type ChatRequest,
  createLimitedChat,
  slackTable,
  teamsTable,
  teamsTableByDefault,
} from '../../bench/chat-limits.ts';

/** A chat of which a test says what time it is. */
function aChat(table = teamsTableByDefault) {
  let now = 0;
  const chat = createLimitedChat(table, () => now);
  return {
    chat,
    /** How many of these are taken, one straight after the other, at that time. */
    takenAt(at: number, count: number, request: ChatRequest | ((index: number) => ChatRequest)): number {
      now = at;
      const answers = Array.from({ length: count }, (_, index) =>
        chat.ask(typeof request === 'function' ? request(index) : request),
      );
      return answers.filter(({ isTaken }) => isTaken).length;
    },
    askAt(at: number, request: ChatRequest) {
      now = at;
      return chat.ask(request);
    },
  };
}

const toOne: ChatRequest = { method: 'send', thread: 'a:1' };
const toMany = (index: number): ChatRequest => ({ method: 'send', thread: `a:${index}` });
const post: ChatRequest = { method: 'chat.postMessage', thread: 'U1' };
const toMembers = (index: number): ChatRequest => ({ method: 'chat.postMessage', thread: `U${index}` });

describe('a chat as Teams limits it', () => {
  it('takes seven in a second from one thread, eight in two, and sixty in thirty', () => {
    const { takenAt } = aChat();
    expect(takenAt(0, 10, toOne)).toBe(7);
    expect(takenAt(999, 10, toOne)).toBe(0);
    // Seven of the eight of two seconds are gone until these are over.
    expect(takenAt(1_000, 10, toOne)).toBe(1);
    expect(takenAt(2_000, 10, toOne)).toBe(7);
    let taken = 15;
    for (let at = 3_000; at < 30_000; at += 100) taken += takenAt(at, 10, toOne);
    expect(taken).toBe(60);
    expect(takenAt(30_000, 10, toOne)).toBe(7);
  });

  it('takes 1,800 in an hour from one thread', () => {
    const { takenAt } = aChat();
    let taken = 0;
    for (let at = 0; at < 3_600_000; at += 500) taken += takenAt(at, 2, toOne);
    expect(taken).toBe(1_800);
    expect(takenAt(3_600_000, 1, toOne)).toBe(1);
  });

  it('counts what hangs below a message of a channel with the channel', () => {
    const { takenAt } = aChat();
    expect(takenAt(0, 4, { method: 'send', thread: '19:c@thread.tacv2;messageid=1' })).toBe(4);
    expect(takenAt(0, 10, { method: 'send', thread: '19:c@thread.tacv2;messageid=2' })).toBe(3);
  });

  it('takes fifty in any second of the tenant by its documentation', () => {
    const { takenAt } = aChat(teamsTable);
    expect(takenAt(0, 60, toMany)).toBe(50);
    expect(takenAt(999, 60, (index) => toMany(100 + index))).toBe(0);
    expect(takenAt(1_000, 60, (index) => toMany(200 + index))).toBe(50);
  });

  it('or forty, whoever they are for', () => {
    const { takenAt } = aChat();
    expect(takenAt(0, 30, toMany)).toBe(30);
    expect(takenAt(600, 30, (index) => toMany(100 + index))).toBe(10);
    expect(takenAt(999, 30, (index) => toMany(200 + index))).toBe(0);
    expect(takenAt(1_000, 50, (index) => toMany(300 + index))).toBe(30);
    expect(takenAt(1_600, 50, (index) => toMany(400 + index))).toBe(10);
  });

  it('counts what is read apart, but in the same tenant', () => {
    const { takenAt } = aChat();
    expect(takenAt(0, 20, { method: 'read', thread: 'a:1' })).toBe(14);
    expect(takenAt(0, 10, toOne)).toBe(7);
    expect(takenAt(0, 60, toMany)).toBe(40 - 14 - 7);
  });
});

describe('a chat as Slack limits it', () => {
  it('takes one post a second in one channel', () => {
    const { takenAt } = aChat(slackTable);
    expect(takenAt(0, 3, post)).toBe(1);
    expect(takenAt(999, 3, post)).toBe(0);
    expect(takenAt(1_000, 3, post)).toBe(1);
  });

  it('takes twelve posts a second and fifty in ten in the workspace', () => {
    const { takenAt } = aChat(slackTable);
    const taken = [0, 1, 2, 3, 4, 5, 9].map((second) =>
      takenAt(second * 1_000, 20, (index) => toMembers(second * 100 + index)),
    );
    expect(taken).toEqual([12, 12, 12, 12, 2, 0, 0]);
    expect(takenAt(10_000, 20, toMembers)).toBe(12);
  });

  it('counts each method by the tier that it is in, and what is in none not at all', () => {
    const { takenAt } = aChat(slackTable);
    const asked = (method: string) => takenAt(0, 150, { method, thread: '' });
    expect(
      ['users.list', 'chat.update', 'users.lookupByEmail', 'conversations.members', 'auth.test'].map(asked),
    ).toEqual([20, 50, 50, 100, 150]);
    expect(takenAt(59_999, 1, { method: 'chat.update', thread: '' })).toBe(0);
    expect(takenAt(60_000, 1, { method: 'chat.update', thread: '' })).toBe(1);
  });
});

describe('a chat that is asked too much', () => {
  it('says in whole seconds when there is room, and there is then', () => {
    const { takenAt, askAt, chat } = aChat();
    takenAt(0, 7, toOne);
    takenAt(1_000, 1, toOne);
    expect(askAt(1_100, toOne)).toEqual({ isTaken: false, retryAfterSeconds: 1 });
    expect(askAt(2_100, toOne)).toEqual({ isTaken: true });
    for (let at = 2_200; at < 30_000; at += 100) askAt(at, toOne);
    const refused = chat.refused;
    expect(askAt(29_999, toOne)).toEqual({ isTaken: false, retryAfterSeconds: 1 });
    expect(chat.refused).toBe(refused + 1);
  });

  it('does not count what it sent away', () => {
    const { takenAt, chat } = aChat();
    expect(takenAt(0, 100, toMany)).toBe(40);
    expect([chat.taken, chat.refused]).toEqual([40, 60]);
    expect(takenAt(1_000, 100, (index) => toMany(100 + index))).toBe(40);
  });

  it('allows a part of what it did, from one moment to the next, and one call at the least', () => {
    const { takenAt, chat } = aChat();
    expect(takenAt(0, 100, toMany)).toBe(40);
    chat.allow(0.5);
    expect(takenAt(1_000, 100, (index) => toMany(100 + index))).toBe(20);
    expect(takenAt(1_000, 10, { method: 'send', thread: 'a:100' })).toBe(0);
    chat.allow(0.001);
    expect(takenAt(2_000, 100, (index) => toMany(300 + index))).toBe(1);
    chat.allow(1);
    expect(takenAt(3_000, 100, (index) => toMany(400 + index))).toBe(40);
  });
});
