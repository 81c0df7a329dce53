import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault, StoreFault } from '../../src/application/faults.ts';
import type { CommandHandler } from '../../src/application/handle-command.ts';
import type { Meter } from '../../src/application/meter.ts';
import { meteredChannel, meteredCommands, meteredStore } from '../../src/application/metered.ts';
import type { RecordStore } from '../../src/application/ports.ts';
import { theClock } from '../../src/domain/people.ts';
import { registry } from '../../src/workflows/index.ts';
import { aClock } from '../support/clock.ts';
import { monday } from '../support/concern.ts';
import { aFakeChat } from '../support/fake-chat.ts';
import { aSchool } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { aStoredRecord } from '../support/stored-record.ts';

const clock = aClock(monday);
const school = aSchool();
let heard: unknown[];
let meter: Meter;
beforeEach(() => {
  heard = [];
  const hear = (kind: string) => (of: object) => void heard.push({ kind, ...of });
  meter = { command: hear('command'), delivery: hear('delivery'), store: hear('store'), request: hear('request') };
});

describe('a store that is measured', () => {
  it('tells of every call by the name of the method, how long it took and how it ended', async () => {
    const inner = sqliteHere();
    const slow: RecordStore = {
      ...inner,
      async get(of, id) {
        clock.move(40);
        return await inner.get(of, id);
      },
    };
    const store = meteredStore(slow, { meter, clock });
    await store.create(aStoredRecord());
    await store.get('oakfield', 'C-7K3Q9F');
    await store.due(monday, 1);
    expect(heard).toEqual([
      { kind: 'store', what: 'create', milliseconds: 0, outcome: 'well' },
      { kind: 'store', what: 'get', milliseconds: 40, outcome: 'well' },
      { kind: 'store', what: 'due', milliseconds: 0, outcome: 'well' },
    ]);
    await store.close();
  });

  it('measures each method that a store has', async () => {
    const calls: string[] = [];
    const inner = new Proxy({} as RecordStore, {
      get: (_, what: string) => (what === 'sole' ? true : async () => void calls.push(what)),
    });
    const store = meteredStore(inner, { meter, clock });
    const methods = Object.keys(sqliteHere()).filter((name) => name !== 'sole' && name !== 'close');
    for (const method of methods) await (store as unknown as Record<string, () => Promise<unknown>>)[method]?.();
    expect(calls).toEqual(methods);
    expect(heard).toEqual(methods.map((what) => expect.objectContaining({ kind: 'store', what, outcome: 'well' })));
  });

  it('rejects with the very fault of the store, and tells of its code', async () => {
    const fault = new StoreFault('away', { code: 'store-unavailable', whatToDo: '' });
    const store = meteredStore({ ...sqliteHere(), get: () => Promise.reject(fault) }, { meter, clock });
    await expect(store.get('oakfield', 'C-7K3Q9F')).rejects.toBe(fault);
    expect(heard).toEqual([{ kind: 'store', what: 'get', milliseconds: 0, outcome: 'store-unavailable' }]);
  });

  it('tells of an error that nobody foresaw by its kind, never by its text', async () => {
    const broken = { ...sqliteHere(), get: () => Promise.reject(new TypeError('MARKER')) };
    await expect(meteredStore(broken, { meter, clock }).get('oakfield', 'C')).rejects.toThrow('MARKER');
    expect(JSON.stringify(heard)).not.toContain('MARKER');
    expect(heard).toEqual([expect.objectContaining({ outcome: 'unforeseen-TypeError' })]);
  });
});

describe('commands that are measured', () => {
  const request = { id: 'one', school, type: 'policy/publish', by: theClock, data: { narrative: 'MARKER' } };
  const handling = (handle: CommandHandler['handle']): CommandHandler =>
    meteredCommands({ handle, check: async () => ({ kind: 'repeated' }) }, { meter, clock, registry });
  const done = { kind: 'done', reference: 'C-7K3Q9F', messages: [], isRepeated: false, inPlace: false } as const;

  it('are told of with their type and school, and that they went well', async () => {
    const result = await handling(async () => done).handle(request);
    expect(result).toBe(done);
    expect(heard).toEqual([
      { kind: 'command', type: 'policy/publish', school: 'oakfield', milliseconds: 0, outcome: 'well' },
    ]);
  });

  it('are told of with the code of a refusal, never with its sentence', async () => {
    const refused = { kind: 'refused', code: 'not-yours', sentence: 'MARKER' } as const;
    expect(await handling(async () => refused).handle(request)).toBe(refused);
    expect(heard).toEqual([expect.objectContaining({ type: 'policy/publish', outcome: 'not-yours' })]);
    expect(JSON.stringify(heard)).not.toContain('MARKER');
  });

  it.each(['concern', 'it-job'])(
    'of a case are told of as %s alone: not which step it was, nor why one was refused',
    async (id) => {
      const refused = { kind: 'refused', code: 'MARKER-no-sanction-asked', sentence: 'MARKER' } as const;
      const steps = Object.keys(registry.get(id)?.commands ?? {});
      expect(steps.length).toBeGreaterThan(3);
      for (const type of steps) {
        await handling(async () => done).handle({ ...request, type });
        await handling(async () => refused).handle({ ...request, type });
      }
      const of = { kind: 'command', type: id, school: 'oakfield', milliseconds: 0 };
      const told = [
        expect.objectContaining({ ...of, outcome: 'well' }),
        expect.objectContaining({ ...of, outcome: 'refused' }),
      ];
      expect(heard).toEqual(steps.flatMap(() => told));
      expect(JSON.stringify(heard)).not.toContain('MARKER');
    },
  );

  it('are told of with the code of a fault, which goes on to whoever asked', async () => {
    const fault = new StoreFault('away', { code: 'store-slow', whatToDo: '' });
    await expect(handling(() => Promise.reject(fault)).handle(request)).rejects.toBe(fault);
    expect(heard).toEqual([expect.objectContaining({ outcome: 'store-slow' })]);
  });

  it.each(['concern/MARKER', 'MARKER', 'concern/toString', '__proto__/report', ''])(
    'that nobody knows are not quoted: "%s"',
    async (type) => {
      await handling(async () => done).handle({ ...request, type });
      expect(heard).toEqual([expect.objectContaining({ type: 'other' })]);
    },
  );
});

describe('a chat that is measured', () => {
  const place = { kind: 'channel', channel: 'safeguarding' } as const;
  const message = { slot: 'case', to: place, card: 'notice', data: { text: 'MARKER' }, preview: 'MARKER' } as never;
  const permit = { holds: () => true };

  it('tells of each post, edit and removal with the chat and the school', async () => {
    const chat = aFakeChat();
    const channel = meteredChannel(chat, { meter, clock });
    const post = await channel.post(school, place, message, undefined, permit);
    await channel.edit(school, post, message, permit);
    await channel.remove(school, post, permit);
    const of = { kind: 'delivery', chat: 'teams', school: 'oakfield', milliseconds: 0, outcome: 'well' };
    expect(heard).toEqual(['post', 'edit', 'remove'].map((what) => ({ ...of, what })));
    expect(chat.calls.map(({ what }) => what)).toEqual(['post', 'edit', 'remove']);
  });

  it('rejects as it did before, and tells of the code', async () => {
    const chat = aFakeChat();
    chat.always(() => ({ kind: 'hopeless' }));
    const channel = meteredChannel(chat, { meter, clock });
    const thrown = await channel.post(school, place, message, undefined, permit).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(DeliveryFault);
    expect(heard).toEqual([expect.objectContaining({ what: 'post', outcome: (thrown as DeliveryFault).code })]);
  });
});
