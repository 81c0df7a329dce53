import { describe, expect, test } from 'vitest';
import { createDrawings } from '../../src/channels/render.ts';
import type { Message } from '../../src/domain/message.ts';

function aMessage(person: string, changes: Partial<Message> = {}): Message {
  const data = { title: 'Lock the gate', lines: ['Every evening.'], buttons: [] };
  const to = { kind: 'person', person } as const;
  return { slot: 'ask', to, card: 'notice', data, preview: 'Something to read', campaign: 'M-1 1', ...changes };
}

describe('what thousands get', () => {
  test('is drawn once', () => {
    const drawings = createDrawings<object>();
    let drawn = 0;
    const looks = Array.from({ length: 1_000 }, (_, at) =>
      drawings(aMessage(`p${at}@oakfield.example`), () => ({ number: ++drawn })),
    );
    expect(drawn).toBe(1);
    expect(new Set(looks).size).toBe(1);
  });

  test('is never shown in place of anything else, though it be called the same', () => {
    const drawings = createDrawings<string>();
    const draw = (message: Message) =>
      drawings(message, () => JSON.stringify([message.slot, message.data, message.preview]));
    for (const changes of [
      {},
      { data: { title: 'Open the gate' } },
      { preview: 'Something else' },
      { slot: 'other' },
      { campaign: 'M-2 1', data: { title: 'Shut the gate' } },
      {},
    ]) {
      const message = aMessage('p1@oakfield.example', changes);
      expect(draw(message)).toBe(JSON.stringify([message.slot, message.data, message.preview]));
    }
  });

  test('is drawn for each where somebody is mentioned, whom the chat may not know', () => {
    const drawings = createDrawings<number>();
    let drawn = 0;
    const message = aMessage('p1@oakfield.example', { mentions: ['dsl@oakfield.example'] });
    const looks = [drawings(message, () => ++drawn), drawings(message, () => ++drawn)];
    expect(looks).toEqual([1, 2]);
    const without = drawings(aMessage('p1@oakfield.example'), () => ++drawn);
    expect([without, drawings(aMessage('p2@oakfield.example'), () => ++drawn)]).toEqual([3, 3]);
  });

  test('is kept for a few campaigns only, and nothing is kept of what is for one person', () => {
    const drawings = createDrawings<number>();
    let drawn = 0;
    for (let campaign = 0; campaign < 30; campaign++)
      drawings(aMessage('p1@oakfield.example', { campaign: `M-${campaign}` }), () => ++drawn);
    drawings(aMessage('p1@oakfield.example', { campaign: 'M-0' }), () => ++drawn);
    expect(drawn).toBe(31);
    const { campaign: _, ...own } = aMessage('p1@oakfield.example');
    drawings(own, () => ++drawn);
    drawings(own, () => ++drawn);
    expect(drawn).toBe(33);
  });
});
