import { randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Vault } from '../../src/application/ports.ts';
import {
  createRecordSealer,
  type OpenRecord,
  type Owed,
  type RecordSealer,
} from '../../src/application/sealed-record.ts';
import { seal, unseal } from '../../src/application/sealing.ts';
import { checkRecord, type Flaw } from '../../src/application/verify-record.ts';
import { surroundingsHash } from '../../src/domain/chain.ts';
import type { Message } from '../../src/domain/message.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from '../../src/domain/record.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { type Diary, diary, moment, written } from '../support/diary.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
let vault: Vault;
let sealer: RecordSealer;

beforeAll(async () => {
  vault = await openFileVault(folder.path('keys.json'));
  sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
});

afterAll(() => folder.remove());

describe('what stands beside a history', () => {
  it.each<[string, (record: StoredRecord, earlier: StoredRecord) => Partial<StoredRecord>, RegExp]>([
    ['when it was begun', () => ({ createdAt: '2026-11-21T09:00:00.000Z' }), /^When it was begun/],
    ['when it was last changed', () => ({ updatedAt: moment(0) }), /^When it was last changed/],
    // As if its deadline alone made it due.
    ['that it owes a message', () => ({ outbox: [], due: '2026-11-23T10:00:00.000Z' }), /what it owes/],
    ['how often it was tried', ({ outbox: [one] }) => ({ outbox: [{ ...one!, attempts: 7 }] }), /what it owes/],
    ['a message that it owed earlier', (_, { outbox, due }) => ({ outbox, due }), /what it owes/],
    ['where its messages stood earlier', (_, { posts }) => ({ posts }), /where its messages stand/],
  ])('cannot be changed unseen: %s', async (_, change, what) => {
    const earlier = await owing(await begun(['one']), 'a', '2026-11-23T09:30:00.000Z');
    const { stored: whole } = await owing(earlier, 'b', '2026-11-23T09:20:00.000Z');
    expect(await flawOf(whole)).toBeUndefined();
    const changed = { ...whole, ...change(whole, earlier.stored) };
    expect(await flawOf(changed)).toEqual({ what: expect.stringMatching(what) });
    // The service goes on with it all the same: a case that does not open is worse.
    await expect(sealer.open(diary, { record: changed, etag: '' })).resolves.toMatchObject({ state: { text: 'one' } });
  });

  it('is accepted as it is of a record that was written before it was noted', async () => {
    const { stored, dataKey } = await owing(await begun(['one']), 'a', '2026-11-23T09:30:00.000Z');
    const context = ['oakfield', 'D-1', 'state'];
    const { around, ...content } = JSON.parse(unseal(dataKey, context, stored.state));
    expect(around).toBe(surroundingsHash(stored));
    const state = seal(dataKey, randomBytes(12), context, JSON.stringify(content));
    expect(await flawOf({ ...stored, state, updatedAt: moment(0) })).toBeUndefined();
  });
});

describe('any one change of a record that the service wrote', () => {
  it('is found', async () => {
    const { stored: whole } = await owing(await begun(['one', 'two', 'three']), 'a', '2026-11-23T09:30:00.000Z');
    expect(await flawOf(whole)).toBeUndefined();
    const all = places(whole);
    expect(all.length).toBeGreaterThan(1_000);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.nat(), async (place, how) => {
        const changed = changedAt(whole, place, how) as StoredRecord;
        fc.pre(!isDeepStrictEqual(changed, whole));
        expect(await flawOf(changed), JSON.stringify(place)).toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the keys of a school', () => {
  const keys: StoredRecord = {
    ...{ id: SCHOOL_KEYS_KIND, school: 'oakfield', kind: SCHOOL_KEYS_KIND, status: 'current', due: null },
    ...{ createdAt: moment(0), updatedAt: moment(0), tokens: [], entries: [], state: '', outbox: [], posts: '' },
    key: 'wrapped',
  };

  it('are no workflow, and nothing may stand beside them', async () => {
    expect(await flawOf(keys)).toBeUndefined();
    for (const change of [
      { status: 'other' },
      { due: moment(1) },
      { tokens: ['x'] },
      { state: '1.x' },
      { posts: '1.x' },
    ])
      expect(await flawOf({ ...keys, ...change })).toMatchObject({
        what: expect.stringContaining('More stands beside'),
      });
  });
});

async function flawOf(record: StoredRecord): Promise<Flaw | undefined> {
  return (await checkRecord({ vault, sealer, registry: new Map([[diary.id, diary]]) }, record)).flaw;
}

async function begun(texts: readonly string[]): Promise<OpenRecord<Diary>> {
  return await written(sealer, await sealer.begin(diary, { school: 'oakfield', id: 'D-1', at: moment(0) }), texts);
}

/** The record with a message that it owes, and another that stands somewhere, in place of those before. */
async function owing(before: OpenRecord<Diary>, words: string, notBefore: string): Promise<OpenRecord<Diary>> {
  const to = { kind: 'person', person: 'a.osei@oakfield.example' } as const;
  const message: Message = { slot: words, to, card: 'line', data: { text: words }, preview: words };
  const owed: Owed = { id: words, notBefore, attempts: 1, settled: 1, unsure: false, onlyEdits: false, message };
  const posts = { [words]: { channel: 'teams', at: { id: words } } };
  return await sealer.change(diary, before, { at: moment(30), outbox: [owed], posts });
}

/** Where something stands in a record: the way to a text, a number or a list, and the place in it. */
type Place = readonly (string | number)[];

/** Every letter of every text, every number, and every element of every list. */
function places(value: unknown, way: Place = []): readonly Place[] {
  if (typeof value === 'string') return Array.from(value, (_, at) => [...way, at]);
  if (typeof value !== 'object' || value === null) return [way];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...way, Array.isArray(value) ? Number(name) : name];
    return [...(Array.isArray(value) ? [here] : []), ...places(inner, here)];
  });
}

/** The same with one letter, number or element changed, taken out, or doubled. */
function changedAt(value: unknown, [step, ...rest]: Place, how: number): unknown {
  if (typeof value === 'string') {
    const at = Number(step);
    const letters = ['', ...'AZaz09-_.: ', `${value.charAt(at)}${value.charAt(at)}`];
    return value.slice(0, at) + letters[how % letters.length] + value.slice(at + 1);
  }
  if (Array.isArray(value)) {
    const at = Number(step);
    if (rest.length > 0) return value.map((inner, index) => (index === at ? changedAt(inner, rest, how) : inner));
    const others = [...value.slice(0, at), ...value.slice(at + 1)];
    return [others, [...value, value[at]], [value[at], ...others]][how % 3];
  }
  if (typeof value === 'object' && value !== null && step !== undefined)
    return { ...value, [step]: changedAt((value as Record<string, unknown>)[step], rest, how) };
  return typeof value === 'number' ? value + 1 + (how % 9) : 'x';
}
