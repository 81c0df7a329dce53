import { chainHash, chainRoot } from '../../src/domain/chain.ts';
import type { Entry, StoredRecord } from '../../src/domain/record.ts';

/** A concern as a store keeps it, with one entry that its chain holds together. */
export function aStoredRecord(overrides: Partial<StoredRecord> = {}): StoredRecord {
  const at = overrides.createdAt ?? '2026-03-02T09:15:00.000Z';
  const record = {
    id: 'C-7K3Q9F',
    school: 'oakfield',
    kind: 'concern',
    status: 'new',
    due: null,
    createdAt: at,
    updatedAt: at,
    tokens: ['token-of-the-reporter'],
    state: '1.sealed-state',
    outbox: [{ id: 'message-1', notBefore: at, attempts: 0, sealed: '1.sealed-message' }],
    posts: '1.sealed-posts',
    key: 'file1.key.wrapped',
    ...overrides,
  };
  return { ...record, entries: overrides.entries ?? someEntries(record, ['1.sealed-entry']) };
}

/** A whole chain of entries, one for each sealed text, a minute apart. */
export function someEntries(
  record: Pick<StoredRecord, 'school' | 'kind' | 'id'>,
  sealedTexts: readonly string[],
): readonly Entry[] {
  let previous = chainRoot(record);
  return sealedTexts.map((sealed, index) => {
    const at = new Date(Date.UTC(2026, 2, 2, 9, 15 + index)).toISOString();
    const entry = { seq: index + 1, at, sealed };
    previous = chainHash(previous, entry);
    return { ...entry, hash: previous };
  });
}
